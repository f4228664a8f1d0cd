"""A suggestion from the public page to the improvement that is done: R67."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from tests.cases.story import Hall, build, instant
from yichuang.courses.models import Fact
from yichuang.courses.refusals import NotYours, OutOfOrder
from yichuang.errors import NotAllowed
from yichuang.feedback.suggestions import actions, queries
from yichuang.feedback.suggestions.actions import WordsNeeded
from yichuang.jobs.record import disagreements
from yichuang.obligations import queries as obligations
from yichuang.obligations.actions import light_up, pass_on
from yichuang.organization.queries import SYSTEM
from yichuang.regulations.actions import adopt
from yichuang.regulations.queries import book_of
from yichuang.rules import suggestion

pytestmark = [pytest.mark.django_db, pytest.mark.req("R67")]
OWN = """
name: own
title: {zh: 本级规定, en: Own rules}
source: 本级意见办法
sources:
  texts:
    本级意见办法: {title: {zh: 本级意见办法, en: Own rules}, articles: {"3": {zh: 五日, en: Five days}}}
suggestions:
  article: 本级意见办法 3
  warn_working_days: 1
  answer: {n: 5, unit: working_day}
  improve: {n: 20, unit: working_day}
"""


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    hall = build(at)
    adopt(site=hall.site, presets=["county-hall"], text=OWN, from_on=date(2026, 3, 10), at=at,
          by=SYSTEM)  # fmt: skip
    return hall


def _handed_in(hall: Hall, at: datetime) -> str:
    return actions.hand_in(site_id=hall.site.pk, site_code=hall.site.code,
                           text="取号机太高，我张大民够不着", contact="13812341234", at=at)  # fmt: skip


def test_the_whole_course(hall: Hall, at: datetime) -> None:
    office = hall.supervisor
    number = _handed_in(hall, at)
    assert [due.what.zh for due in obligations.todo(office, at)] == ["答复意见"]
    assert obligations.todo(office, at)[0].due_at == instant("2026-03-17 17:30")
    actions.answer(number=number, text="本周内降低", at=at, by=office)
    actions.publish(number=number, said="取号机太高", at=at, by=office)
    assert [one.said for one in queries.published(hall.site.pk)] == ["取号机太高"]
    actions.adopt(number=number, improvement="取号机降低二十厘米", owner="2", at=at, by=office)
    assert [due.about.zh for due in obligations.todo(hall.reviewer, at)] == [f"意见 {number}"]
    with pytest.raises(NotYours):
        actions.done(number=number, result="已降低", at=at, by=office)
    actions.done(number=number, result="已降低", at=at, by=hall.reviewer)
    (one,) = queries.published(hall.site.pk)
    assert (one.improvement, one.result, one.state.zh) == ("取号机降低二十厘米", "已降低", "已改进")
    assert obligations.todo(hall.reviewer, at) == ()
    with transaction.atomic():
        assert not list(disagreements())


def test_what_was_written_is_kept_encrypted_and_only_the_house_reads_it(
    hall: Hall, at: datetime
) -> None:
    number = _handed_in(hall, at)
    stored = str(Fact.objects.get().data)
    assert "张大民" not in stored
    assert "13812341234" not in stored
    assert queries.published(hall.site.pk) == []
    view = queries.suggestion(number, reader=hall.supervisor, at=at)
    assert (view.text, view.contact) == ("取号机太高，我张大民够不着", "13812341234")
    with pytest.raises(NotAllowed):
        queries.suggestion(number, reader=hall.clerk, at=at)


def test_an_answer_that_is_late_shows(hall: Hall, at: datetime) -> None:
    _handed_in(hall, at)
    assert light_up(instant("2026-03-15 23:00")) == 0
    assert light_up(instant("2026-03-17 09:00")) == 1
    assert light_up(instant("2026-03-17 17:31")) == 1
    (due,) = obligations.overdue(hall.supervisor, instant("2026-03-18 09:00"))
    assert (due.light, due.because) == ("red", "本级意见办法 3")


def test_steps_come_in_their_order_by_whom_they_belong_to(hall: Hall, at: datetime) -> None:
    number = _handed_in(hall, at)
    with pytest.raises(OutOfOrder):
        actions.publish(number=number, said="太高", at=at, by=hall.supervisor)
    with pytest.raises(NotAllowed):
        actions.answer(number=number, text="好", at=at, by=hall.clerk)
    with pytest.raises(WordsNeeded):
        actions.answer(number=number, text=" ", at=at, by=hall.supervisor)
    assert queries.suggestion(number, reader=hall.supervisor, at=at).may == {"answered"}


def test_a_stand_in_does_what_was_passed_to_them(hall: Hall, at: datetime) -> None:
    office, number = hall.supervisor, _handed_in(hall, at)
    actions.answer(number=number, text="好", at=at, by=office)
    actions.publish(number=number, said="太高", at=at, by=office)
    actions.adopt(number=number, improvement="降低", owner="2", at=at, by=office)
    (due,) = obligations.todo(hall.reviewer, at)
    with pytest.raises(NotYours):
        actions.done(number=number, result="好", at=at, by=hall.chief)
    pass_on(obligation_id=due.id, to="4", reason="出差", at=at, by=hall.reviewer)
    actions.done(number=number, result="已降低", at=at, by=hall.chief)
    assert queries.published(hall.site.pk)[0].result == "已降低"


def test_a_book_that_is_silent_sets_no_limit(db: None, at: datetime) -> None:
    hall = build(at)
    number = _handed_in(hall, at)
    assert suggestion.rule(book_of(hall.site.pk, date(2026, 3, 10)), "answer", at) is None
    (due,) = obligations.todo(hall.supervisor, at)
    assert (due.number, due.due_at, due.light) == (number, None, "grey")


def test_one_address_hands_in_a_few_and_then_waits(hall: Hall, at: datetime) -> None:
    def hand_in(address: str, at: datetime) -> str:
        return actions.hand_in(site_id=hall.site.pk, site_code=hall.site.code, text="好",
                               address=address, at=at)  # fmt: skip

    for _ in range(5):
        hand_in("10.0.0.7", at)
    with pytest.raises(actions.TooMany):
        hand_in("10.0.0.7", at + timedelta(minutes=9))
    hand_in("10.0.0.8", at + timedelta(minutes=9))
    hand_in("10.0.0.7", at + timedelta(minutes=11))
