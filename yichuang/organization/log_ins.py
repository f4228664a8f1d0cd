"""Where somebody is logged in (登录会话): the list its owner sees, and ending them.

A session ends by its row going away; whoever holds its cookie is a stranger with the next
request. The list is no part of the record: logging in and out is.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.organization.models import Account, OpenLogIn
from yichuang.organization.queries import Reader


def begin(*, account: Account, session_key: str, address: str, browser: str, at: datetime) -> None:
    """List a log-in that has just begun; those whose sessions are gone leave the list."""
    with transaction.atomic():
        rows = OpenLogIn.objects.filter(account=account)
        alive = Session.objects.values("session_key")
        rows.exclude(session_key__in=alive).delete()
        OpenLogIn.objects.create(
            account=account, session_key=session_key, began_at=at, seen_at=at,
            address=address[:45], browser=browser[:200],
        )  # fmt: skip


def seen(*, session_key: str, at: datetime) -> None:
    """Note that it is in use."""
    OpenLogIn.objects.filter(session_key=session_key).update(seen_at=at)


def moved(*, before: str, now: str) -> None:
    """The session goes on under another key."""
    OpenLogIn.objects.filter(session_key=before).update(session_key=now)


def forget(*, session_key: str) -> None:
    """It was logged out."""
    OpenLogIn.objects.filter(session_key=session_key).delete()


def open_log_ins(account: Account, *, real: datetime) -> QuerySet[OpenLogIn]:
    """Where the account is logged in (登录会话), the one used last first. `real`: real time."""
    alive = Session.objects.filter(expire_date__gt=real).values("session_key")
    return OpenLogIn.objects.filter(account=account, session_key__in=alive).order_by("-seen_at")


def end(*, account: Account, pk: int, at: datetime, by: Reader) -> None:
    """End one of one's own log-ins (下线). Raises NotFound where it is no longer there."""
    with transaction.atomic():
        if not _end(OpenLogIn.objects.filter(account=account, pk=pk)):
            raise NotFound(what=f"log-in:{pk}")
        _note(account, 1, at, by)


def end_others(*, account: Account, keep: str, at: datetime, by: Reader) -> int:
    """End all of one's own log-ins but the one with this session key (全部下线); how many."""
    with transaction.atomic():
        ended = end_quietly(account, keep=keep)
        _note(account, ended, at, by)
    return ended


def end_quietly(account: Account, *, keep: str = "") -> int:
    """End an account's log-ins as a part of another action, which is on record itself."""
    return _end(OpenLogIn.objects.filter(account=account).exclude(session_key=keep))


def _end(rows: QuerySet[OpenLogIn]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    return len(keys)


def _note(account: Account, ended: int, at: datetime, by: Reader) -> None:
    person = account.person
    record(
        site=person.site.code, kind="account.sessions_ended", subject=f"person:{person.staff_no}",
        actor=by.name, at=at, data={"ended": ended},
    )  # fmt: skip
