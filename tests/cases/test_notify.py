"""Once-only notification (一次性告知): all at once, in writing, and a breach found: R04."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases.story import Hall, facts, instant
from yichuang.cases import actions, queries
from yichuang.cases.models import Case, Fact
from yichuang.cases.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.req("R04")]


def test_all_defects_are_told_at_once(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(
        at, premises="missing", id_card="defective", application="correctable",
        why={"id_card": "已过有效期", "premises": ""},
    )  # fmt: skip
    assert (outcome.decision, outcome.items) == ("notify", ("id_card", "premises"))
    assert facts(outcome.number) == ["submitted", "notified"]
    view = queries.case(outcome.number, reader=hall.clerk, at=at)
    assert (view.state, view.light, view.promised_due) == (State.AWAITING, None, None)
    assert [(m.code, m.status, m.why) for m in view.materials] == [
        ("id_card", "defective", "已过有效期"),
        ("application", "correctable", ""),
        ("premises", "missing", ""),
    ]
    assert [paper.kind for paper in view.papers] == ["correction"]


def test_no_clock_runs_while_the_applicant_corrects(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, premises="missing").number
    assert not actions.accept_by_silence(number=number, at=instant("2026-06-01 09:00"))
    assert Case.objects.get(number=number).acceptance_due is None


def test_all_corrections_filed_must_be_accepted(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, premises="missing", application="defective").number
    later = instant("2026-03-12 10:00")
    outcome = hall.resubmit(number, later, premises="ok", application="ok")
    assert outcome.decision == "accept"
    # The clock starts with the acceptance of the corrected papers.
    assert outcome.promised_due == instant("2026-03-26 17:30")
    assert facts(number) == ["submitted", "notified", "submitted", "accepted"]


def test_corrections_that_do_not_suffice_are_no_breach(hall: Hall, at: datetime) -> None:
    """What was told and is still wrong may be told again."""
    number = hall.submit(at, premises="missing").number
    again = hall.resubmit(number, instant("2026-03-12 10:00"), premises="defective")
    assert (again.decision, facts(number)) == (
        "notify", ["submitted", "notified", "submitted", "notified"],
    )  # fmt: skip


def _broken(hall: Hall, at: datetime, again: datetime) -> tuple[str, Fact]:
    """A second notice names what the first kept silent about."""
    number = hall.submit(at, premises="missing", application="correctable").number
    # The clerk overlooked that the application was wrong from the start.
    hall.resubmit(number, again, premises="ok", application="missing")
    return number, Fact.objects.filter(case__number=number).order_by("-seq")[0]


def test_what_became_wrong_only_later_is_no_breach(hall: Hall, at: datetime) -> None:
    number, _ = _broken(hall, at, instant("2026-03-12 10:00"))
    assert "breach_found" not in facts(number)


def _silent_notice(hall: Hall, number: str, at: datetime) -> None:
    """A notice that names one of two defects: only a faulty import or an old system makes one."""
    from yichuang.cases.actions.writing import happen, hold, settle
    from yichuang.cases.states import Kind

    held = hold(number, hall.clerk)
    happen(held, Kind.NOTIFIED, {"items": ["premises"], "because": []}, at=at, by=hall.clerk)
    settle(held, at)


@pytest.mark.parametrize(
    ("earlier", "step", "bulletin"),
    [(0, "oral_warning", False), (1, "admonishing_talk", False), (2, "efficiency_notice", True)],
)
def test_a_second_notice_that_names_an_old_defect_is_a_breach(
    hall: Hall, at: datetime, earlier: int, step: str, bulletin: bool
) -> None:
    for n in range(earlier + 1):
        day = at.replace(day=10 + n)
        number = hall.submit(day, later=True, premises="missing", application="defective").number
        _silent_notice(hall, number, day)
        outcome = hall.resubmit(number, day.replace(hour=11), premises="ok")
    assert outcome.decision == "notify"
    assert facts(number)[-2:] == ["notified", "breach_found"]
    breach = Fact.objects.get(case__number=number, kind="breach_found")
    assert breach.person_id == hall.clerk.person_id
    assert breach.actor == "system"
    assert (breach.data["items"], breach.data["step"], breach.data["bulletin"]) == (
        ["application"], step, bulletin,
    )  # fmt: skip
    assert "breach" in [reason.ruling for reason in outcome.because]


def test_breaches_count_within_the_year(hall: Hall) -> None:
    steps = []
    for on in ("2025-12-10 09:30", "2026-03-10 09:30"):
        day = instant(on)
        number = hall.submit(day, later=True, premises="missing", application="defective").number
        _silent_notice(hall, number, day)
        hall.resubmit(number, day.replace(hour=11), premises="ok")
        steps.append(Fact.objects.get(case__number=number, kind="breach_found").data["step"])
    assert steps == ["oral_warning", "oral_warning"]


def test_an_applicant_may_withdraw(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, premises="missing").number
    actions.withdraw(number=number, reason="改日再办", at=at, by=hall.clerk)
    view = queries.case(number, reader=hall.clerk, at=at)
    assert (view.state, view.may) == (State.WITHDRAWN, frozenset())
