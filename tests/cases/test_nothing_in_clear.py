"""Whoever carries a copy of the database away carries no personal data (GB/T 22239, 个保法 51)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.cases.story import WANG, Hall
from yichuang.cases import actions
from yichuang.cases.actions.looks import WrongPublicCode
from yichuang.journal.queries import of_subject
from yichuang.reception import actions as reception
from yichuang.reception.once import once

pytestmark = pytest.mark.req("R63")
HOLDER = {"name": "欧阳测试", "id_number": "11010519491231002X", "phone": "13900000000"}


def _dump() -> str:
    """Every table of the database, as a copy of it would hold them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [row[0] for row in cursor.fetchall()]
        parts = []
        for name in names:
            with cursor.copy(f'COPY "{name}" TO STDOUT') as copied:
                parts.append(b"".join(bytes(block) for block in copied))
    assert len(names) > 20
    return b"\n".join(parts).decode()


def test_a_copy_of_the_database_names_nobody(hall: Hall, at: datetime) -> None:
    reception.add_service(site=hall.site, code="s", name="业务", name_en="S", prefix="A", at=at,
                          by=hall.issuer)  # fmt: skip
    reception.issue(service="s", holder=HOLDER, key="k", at=at, by=hall.clerk)
    number = hall.verified(at)
    actions.decide(number=number, decision="approve", at=at, by=hall.verifier)
    actions.issue(number=number, by_way="signature", signed_by=WANG.name, at=at, by=hall.issuer)
    actions.unmask(number=number, purpose="核对", at=at, by=hall.reviewer)
    once(lambda: {"name": WANG.name}, source="s", what="case", key="k", asked=[WANG.phone], at=at)
    with pytest.raises(WrongPublicCode):
        actions.follow(number=number, code="WRONG", source="192.0.2.1", at=at)
    copied = _dump()
    assert number in copied, "the copy holds the case"
    for value in (*HOLDER.values(), WANG.name, WANG.phone, WANG.address, "192.0.2.1"):
        assert value not in copied
        assert value.encode().hex() not in copied


def test_a_holder_is_erased_when_the_day_is_over(hall: Hall, at: datetime) -> None:
    reception.add_service(site=hall.site, code="s", name="业务", name_en="S", prefix="A", at=at,
                          by=hall.issuer)  # fmt: skip
    reception.issue(service="s", holder=HOLDER, at=at, by=hall.clerk)
    assert reception.erase_holders(at + timedelta(hours=8)) == 0
    assert reception.erase_holders(at + timedelta(days=1)) == 1
    assert reception.erase_holders(at + timedelta(days=1)) == 0
    (entry,) = of_subject(f"day:{hall.site.code}:{at.date()}")
    assert (entry.kind, entry.data["numbers"]) == ("holders.erased", 1)
    assert entry.data["article"] == "个人信息保护法 19"
