"""One ledger of what people did: one event one act, told, contested, final or struck: R51, R04."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.cases.story import Hall, instant
from tests.conftest import AtOnce
from tests.web.test_uploads import as_
from yichuang import clock
from yichuang.acts import actions, queries
from yichuang.acts.models import Act
from yichuang.acts.refusals import (
    NobodyConcerned,
    NotYetHappened,
    OwnAct,
    UnknownAct,
    WordsNeeded,
)
from yichuang.acts.states import Finding, Source, State
from yichuang.cases import actions as cases
from yichuang.contests import actions as contests
from yichuang.courses.models import Fact
from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.jobs.due import fall_due
from yichuang.jobs.record import disagreements
from yichuang.messages.queries import own as messages_of
from yichuang.obligations.actions import light_up
from yichuang.organization.actions import revoke_role
from yichuang.organization.models import Person
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase
from yichuang.regulations.actions import adopt
from yichuang.rules.parts.deed import Deed

pytestmark = [pytest.mark.django_db, pytest.mark.req("R51")]
CODE = "rough_attitude"
BOOK = """
name: own
acts:
  article: 本中心办法 1
  catalogue:
    rough_attitude: {title: {zh: 态度粗暴, en: A rough attitude}, article: 本中心办法 2}
    untidy_window: {title: {zh: 窗口不整洁, en: An untidy window}, subject: window}
accountability:
  contest: {n: 2, article: 本中心办法 9}
patrols:
  article: 本中心办法 8
  objection: {n: 1}
"""
SAID = Phrase("对群众大声训斥。", "Shouted at somebody.")


@pytest.fixture
def ours(hall: Hall, at: datetime) -> Hall:
    """The hall by a book of its own: two working days to object, one where a patrol saw it."""
    adopt(site=hall.site, presets=["county-hall"], text=BOOK, from_on=at.date(), at=at, by=SYSTEM)
    return hall


def found(hall: Hall, at: datetime, **what: object) -> int:
    """The number of an act that was put down."""
    number = find(hall, at, **what)  # type: ignore[arg-type]
    assert number is not None
    return number


def find(hall: Hall, at: datetime, *, known_by: Source = Source.COMPLAINT, evidence: str = "",
          event: str = "e1", code: str = CODE, person: Reader | None = None,
          **more: object) -> int | None:  # fmt: skip
    who = (person or hall.clerk).person_id if "department_id" not in more else None
    finding = Finding(code=code, happened_at=at, event=event, known_by=known_by, said=SAID,
                      evidence=evidence, person_id=who, **more)  # type: ignore[arg-type]  # fmt: skip
    return actions.find(finding, site_id=hall.site.pk, at=at, by=SYSTEM)


def state(number: int) -> str:
    return Act.objects.get(pk=number).state


def kinds(number: int) -> list[str]:
    rows = Fact.objects.filter(standing__course="act", standing__number=str(number))
    return list(rows.order_by("seq").values_list("kind", flat=True))


def agrees() -> bool:
    with transaction.atomic():
        assert [(one.subject, one.what.en) for one in disagreements()] == []
    return True


def test_what_is_found_is_told_and_final_when_nobody_objects(ours: Hall, at: datetime) -> None:
    number = found(ours, at, evidence="case:1")
    (mine,) = queries.own(ours.clerk)
    assert (mine.name.zh, mine.state, mine.article) == ("态度粗暴", State.TOLD, "本中心办法 2")
    assert mine.until == instant("2026-03-12 17:30"), "two working days after Tuesday"
    (told,) = messages_of(ours.clerk)
    assert "对群众大声训斥" in told.text.zh
    assert "2026-03-12 17:30" in told.text.zh
    assert actions.become_final(instant("2026-03-12 17:30")) == 0
    assert actions.become_final(instant("2026-03-12 17:31")) == 1
    assert actions.become_final(instant("2026-03-12 17:32")) == 0
    assert (state(number), kinds(number)) == (State.FINAL, ["found", "told", "final"])
    assert queries.deeds(queries.own(ours.clerk), final=True) == (
        Deed(CODE, at.date(), event="e1", source="complaint"),
    )  # fmt: skip
    assert agrees()


def test_one_event_is_one_act_however_many_report_it(ours: Hall, at: datetime) -> None:
    first = found(ours, at, evidence="case:1")
    assert found(ours, at, evidence="case:1") == first
    assert found(ours, at, known_by=Source.PATROL, evidence="") == first
    assert kinds(first) == ["found", "told", "reported"]
    assert found(ours, at, event="e2") != first
    assert found(ours, at, code="untidy_window") != first, "another act of the same event"
    assert found(ours, at, person=ours.reviewer) != first, "somebody else took part"
    unit = found(ours, at, code="untidy_window", department_id=ours.market.pk)
    assert found(ours, at, code="untidy_window", department_id=ours.market.pk) == unit
    assert len(messages_of(ours.clerk)) == 3
    assert agrees()


def test_two_who_find_it_at_the_same_moment(
    committed_hall: Hall, at: datetime, at_once: AtOnce
) -> None:
    adopt(site=committed_hall.site, presets=["county-hall"], text=BOOK, from_on=at.date(), at=at,
          by=SYSTEM)  # fmt: skip
    numbers = at_once(lambda n: found(committed_hall, at, evidence=f"case:{n}"), 4)
    assert len(set(numbers)) == 1, numbers
    number = Act.objects.get().pk
    assert kinds(number)[:2] == ["found", "told"]
    assert sorted(kinds(number)[2:]) == ["reported"] * 3


def test_what_the_book_does_not_know_is_no_act(ours: Hall, at: datetime) -> None:
    assert find(ours, at, code="dreaming") is None
    assert not Act.objects.exists()
    with pytest.raises(NobodyConcerned):
        found(ours, at, department_id=None)


def test_upheld_it_is_struck_and_counts_no_longer(ours: Hall, at: datetime) -> None:
    number, now = found(ours, at), at + timedelta(hours=1)
    contests.file(of=f"act-{number}", reason="没有的事", at=now, by=ours.clerk)
    assert state(number) == State.CONTESTED
    assert actions.become_final(at + timedelta(days=30)) == 0, "it waits for the ruling"
    contests.rule(of=f"act-{number}", upheld=True, reason="属实", at=now, by=ours.supervisor)
    assert state(number) == State.STRUCK
    assert queries.count(ours.clerk.person_id or 0, CODE, at - timedelta(days=1)) == 0
    assert queries.deeds(queries.own(ours.clerk)) == ()
    found(ours, at, known_by=Source.PATROL)
    assert state(number) == State.STRUCK, "another report doesn't bring it back"
    assert agrees()


def test_dismissed_it_stands_until_the_appeal_is_late(ours: Hall, at: datetime) -> None:
    number, ruled = found(ours, at), instant("2026-03-11 10:00")
    contests.file(of=f"act-{number}", reason="不服", at=at, by=ours.clerk)
    contests.rule(of=f"act-{number}", upheld=False, reason="有录像", at=ruled, by=ours.supervisor)
    row = Act.objects.get(pk=number)
    assert (row.state, row.until) == (State.TOLD, instant("2026-03-13 17:30"))
    assert actions.become_final(instant("2026-03-13 18:00")) == 1


def test_withdrawn_it_is_final(ours: Hall, at: datetime) -> None:
    number = found(ours, at)
    contests.file(of=f"act-{number}", reason="不服", at=at, by=ours.clerk)
    contests.withdraw(of=f"act-{number}", at=at, by=ours.clerk)
    assert state(number) == State.FINAL


def test_an_act_of_a_unit_is_told_to_and_contested_by_who_speaks_for_it(
    ours: Hall, at: datetime
) -> None:
    number = found(ours, at, code="untidy_window", department_id=ours.market.pk)
    assert [one.number for one in queries.own(ours.chief)] == [str(number)]
    assert queries.own(ours.reviewer) == queries.own(ours.stranger) == ()
    assert len(messages_of(ours.chief)) == 1
    with pytest.raises(HallError, match="about you"):
        contests.file(of=f"act-{number}", reason="不服", at=at, by=ours.stranger)
    contests.file(of=f"act-{number}", reason="当天正在搬运", at=at, by=ours.chief)
    contests.rule(of=f"act-{number}", upheld=True, reason="是", at=at, by=ours.supervisor)
    assert "异议成立" in messages_of(ours.chief)[0].text.zh
    deeds = queries.deeds(queries.of_unit(ours.market.pk, at.date(), at.date()))
    assert (state(number), deeds) == (State.STRUCK, ())


def test_nobody_to_tell_is_told_by_hand(ours: Hall, at: datetime) -> None:
    person = Person.objects.get(staff_no="4")
    revoke_role(person=person, role=Role.CHIEF_REPRESENTATIVE, at=at, by=SYSTEM)
    number = found(ours, at, code="untidy_window", department_id=ours.market.pk)
    assert (state(number), Act.objects.get().until) == (State.FOUND, None)
    with pytest.raises(WordsNeeded):
        actions.tell(number=str(number), to=" ", at=at, by=ours.supervisor)
    actions.tell(number=str(number), to="副局长", at=at, by=ours.supervisor)
    assert state(number) == State.TOLD


@pytest.mark.req("R50")
def test_an_overdue_case_is_one_act_of_the_department(ours: Hall, at: datetime) -> None:
    number, late = ours.accepted(at), instant("2026-03-25 09:00")
    light_up(late)
    (one,) = queries.of_unit(ours.market.pk, date(2026, 3, 1), late.date())
    assert (one.code, one.evidence) == ("performance.overdue", f"case:{number}")
    assert one.person == ""
    light_up(late + timedelta(days=1))
    cases.review(number=number, opinion="", at=late, by=ours.reviewer)
    light_up(late + timedelta(hours=1))
    assert Act.objects.count() == 1, "the next step is late by the same day: the same event"
    assert [said.title.en for said in queries.act(one.number, reader=ours.chief).lines] == [
        "Put down in the ledger of acts", "Whom it concerns was told",
    ]  # fmt: skip
    assert agrees()


SEEN: dict[str, Any] = {"code": CODE, "said": "训斥群众", "staff_no": "1"}


def test_what_a_patrol_sees_is_put_down_by_hand(ours: Hall, at: datetime) -> None:
    number = actions.find_by_hand(**SEEN, happened_at=at, at=at, by=ours.supervisor)
    again = actions.find_by_hand(**SEEN, happened_at=at, at=at, by=ours.supervisor)
    assert again == number, "pressed twice"
    (mine,) = queries.own(ours.clerk)
    assert (mine.source.zh, mine.until) == ("巡查", instant("2026-03-11 17:30"))


def test_a_degree_of_gravity_is_named_and_goes_into_the_deed(ours: Hall, at: datetime) -> None:
    (choice,) = [
        one for _, options in queries.choices(ours.supervisor, at.date()) for one in options
        if (one.code, one.severity) == ("first_inquiry_breach", "grave")
    ]  # fmt: skip
    actions.find_by_hand(
        code=choice.code, severity=choice.severity, said="推诿", staff_no="1", happened_at=at,
        at=at, by=ours.supervisor,
    )  # fmt: skip
    (mine,) = queries.own(ours.clerk)
    assert (mine.name, mine.deed.severity) == (choice.name, "grave")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code": "dreaming"}, UnknownAct),
        ({"said": " "}, WordsNeeded),
        ({"staff_no": ""}, NobodyConcerned),
        ({"staff_no": "404"}, NotFound),
        ({"staff_no": "7"}, OwnAct),
        ({"happened_at": instant("2026-03-10 09:31")}, NotYetHappened),
    ],
)
def test_by_hand_it_is_refused_in_sentences(
    ours: Hall, at: datetime, change: dict[str, object], error: type[HallError]
) -> None:
    given = {**SEEN, "happened_at": at, **change}
    with pytest.raises(error):
        actions.find_by_hand(**given, at=at, by=ours.supervisor)
    with pytest.raises(NotAllowed):
        actions.find_by_hand(**SEEN, happened_at=at, at=at, by=ours.clerk)


@pytest.mark.parametrize(
    "look",
    [
        lambda h, n: queries.act(str(n), reader=h.reviewer),
        lambda h, n: queries.act("0", reader=h.supervisor),
        lambda h, _: queries.ledger(h.chief),
        lambda h, _: queries.of_person(h.clerk.person_id, date.min, date.max, reader=h.chief),
        lambda h, _: queries.of_unit(h.market.pk, date.min, date.max, reader=h.stranger),
    ],
)
def test_who_sees_what(ours: Hall, at: datetime, look: Callable[[Hall, object], object]) -> None:
    number = found(ours, at)
    with pytest.raises((NotFound, NotAllowed)):
        look(ours, number)


def test_the_pages(ours: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    case = ours.accepted(at)
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-10 15:00"))
    office, clerk = as_(ours.supervisor, at), as_(ours.clerk, at)
    assert "台账中还没有行为记录" in office.get("/acts").content.decode()
    page = office.get("/acts/new").content.decode()
    assert "态度粗暴" in page
    given = {"act": CODE, "staff_no": "1", "happened_at": "2026-03-10T14:30", "said": ""}
    refused = office.post("/acts/new", given)
    assert (refused.status_code, "请写明看到的情况" in refused.content.decode()) == (422, True)
    done = office.post("/acts/new", {**given, "said": "训斥群众"})
    number = Act.objects.get().pk
    assert done["Location"] == f"/acts/{number}"
    found(ours, at, event="e2", evidence=f"case:{case}", person=ours.reviewer)
    ledger = office.get("/acts?words=1&state=told").content.decode()
    assert ("训斥群众" in ledger, "大声训斥" in ledger) == (True, False)
    assert f'href="/cases/{case}"' in office.get("/acts?department=D1").content.decode()
    assert "没有符合条件的行为记录" in office.get("/acts?state=struck").content.decode()
    assert "训斥群众" in clerk.get("/my/acts").content.decode()
    mine = clerk.get(f"/acts/{number}").content.decode()
    assert f'href="/contests/act-{number}"' in mine
    assert "3月11日(周三) 17:30 前可以提出" in mine
    assert "态度粗暴" in clerk.get("/contests").content.decode()
    assert clerk.get("/acts").status_code == 403
    assert as_(ours.stranger, at).get(f"/acts/{number}").status_code == 404
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-20 15:00"))
    assert fall_due() >= 2
    assert "已确定" in clerk.get(f"/acts/{number}").content.decode()
