"""The fee window of the demo's past: fees are paid before results go out, days are closed."""

from __future__ import annotations

from datetime import datetime
from functools import cache

from yichuang.cases import charging
from yichuang.errors import NotFound
from yichuang.fees import actions as fees
from yichuang.fees import queries
from yichuang.jobs.demo_hall import demo_hall
from yichuang.organization.queries import Reader, person_by_staff_no, reader_for
from yichuang.organization.roles import Role
from yichuang.organization.times import local


def settle(case: str, at: datetime) -> None:
    """Have a case's fee paid, where it has one and its site has the fee window."""
    cashier = _with(Role.CASHIER)
    try:
        charges = charging.terms(case, cashier).charges
    except NotFound:
        return
    if not charges or queries.is_settled(f"case:{case}"):
        return
    _close_earlier_days(cashier, at)
    number = charging.bill(number=case, quantities={0: 1}, at=at, by=cashier)
    total = queries.bill(number, cashier).total
    fees.pay(number=number, amount=total, way="wechat", at=at, by=cashier)


def _close_earlier_days(cashier: Reader, at: datetime) -> None:
    """Whoever opens the till finds yesterday's book counted and signed."""
    today = f"{cashier.site_code}-{local(at).date():%Y%m%d}"
    for day in queries.days(cashier):
        if day.number < today and "counted" in day.may:
            counted = {one.way.value: one.booked for one in day.balances}
            fees.count(number=day.number, counted=counted, reason="", at=at, by=cashier)
            fees.countersign(number=day.number, at=at, by=_with(Role.OFFICE))


@cache
def _with(role: Role) -> Reader:
    """The first of the demo's people with a role."""
    person = next(one for _, one in demo_hall().staff() if role in one.roles)
    return reader_for(person_by_staff_no(person.staff_no))
