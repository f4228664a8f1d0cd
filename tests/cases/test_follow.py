"""The applicant follows the case (进度查询) by number and code, masked: R25, R63."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cases.story import Hall
from yichuang.cases import actions, queries
from yichuang.cases.stages import INTERNAL, public_next, stage_of
from yichuang.cases.states import State
from yichuang.journal.digests import canonical
from yichuang.journal.outside import Outside
from yichuang.journal.queries import of_subject
from yichuang.phrases import Phrase

pytestmark = [pytest.mark.django_db, pytest.mark.req("R25")]


def test_number_and_code_show_the_case_masked(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)
    view = actions.follow(number=outcome.number, code=outcome.code.lower(), source="1.2.3.4", at=at)
    assert view.applicant.name == "王**"
    assert view.applicant.code == ""
    assert view.promised_due == outcome.promised_due
    assert all(event.who == "" for event in view.events)


def test_what_the_house_says_to_itself_stays_there(hall: Hall, at: datetime) -> None:
    view = queries.public_view(hall.verified(at), at=at + timedelta(days=1))
    assert not INTERNAL & {event.kind for event in view.events}
    assert view.state_said.zh == "审查中"
    assert stage_of(view.state) == 2


@pytest.mark.parametrize("state", State)
def test_every_state_says_what_comes_next(state: State) -> None:
    said = public_next(state, Phrase("3月12日(周四)", "Thu 12 Mar"))
    assert said.zh.endswith("。")
    assert said.en.endswith(".")
    assert "{" not in said.zh + said.en


@pytest.mark.req("R63")
def test_a_wrong_code_and_an_unknown_number_look_the_same(hall: Hall, at: datetime) -> None:
    number = hall.submit(at).number
    said = []
    for wrong in (number, "20260310999999"):
        with pytest.raises(actions.WrongPublicCode) as refused:
            actions.follow(number=wrong, code="AAAAAAAA", source="1.2.3.4", at=at)
        said.append(refused.value.say("zh"))
    assert said[0] == said[1]


@pytest.mark.req("R63")
def test_guessing_is_stopped_for_a_while(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)

    def ask(code: str, minutes: int, source: str = "1.2.3.4") -> None:
        actions.follow(number=outcome.number, code=code, source=source,
                       at=at + timedelta(minutes=minutes))  # fmt: skip

    for minute in range(5):
        with pytest.raises(actions.WrongPublicCode):
            ask("AAAAAAAA", minute)
    with pytest.raises(actions.TooManyTries):
        ask(outcome.code, 5)
    ask(outcome.code, 5, source="5.6.7.8")  # others are not kept out
    ask(outcome.code, 20)


@pytest.mark.req("R17")
def test_the_acceptance_proves_itself(hall: Hall, at: datetime, tmp_path: Path) -> None:
    outcome = hall.submit(at)
    view = actions.follow(number=outcome.number, code=outcome.code, source="x", at=at)
    proof = queries.proof_of(view.acceptance_entry, Outside(tmp_path, tmp_path))
    assert proof is not None
    fact = next(f for f in of_subject(f"case:{outcome.number}") if f.kind == "case.accepted")
    assert proof.text == canonical(fact)
    import hashlib

    assert hashlib.sha256(b"\0" + proof.text.encode()).hexdigest() == proof.leaf
    assert proof.index is None
