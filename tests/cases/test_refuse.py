"""Refusal (不予受理): with reasons, and where to go: R16, 行政许可法 32."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases.story import Hall, facts
from yichuang.cases import queries
from yichuang.cases.actions.intake import Refusal, WhereToGo
from yichuang.cases.models import Case
from yichuang.cases.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]


def test_not_competent_is_refused_with_where_to_go(hall: Hall, at: datetime) -> None:
    refusal = Refusal("not_competent", "该事项由市级办理", "广安市市场监督管理局(人民路1号)")
    outcome = hall.submit(at, refusal=refusal)
    assert (outcome.decision, outcome.promised_due) == ("refuse", None)
    view = queries.case(outcome.number, reader=hall.clerk, at=at)
    assert (view.state, view.may) == (State.REFUSED, frozenset())
    assert [paper.kind for paper in view.papers] == ["refusal"]
    assert "人民路1号" in view.events[-1].text.zh


def test_false_papers_are_refused_and_recorded(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at, refusal=Refusal("false_materials", "场所证明经核系伪造"))
    assert facts(outcome.number) == ["submitted", "refused"]
    assert outcome.because[0].fact.key == "intake.false_materials"


@pytest.mark.parametrize(
    "refusal", [Refusal("not_competent", "由市级办理", " "), Refusal("false_materials", " ")]
)
def test_a_refusal_without_reasons_or_direction_is_none(
    hall: Hall, at: datetime, refusal: Refusal
) -> None:
    with pytest.raises(WhereToGo):
        hall.submit(at, refusal=refusal)
    assert not Case.objects.exists()
