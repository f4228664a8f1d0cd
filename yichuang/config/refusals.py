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
