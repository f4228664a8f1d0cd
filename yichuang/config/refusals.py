"""Refusals of the house itself: no database, unknown command."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class DatabaseGone(HallError):
    code: ClassVar[str] = "database.unreachable"
    status: ClassVar[int] = 503
    phrase: ClassVar[Phrase] = Phrase(
        "数据库连接不上：{why}。已提交的内容不会丢失；数据库恢复后请重试。",
        "The database can't be reached: {why}. Nothing already confirmed is lost; "
        "try again when it is back.",
    )


class TooLarge(HallError):
    code: ClassVar[str] = "hall.too_large"
    status: ClassVar[int] = 413
    phrase: ClassVar[Phrase] = Phrase(
        "上传的内容太大（上限 {most} MB）。请分次提交或压缩后再传。",
        "What was sent is too large ({most} MB at most). Send it in parts or compress it.",
    )


class Unreadable(HallError):
    code: ClassVar[str] = "hall.unreadable"
    status: ClassVar[int] = 400
    phrase: ClassVar[Phrase] = Phrase(
        "{where}里有无法识别的字符（空字符或不是 UTF-8 编码）。请删除后重新输入。",
        "The {where} has characters that can't be read (NUL, or not UTF-8). "
        "Remove them and send it again.",
    )


class TooSlow(HallError):
    code: ClassVar[str] = "hall.too_slow"
    status: ClassVar[int] = 408
    phrase: ClassVar[Phrase] = Phrase(
        "内容在 {seconds} 秒内没有传完，连接已结束。请检查网络后重试。",
        "What was sent did not arrive within {seconds} seconds. Check the network and try again.",
    )


class TooMany(HallError):
    code: ClassVar[str] = "hall.too_many"
    status: ClassVar[int] = 429
    phrase: ClassVar[Phrase] = Phrase(
        "同一地址打开的连接太多（上限 {most}）。请关闭不用的页面后重试。",
        "Too many connections are open from this address ({most} at most). "
        "Close pages you don't need and try again.",
    )


class LogInsBusy(HallError):
    code: ClassVar[str] = "access.log_ins_busy"
    status: ClassVar[int] = 429
    phrase: ClassVar[Phrase] = Phrase(
        "现在登录的人太多，请 {seconds} 秒后再试。没有登录的页面不受影响。",
        "Too many people are logging in just now. Try again in {seconds} seconds; "
        "pages that need no log-in are not affected.",
    )


class BadProxy(HallError):
    code: ClassVar[str] = "hall.bad_proxy"
    phrase: ClassVar[Phrase] = Phrase(
        "YICHUANG_PROXIES 中的“{given}”不是 IP 地址或网段。请改为如 10.0.0.1 或 192.168.7.0/24 "
        "的写法，多个用英文逗号分隔。",
        "YICHUANG_PROXIES has “{given}”, which is neither an IP address nor a network. Write "
        "10.0.0.1 or 192.168.7.0/24, for example, with commas between several.",
    )


class BadProxySpeech(HallError):
    code: ClassVar[str] = "hall.bad_proxy_speech"
    phrase: ClassVar[Phrase] = Phrase(
        "YICHUANG_FORWARDED 不能是“{given}”。请填 x-forwarded 或 forwarded。",
        "YICHUANG_FORWARDED can't be “{given}”. Set it to x-forwarded or forwarded.",
    )
