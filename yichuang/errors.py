"""What goes wrong, said so that a clerk can act on it.

An error has a stable code (`reception.window_closed`), a sentence in Chinese and English
that says what is wrong, where, and what to do, and the HTTP status it means at a border.
"""

from __future__ import annotations

from typing import ClassVar

from yichuang.phrases import Language, Phrase


class HallError(Exception):
    """A refusal that people read. Subclass it per capability, with code, phrase, status."""

    code: ClassVar[str] = "hall.error"
    status: ClassVar[int] = 400
    phrase: ClassVar[Phrase] = Phrase("操作未完成。", "The action was not carried out.")

    retry_after: int = 60
    """Seconds until it is worth trying again; said with status 429."""

    def __init__(
        self, *, field: str | None = None, retry_after: int | None = None, **args: object
    ) -> None:
        self.field = field
        if retry_after is not None:
            self.retry_after = retry_after
        self.args_said = args
        super().__init__(self.say("en"))

    def say(self, language: Language = "zh") -> str:
        """The sentence; an argument that is itself a phrase is said in the same language."""
        args = {
            k: v.say(language) if isinstance(v, Phrase) else v for k, v in self.args_said.items()
        }
        return self.phrase.say(language, **args)


class NotAllowed(HallError):
    """The reader or actor may not do this."""

    code = "access.denied"
    status = 403
    phrase = Phrase(
        "您没有“{what}”的权限。如工作需要，请向安全管理员申请。",
        "You may not do this ({what}). If your work needs it, ask the security administrator.",
    )


class NotFound(HallError):
    """Nothing of that name within the reader's reach; nothing more is said about it."""

    code = "access.not_found"
    status = 404
    phrase = Phrase(
        "没有找到{what}。请核对后再试。", "Not found: {what}. Please check and try again."
    )


class CannotRule(HallError):
    """Facts, or the rule book, that nothing can be ruled on: `why` says where and what."""

    code = "rules.cannot_rule"
    status = 409
    phrase = Phrase(
        "无法认定：{why}。请核对所填内容；手册缺的，请管理规则手册的人补上。",
        "Nothing can be ruled: {why}. Check what was entered; what the rule book lacks is added "
        "by whoever manages it.",
    )


BUSY = frozenset({"55P03", "40P01", "40001"})
"""SQLSTATEs of a lock not had in time, a deadlock, and writers that met."""


class Busy(HallError):
    """A lock wasn't had in time, or two writers met: nothing is wrong with the database."""

    code = "database.busy"
    status = 409
    phrase = Phrase(
        "有人正在办同一件事，您刚才的操作没有生效。请稍候再试。",
        "Somebody else is working on the same thing; your last action did not take effect. "
        "Please try again in a moment.",
    )
