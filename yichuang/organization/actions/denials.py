"""What was refused, on record: log-ins that failed, and what nobody may (登录失败与越权)."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang.journal.actions import record
from yichuang.journal.queries import was_noted
from yichuang.organization.models import Account
from yichuang.organization.queries import Reader


def note_refused_log_in(*, username: str, address: str, locked: bool, at: datetime) -> None:
    """Write down a failed or locked-out log-in (登录失败、锁定), and where from (GB/T 22239).

    Once a minute for an address and an account: whoever guesses can't fill the record. A name
    nobody has is not kept; it may be a password in the wrong field.
    """
    account = Account.objects.filter(username=username).first()
    kind = "account.locked_out" if locked else "account.log_in_refused"
    actor = f"person:{account.person.staff_no}" if account else "visitor"
    subject, site = f"address:{address}"[:96], account.person.site.code if account else "-"
    if was_noted(kind=kind, subject=subject, actor=actor, since=at - timedelta(minutes=1)):
        return
    record(site=site, kind=kind, subject=subject, actor=actor, at=at)


def note_denial(*, who: Reader | None, where: str, what: str, address: str, at: datetime) -> None:
    """Write down that something was refused (越权访问): who, where, what, from which address.

    `where` is the page's pattern, `what` the refusal's code. Once a minute for the same, so
    that whoever knocks can't fill the record.
    """
    actor, site = (who.name, who.site_code) if who else ("visitor", "-")
    subject, data = f"address:{address}"[:96], {"where": where[:96], "what": what}
    since = at - timedelta(minutes=1)
    kind = "access.denied"
    if not was_noted(kind=kind, subject=subject, actor=actor, since=since, data=data):
        record(site=site, kind=kind, subject=subject, actor=actor, at=at, data=data)
