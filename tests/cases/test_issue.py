"""Issue (出件): only from the integrated window, signed for or mailed: R25."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases.story import Hall, facts
from yichuang.cases import actions, queries
from yichuang.cases.models import Case, Fact
from yichuang.cases.refusals import OutOfOrder
from yichuang.cases.states import State
from yichuang.organization.personal import decrypt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R25")]


def test_issued_against_a_signature_closes_the_case(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    assert [row.number for row in queries.to_issue(hall.issuer, at)] == [number]
    actions.issue(number=number, by_way="signature", signed_by="王小明", at=at, by=hall.issuer)
    view = queries.case(number, reader=hall.issuer, at=at)
    assert (view.state, view.papers[-1].kind) == (State.ISSUED, "delivery")
    assert Case.objects.get(number=number).closed_at == at
    assert queries.to_issue(hall.issuer, at) == ()
    data = Fact.objects.get(case__number=number, kind="issued").data
    assert "王小明" not in str(data)
    assert decrypt(bytes.fromhex(data["signed_by"]), of=f"case:{number}") == "王小明"


def test_mailed_with_a_tracking_number(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    actions.issue(number=number, by_way="mail", tracking="EMS123", at=at, by=hall.issuer)
    assert facts(number)[-1] == "issued"


@pytest.mark.parametrize(
    "given", [{"by_way": "signature", "tracking": "EMS1"}, {"by_way": "mail", "signed_by": "王"}]
)
def test_neither_signed_nor_tracked_is_not_issued(
    hall: Hall, at: datetime, given: dict[str, str]
) -> None:
    number = hall.decided(at)
    with pytest.raises(actions.DeliveryIncomplete):
        actions.issue(number=number, at=at, by=hall.issuer, **given)  # type: ignore[arg-type]
    assert queries.case(number, reader=hall.issuer, at=at).state == State.DECIDED


def test_only_once_and_only_what_is_decided(hall: Hall, at: datetime) -> None:
    with pytest.raises(OutOfOrder):
        actions.issue(number=hall.verified(at), by_way="mail", tracking="1", at=at, by=hall.issuer)
    number = hall.decided(at)
    actions.issue(number=number, by_way="mail", tracking="1", at=at, by=hall.issuer)
    with pytest.raises(OutOfOrder):
        actions.issue(number=number, by_way="mail", tracking="2", at=at, by=hall.issuer)
