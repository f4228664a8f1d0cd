"""The record as a whole: whose rows the journal binds, and who checks what against it.

The journal knows nothing of cases or tickets, and they nothing of one another; here the
checks of all are put together for the verifier, and the triggers of all for the migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from yichuang.cases import agreement as cases
from yichuang.catalog import agreement as catalog
from yichuang.feedback import agreement as feedback
from yichuang.jobs import guards
from yichuang.journal.agreement import Check, Disagreement
from yichuang.journal.rows import Kept, Unbound, bind, carry_over, check_rows
from yichuang.messages import agreement as messages
from yichuang.organization import agreement as organization
from yichuang.phrases import Phrase
from yichuang.reception import agreement as reception
from yichuang.regulations import agreement as regulations

_ALL = (organization, regulations, messages, catalog, reception, cases, feedback)

KEPT: tuple[Kept, ...] = tuple(chain.from_iterable(one.KEPT for one in _ALL))

_NO_RIGHT = Phrase("框架自用，不据以授权", "the framework's own; no right rests on it")

UNBOUND: tuple[Unbound, ...] = (
    Unbound("cases_fact", Phrase("逐条与流水账核对", "each fact is compared with its entry")),
    Unbound("cases_serial", Phrase("与办件个数核对", "compared with the number of cases")),
    Unbound("reception_counter", Phrase("与号单核对", "compared with the numbers taken")),
    Unbound("cases_wrongcode", Phrase(
        "查询码输错的次数，只用于限速，十五分钟后无意义",
        "wrong codes tried, for limiting their rate; of no meaning after fifteen minutes")),
    Unbound("reception_request", Phrase(
        "请求的幂等键，当日有效，过后删除；所办的事另有登记",
        "keys of requests, good for their day and then forgotten; what they made is bound itself")),
    Unbound("journal_entry", Phrase("流水账本身", "the journal itself")),
    Unbound("journal_batch", Phrase("由封存校验", "verified with the tree")),
    Unbound("journal_node", Phrase("由封存校验", "verified with the tree")),
    Unbound("journal_seal", Phrase("由封存校验", "verified with the seals")),
    Unbound("journal_hall", Phrase("与开立记录核对", "compared with the entry of the opening")),
    Unbound("journal_clock", Phrase(
        "培训时钟，只在培训大厅有", "the training clock; only a training hall has one")),
    Unbound("django_session", Phrase(
        "登录会话，不是记录", "log-in sessions; no part of the record")),
    Unbound("organization_openlogin", Phrase(
        "登录会话一览；登录、退出另有登记",
        "the list of log-ins that are open; logging in and out is on record itself")),
    Unbound("organization_tries", Phrase(
        "输错次数，只用于限速，一天后无意义",
        "wrong tries, for limiting their rate; of no meaning after a day")),
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
    guards.check, _rows, *(one.check for one in _ALL),
)  # fmt: skip


def disagreements() -> Iterator[Disagreement]:
    """Everything that doesn't agree with the journal, capability by capability."""
    return chain.from_iterable(check() for check in CHECKS)


def bind_all(**_: object) -> None:
    """After a migration: put the triggers on, and bind what an earlier version left unbound."""
    bind(KEPT)
    carry_over(KEPT)
