"""Special procedures (特别程序): what stops the clock and what doesn't: R24, 行政许可法 45."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.cases.story import Hall, instant
from yichuang.cases import actions, queries
from yichuang.cases.models import Case
from yichuang.cases.refusals import NoSuchSegment, SegmentAlreadyRunning, SegmentRunning

pytestmark = [pytest.mark.django_db, pytest.mark.req("R24")]


def _start(
    hall: Hall, number: str, at: datetime, kind: str = "expert_review", **more: object
) -> None:
    given = {"days": 5, "reason": "需专家论证", "at": at, "by": hall.reviewer, **more}
    actions.start_segment(number=number, kind=kind, **given)  # type: ignore[arg-type]


def test_the_clock_stands_still_while_experts_review(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    _start(hall, number, instant("2026-03-11 10:00"))
    row = Case.objects.get(number=number)
    assert row.clock_stopped
    # Long past the old due day the light is still green, for the clock stands.
    asked = queries.Asked(light="green")
    now = instant("2026-04-20 09:00")
    assert queries.worklist(hall.reviewer, now, asked).rows[0].stopped
    view = queries.case(number, reader=hall.reviewer, at=instant("2026-04-20 09:00"))
    assert (view.light, view.stopped) == ("green", True)
    actions.end_segment(number=number, kind="expert_review", outcome="通过",
                        at=instant("2026-03-18 16:00"), by=hall.reviewer)  # fmt: skip
    row.refresh_from_db()
    # The 12th to the 18th don't count: five working days later than the 24th.
    assert (row.clock_stopped, row.promised_due) == (False, instant("2026-03-31 17:30"))


def test_each_day_of_the_strip_says_how_it_counts(hall: Hall) -> None:
    number = hall.accepted(instant("2026-02-10 10:20"))
    _start(hall, number, instant("2026-02-11 10:00"))
    actions.end_segment(number=number, kind="expert_review", at=instant("2026-02-13 09:00"),
                        by=hall.reviewer)  # fmt: skip
    now = instant("2026-02-24 09:00")
    days = queries.case(number, reader=hall.reviewer, at=now).days
    marks = {day.on: day.kind for day in days}
    assert marks[date(2026, 2, 10)] == "start"
    assert marks[date(2026, 2, 11)] == "counted"
    assert (marks[date(2026, 2, 12)], marks[date(2026, 2, 13)]) == ("stopped", "stopped")
    assert marks[date(2026, 2, 14)] == "made_up"  # a Saturday worked for the Spring Festival
    assert marks[date(2026, 2, 16)] == "rest"
    assert marks[date(2026, 3, 1)] == "rest"
    assert {day.name for day in days if day.on == date(2026, 2, 16)} == {"春节"}
    assert [day.n for day in days if day.n][-1] == 10
    assert (days[-1].due, sum(day.today for day in days)) == (True, 1)


@pytest.mark.parametrize(
    ("kind", "notified", "finding"),
    [
        ("site_survey", True, "segment_does_not_stop_clock"),
        ("hearing", False, "segment_not_notified"),
    ],
)
def test_what_does_not_stop_the_clock(
    hall: Hall, at: datetime, kind: str, notified: bool, finding: str
) -> None:
    number = hall.accepted(at)
    _start(hall, number, at, kind=kind, notified=notified)
    view = queries.case(number, reader=hall.reviewer, at=at)
    assert finding in view.clock.findings
    assert not Case.objects.get(number=number).clock_stopped
    assert view.promised_due == instant("2026-03-24 17:30")


def test_no_decision_while_it_runs(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    _start(hall, number, at)
    actions.verify(number=number, opinion="", at=at, by=hall.verifier)
    with pytest.raises(SegmentRunning):
        actions.decide(number=number, decision="approve", at=at, by=hall.verifier)


def test_starting_twice_and_ending_what_does_not_run(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    _start(hall, number, at)
    with pytest.raises(SegmentAlreadyRunning):
        _start(hall, number, at)
    with pytest.raises(NoSuchSegment):
        actions.end_segment(number=number, kind="hearing", at=at, by=hall.reviewer)


def test_it_is_of_a_known_kind_with_reason_and_days(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(actions.UnknownSegment) as unknown:
        _start(hall, number, at, kind="coffee")
    assert "expert_review" in unknown.value.say("en")
    for wrong in ({"days": 0}, {"reason": " "}):
        with pytest.raises(actions.LimitNeeded):
            _start(hall, number, at, **wrong)
