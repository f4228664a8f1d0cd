"""Admitting, changing, withdrawing: the unit applies, the meeting decides, the county approves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from tests.catalog.conftest import complete, entry, say
from yichuang.catalog import queries
from yichuang.catalog.actions import (
    apply_to_admit,
    apply_to_change,
    apply_to_withdraw,
    enter_approval,
    enter_decision,
    take_in,
)
from yichuang.catalog.content import ItemContent, Material
from yichuang.catalog.models import Admission, ItemVersion
from yichuang.catalog.refusals import (
    AlreadyApplied,
    NoLegalBasis,
    NotBackwards,
    NotInForce,
    OutOfOrder,
    SamePerson,
    VersionAhead,
)
from yichuang.errors import NotAllowed, NotFound
from yichuang.journal.queries import of_subject
from yichuang.organization.queries import SYSTEM, Reader

if TYPE_CHECKING:
    from yichuang.organization.models import Department

pytestmark = [pytest.mark.django_db, pytest.mark.req("R06")]
DAY = timedelta(days=1)
CODE = "11990101MB9900021A4000131010000"


def _admit(market: Department, by: Reader, at: datetime, content: ItemContent | None = None) -> int:
    return apply_to_admit(
        code=CODE, department_id=market.pk, content=content or complete(), reason="新设许可",
        at=at, by=by,
    )  # fmt: skip


def _decide(application: int, by: Reader, at: datetime, *, agreed: bool = True) -> None:
    enter_decision(application=application, agreed=agreed, minutes="〔2026〕3 号", at=at, by=by)


def _approve(
    application: int, by: Reader, at: datetime, *, effective_at: datetime | None = None,
    granted: bool = True,
) -> None:  # fmt: skip
    enter_approval(
        application=application, granted=granted, document="县政复〔2026〕8 号",
        effective_at=effective_at or at, at=at, by=by,
    )  # fmt: skip


def test_an_item_takes_effect_only_when_all_three_steps_are_done(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    application = _admit(market, chief, at)
    with pytest.raises(NotInForce):
        queries.item_version_in_force(CODE, at + DAY)
    _decide(application, office, at + DAY)
    with pytest.raises(NotInForce):
        queries.item_version_in_force(CODE, at + DAY)
    _approve(application, office, at + 2 * DAY, effective_at=at + 10 * DAY)
    with pytest.raises(NotInForce):
        queries.item_version_in_force(CODE, at + 9 * DAY)
    version = queries.item_version_in_force(CODE, at + 10 * DAY)
    assert version.ground == "县政复〔2026〕8 号"
    assert version.valid_from == at + 10 * DAY
    assert [row.code for row in queries.public_items(at + 10 * DAY)] == [CODE]
    assert queries.public_items(at + 9 * DAY) == []
    assert [fact.kind for fact in of_subject(f"item:{CODE}")] == [
        "item.admission_applied", "item.admission_decided", "item.admission_approved",
    ]  # fmt: skip


def test_what_has_no_legal_basis_cannot_even_be_applied_for(
    market: Department, chief: Reader, at: datetime
) -> None:
    extra = Material(code="seal_of_village", name=say("居委会盖章证明"), basis=())
    with pytest.raises(NoLegalBasis) as refused:
        _admit(market, chief, at, complete(legal_basis=(), materials=(extra,)))
    assert refused.value.code == "catalog.no_legal_basis"
    assert "事项没有设定依据；材料“居委会盖章证明”没有依据" in refused.value.say()
    assert not ItemVersion.objects.exists()


def test_steps_come_in_their_order_and_once(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    application = _admit(market, chief, at)
    with pytest.raises(OutOfOrder):
        _approve(application, office, at)
    _decide(application, office, at)
    with pytest.raises(OutOfOrder):
        _decide(application, office, at)
    _approve(application, office, at)
    with pytest.raises(OutOfOrder):
        _approve(application, office, at)
    with pytest.raises(NotFound):
        _decide(10**9, office, at)


def test_who_applied_does_not_enter_the_meetings_decision(
    market: Department, office: Reader, clerk_of_office: Reader, at: datetime
) -> None:
    application = _admit(market, office, at)
    with pytest.raises(SamePerson):
        _decide(application, office, at)
    _decide(application, clerk_of_office, at)


@pytest.mark.parametrize("who", ["other_chief", "window_clerk"])
def test_only_the_unit_itself_or_the_office_applies(
    market: Department, at: datetime, who: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        _admit(market, request.getfixturevalue(who), at)


def test_the_unit_does_not_decide_on_its_own_application(
    market: Department, chief: Reader, at: datetime
) -> None:
    application = _admit(market, chief, at)
    with pytest.raises(NotAllowed):
        _decide(application, chief, at)


def test_a_change_ends_the_version_before_and_keeps_it(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    take_in([entry(CODE)], ground="", publish=True, at=at, by=SYSTEM)
    first = queries.item_version_in_force(CODE, at)
    application = apply_to_change(
        code=CODE, content=complete("食品经营许可（新）"), reason="减材料", at=at + DAY, by=chief
    )
    _decide(application, office, at + DAY)
    _approve(application, office, at + DAY, effective_at=at + 5 * DAY)
    assert queries.item_version_in_force(CODE, at + 5 * DAY - timedelta(seconds=1)).id == first.id
    assert queries.item_version_in_force(CODE, at + 5 * DAY).name == "食品经营许可（新）"
    assert queries.item_version(first.id).name == "食品经营许可核发"


def test_a_withdrawn_item_is_accepted_no_more_from_that_day(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    take_in([entry(CODE)], ground="", publish=True, at=at, by=SYSTEM)
    application = apply_to_withdraw(code=CODE, reason="法律已取消", at=at, by=chief)
    _decide(application, office, at)
    _approve(application, office, at, effective_at=at + DAY)
    assert queries.item_version_in_force(CODE, at)
    with pytest.raises(NotInForce):
        queries.item_version_in_force(CODE, at + DAY)
    assert len(queries.versions_of(CODE)) == 1


@pytest.mark.parametrize("step", ["meeting", "government"])
def test_what_is_refused_takes_no_effect_and_stays_on_record(
    market: Department, chief: Reader, office: Reader, at: datetime, step: str
) -> None:
    application = _admit(market, chief, at)
    _decide(application, office, at, agreed=step != "meeting")
    if step == "government":
        _approve(application, office, at, granted=False)
    assert ItemVersion.objects.get().status == "refused"
    assert queries.applications(reader=office) == []
    [told] = queries.applications(reader=office, open_only=False)
    assert (told.stage, told.kind, told.code, told.reason) == ("refused", "admit", CODE, "新设许可")
    _admit(market, chief, at + DAY)  # it may be applied for again


def test_one_application_at_a_time(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    _admit(market, chief, at)
    with pytest.raises(AlreadyApplied):
        _admit(market, office, at)
    assert len(queries.applications(reader=office)) == 1


def test_nothing_takes_effect_in_the_past(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    application = _admit(market, chief, at)
    _decide(application, office, at)
    with pytest.raises(NotBackwards):
        _approve(application, office, at, effective_at=at - timedelta(seconds=1))


def test_a_change_does_not_overtake_one_that_is_coming(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    take_in([entry(CODE)], ground="", publish=True, at=at, by=SYSTEM)
    for name, day in (("甲", 9), ("乙", 5)):
        application = apply_to_change(code=CODE, content=complete(name), reason="", at=at, by=chief)
        _decide(application, office, at)
        if name == "甲":
            _approve(application, office, at, effective_at=at + day * DAY)
        else:
            with pytest.raises(VersionAhead):
                _approve(application, office, at, effective_at=at + day * DAY)
    assert queries.item_version_in_force(CODE, at + 9 * DAY).name == "甲"


def test_a_file_that_comes_in_between_does_not_disturb_an_open_application(
    market: Department, chief: Reader, office: Reader, at: datetime
) -> None:
    take_in([entry(CODE)], ground="", publish=True, at=at, by=SYSTEM)
    application = apply_to_change(code=CODE, content=complete("申请的"), reason="", at=at, by=chief)
    take_in([entry(CODE, complete("文件的"))], ground="", publish=True, at=at + DAY, by=SYSTEM)
    assert queries.item_version_in_force(CODE, at + DAY).name == "文件的"
    _decide(application, office, at + DAY)
    _approve(application, office, at + 2 * DAY)
    assert queries.item_version_in_force(CODE, at + 2 * DAY).name == "申请的"
    names = [version.name for version in queries.versions_of(CODE)]
    assert names == ["申请的", "文件的", "食品经营许可核发"]


def test_no_approval_without_the_meeting_even_by_sql(
    market: Department, chief: Reader, at: datetime
) -> None:
    _admit(market, chief, at)
    with (
        pytest.raises(IntegrityError, match="admission_approved_after_the_meeting"),
        transaction.atomic(),
    ):
        Admission.objects.update(stage="approved")
