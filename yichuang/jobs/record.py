"""The record as a whole: whose rows the journal binds, and who checks what against it.

The journal knows nothing of cases or tickets, and they nothing of one another; here the
checks of all are put together for the verifier, and the triggers of all for the migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from yichuang.faces import modules
from yichuang.jobs import guards
from yichuang.journal.agreement import Check, Disagreement
from yichuang.journal.rows import Kept, Unbound, bind, carry_over, check_rows
from yichuang.phrases import Phrase

_ALL = modules("agreement")

KEPT: tuple[Kept, ...] = tuple(chain.from_iterable(getattr(one, "KEPT", ()) for one in _ALL))

_NO_RIGHT = Phrase("框架自用，不据以授权", "the framework's own; no right rests on it")

UNBOUND: tuple[Unbound, ...] = (
    *chain.from_iterable(getattr(one, "UNBOUND", ()) for one in _ALL),
    Unbound("journal_entry", Phrase("流水账本身", "the journal itself")),
    Unbound("journal_batch", Phrase("由封存校验", "verified with the tree")),
    Unbound("journal_node", Phrase("由封存校验", "verified with the tree")),
    Unbound("journal_seal", Phrase("由封存校验", "verified with the seals")),
    Unbound("journal_hall", Phrase("与开立记录核对", "compared with the entry of the opening")),
    Unbound("journal_clock", Phrase(
        "培训时钟，只在培训大厅有", "the training clock; only a training hall has one")),
    Unbound("django_session", Phrase(
        "登录会话，不是记录", "log-in sessions; no part of the record")),
    Unbound("django_migrations", Phrase(
        "表结构的版本；结构与触发器由程序核对",
        "the version of the tables; their triggers are compared with the program")),
    Unbound("django_content_type", Phrase("框架自用", "the framework's own")),
    Unbound("auth_permission", _NO_RIGHT),
    Unbound("auth_group", _NO_RIGHT),
    Unbound("auth_group_permissions", _NO_RIGHT),
    Unbound("axes_accessattempt", Phrase(
        "登录失败次数，只用于限速", "failed log-ins, for limiting their rate")),
    Unbound("axes_accessattemptexpiration", Phrase(
        "登录失败次数，只用于限速", "failed log-ins, for limiting their rate")),
    Unbound("axes_accessfailurelog", Phrase("未启用", "not in use")),
    Unbound("axes_accesslog", Phrase("未启用", "not in use")),
)  # fmt: skip


def _rows() -> Iterator[Disagreement]:
    return check_rows(KEPT)


CHECKS: tuple[Check, ...] = (
    guards.check, _rows, *(one.check for one in _ALL if hasattr(one, "check")),
)  # fmt: skip


def disagreements() -> Iterator[Disagreement]:
    """Everything that doesn't agree with the journal, capability by capability."""
    return chain.from_iterable(check() for check in CHECKS)


def bind_all(**_: object) -> None:
    """After a migration: put the triggers on, and bind what an earlier version left unbound."""
    bind(KEPT)
    carry_over(KEPT)
