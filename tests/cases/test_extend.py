"""Extension (延期): once, reasoned, approved by the right office, in time, told: R18, 42."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.cases.story import Hall, instant
from yichuang.cases import actions, queries
from yichuang.cases.models import Case
from yichuang.cases.refusals import ExtendedAlready, OutOfOrder
from yichuang.errors import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.req("R18")]


def _extend(hall: Hall, number: str, at: datetime, **more: Any) -> None:
    given = {"days": 5, "reason": "需进一步核实", "approved_by": "authority_head", "by": hall.chief}
    actions.extend(number=number, at=at, **{**given, **more})


def test_an_extension_adds_to_both_dues_and_makes_a_notice(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    _extend(hall, number, instant("2026-03-20 10:00"))
    view = queries.case(number, reader=hall.chief, at=instant("2026-03-20 10:00"))
    assert view.promised_due == instant("2026-03-31 17:30")
    assert view.statutory_due == instant("2026-04-15 17:30")
    assert [paper.kind for paper in view.papers] == ["acceptance", "extension"]
    assert "deadline.extended.working_day" in [reason.fact.key for reason in view.because]


def test_the_new_limit_is_kept_and_there_is_no_second(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    _extend(hall, number, at)
    with pytest.raises(ExtendedAlready):
        _extend(hall, number, at)


@pytest.mark.parametrize(
    ("wrong", "article"),
    [
        ({"days": 11}, "行政许可法 42"),
        ({"approved_by": "office_clerk"}, "行政许可法 42"),
        ({"reason": " "}, "行政许可法 42"),
        ({"at": instant("2026-03-25 09:00")}, "行政许可法 42"),
        ({"days": 0}, ""),
    ],
)
def test_what_the_rule_does_not_let_stand_is_refused_with_the_article(
    hall: Hall, at: datetime, wrong: dict[str, Any], article: str
) -> None:
    number = hall.accepted(at)
    with pytest.raises(actions.ExtensionRefused) as refused:
        _extend(hall, number, **{"at": at, **wrong})
    assert article in refused.value.say("zh")
    assert Case.objects.get(number=number).promised_due == instant("2026-03-24 17:30")


def test_only_who_may(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(NotAllowed):
        _extend(hall, number, at, by=hall.reviewer)


def test_not_before_acceptance_nor_after_the_decision(hall: Hall, at: datetime) -> None:
    with pytest.raises(OutOfOrder):
        _extend(hall, hall.submit(at, premises="missing").number, at)
    with pytest.raises(OutOfOrder):
        _extend(hall, hall.decided(at), at)
