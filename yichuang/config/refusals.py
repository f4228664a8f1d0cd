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
