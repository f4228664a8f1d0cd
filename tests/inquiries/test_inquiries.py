"""Whoever is asked first owns the inquiry until it ends: R02, R03."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cases.story import Hall, build, instant
from tests.conftest import AtOnce
from yichuang.courses.models import Fact
from yichuang.courses.refusals import NotYours, OutOfOrder
from yichuang.errors import HallError, NotAllowed
from yichuang.inquiries import actions, queries, refusals
from yichuang.jobs.record import disagreements
from yichuang.obligations import queries as obligations
from yichuang.organization.queries import SYSTEM, Reader, person_by_id

pytestmark = [pytest.mark.django_db, pytest.mark.req("R02", "R03")]
HOUR = timedelta(hours=1)


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


def _asked(hall: Hall, at: datetime, question: str = "开小饭馆要哪些材料") -> str:
    return actions.take_down(question=question, channel="desk", who="张大民",
                             contact="13812341234", at=at, by=hall.clerk)  # fmt: skip


def _no(reader: Reader) -> str:
    assert reader.person_id
    return person_by_id(reader.person_id).staff_no


def _owed(reader: Reader, at: datetime) -> list[str]:
    return [due.kind for due in obligations.todo(reader, at) if due.kind.startswith("inquiry")]


def test_asked_first_owns_it_until_it_is_answered(hall: Hall, at: datetime) -> None:
    number = _asked(hall, at)
    assert _owed(hall.clerk, at) == ["inquiry.answer"]
    with pytest.raises(NotYours):
        actions.answer(number=number, text="不归我管", at=at, by=hall.reviewer)
    actions.answer(number=number, text="身份证、申请书、场所证明", at=at, by=hall.clerk)
    assert _owed(hall.clerk, at) == []
    view = queries.inquiry(number, reader=hall.clerk, at=at)
    assert (view.course.state, view.question, view.who) == ("done", "开小饭馆要哪些材料", "张大民")
    assert list(disagreements()) == []


def test_a_hand_over_counts_once_the_colleague_confirms(hall: Hall, at: datetime) -> None:
    number = _asked(hall, at)
    actions.offer(number=number, to=_no(hall.reviewer), reason="由审查答复", at=at, by=hall.clerk)
    assert _owed(hall.reviewer, at) == ["inquiry.confirm"]
    assert _owed(hall.clerk, at) == ["inquiry.watch"]
    view = queries.inquiry(number, reader=hall.clerk, at=at)
    assert "answered" in view.may
    assert "confirmed" not in view.may
    actions.confirm(number=number, at=at, by=hall.reviewer)
    with pytest.raises(HallError):
        actions.answer(number=number, text="抢答", at=at, by=hall.clerk)
    actions.answer(number=number, text="三样材料", at=at + HOUR, by=hall.reviewer)
    assert (_owed(hall.reviewer, at), _owed(hall.clerk, at)) == ([], ["inquiry.follow_up"])
    actions.end(number=number, result="来访人已明白", at=at + HOUR, by=hall.clerk)
    assert _owed(hall.clerk, at) == []
    assert list(disagreements()) == []


def test_declined_or_given_back_it_is_the_first_ones_again(hall: Hall, at: datetime) -> None:
    number = _asked(hall, at)
    for refuse in (False, True):
        actions.offer(number=number, to=_no(hall.reviewer), reason="由审查答复", at=at,
                      by=hall.clerk)  # fmt: skip
        if refuse:
            actions.confirm(number=number, at=at, by=hall.reviewer)
            actions.give_back(number=number, reason="属窗口", at=at, by=hall.reviewer)
        else:
            actions.decline(number=number, reason="今天外出", at=at, by=hall.reviewer)
        assert (_owed(hall.reviewer, at), _owed(hall.clerk, at)) == ([], ["inquiry.answer"])


def test_an_agreed_call_back_is_due_at_its_time(hall: Hall, at: datetime) -> None:
    number = _asked(hall, at)
    for until in ("2026-03-10T09:00", "tomorrow", ""):
        with pytest.raises(refusals.CallBackPassed):
            actions.agree(number=number, until=until, handler="陈", contact="138", at=at,
                          by=hall.clerk)  # fmt: skip
    actions.agree(number=number, until="2026-03-10T15:30", handler="陈", contact="13812341234",
                  at=at, by=hall.clerk)  # fmt: skip
    (due,) = obligations.todo(hall.clerk, at)
    assert (due.kind, due.due_at) == ("inquiry.call_back", instant("2026-03-10 15:30"))
    assert due.light == "green"
    (late,) = obligations.todo(hall.clerk, instant("2026-03-10 15:31"))
    assert late.light == "red"


def test_a_referral_is_followed_up_until_it_ends(hall: Hall, at: datetime) -> None:
    number = _asked(hall, at)
    with pytest.raises(refusals.WordsNeeded):
        actions.refer(number=number, whom="不归我们管", reach=" ", at=at, by=hall.clerk)
    actions.refer(number=number, whom="区公积金中心，李科长", reach="人民路 8 号，0599-7654321",
                  at=at, by=hall.clerk)  # fmt: skip
    assert _owed(hall.clerk, at) == ["inquiry.follow_up"]
    with pytest.raises(OutOfOrder):
        actions.answer(number=number, text="已指引", at=at, by=hall.clerk)
    actions.end(number=number, result="已在那里办妥", at=at + HOUR, by=hall.clerk)
    assert _owed(hall.clerk, at) == []


def test_from_the_web_it_is_taken_up_by_the_office(hall: Hall, at: datetime) -> None:
    number = actions.send_in(site_id=hall.site.pk, site_code=hall.site.code, question="周末开吗",
                             contact="13812341234", address="10.0.0.1", at=at)  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.take_up(number=number, at=at, by=hall.clerk)
    with pytest.raises(refusals.WordsNeeded):
        actions.send_in(site_id=hall.site.pk, site_code=hall.site.code, question="周末开吗",
                        contact="", at=at)  # fmt: skip


def test_a_machine_asks_only_so_often(hall: Hall, at: datetime) -> None:
    def send() -> str:
        return actions.send_in(site_id=hall.site.pk, site_code=hall.site.code, question="？",
                               contact="138", address="10.0.0.9", at=at)  # fmt: skip

    for _ in range(5):
        send()
    with pytest.raises(refusals.TooMany):
        send()


def test_a_breach_becomes_an_act(hall: Hall, at: datetime) -> None:
    from yichuang.acts.models import Act

    number = _asked(hall, at)
    with pytest.raises(NotAllowed):
        actions.find_breach(number=number, said="推诿", at=at, by=hall.reviewer)
    act = actions.find_breach(number=number, said="让来访人自己去问", at=at + HOUR,
                              by=hall.supervisor)  # fmt: skip
    row = Act.objects.get(pk=act)
    assert (row.code, row.person_id) == ("first_inquiry_breach", hall.clerk.person_id)
    again = actions.find_breach(number=number, said="还是不答复", at=at + 2 * HOUR,
                                by=hall.supervisor)  # fmt: skip
    assert again == act
    assert _owed(hall.clerk, at) == ["inquiry.answer"]
    assert list(disagreements()) == []


def test_a_kept_answer_is_found_and_reused(hall: Hall, at: datetime) -> None:
    first = _asked(hall, at)
    actions.answer(number=first, text="身份证、申请书、场所证明", at=at, by=hall.clerk)
    assert queries.knowledge(hall.site.pk) == []
    actions.keep(number=first, question="开饭馆要带哪些材料", at=at, by=hall.clerk)
    second = _asked(hall, at, "我想开饭馆")
    for words in ("饭馆", "开饭馆", "kaifanguan", "材料"):
        assert [one.number for one in queries.knowledge(hall.site.pk, words)] == [first], words
    assert queries.knowledge(hall.site.pk, "结婚登记") == []
    actions.answer(number=second, text="身份证、申请书、场所证明", reused=first, at=at,
                   by=hall.clerk)  # fmt: skip
    assert queries.knowledge(hall.site.pk)[0].reused == 1
    actions.drop(number=first, reason="材料已改", at=at, by=hall.clerk)
    assert queries.knowledge(hall.site.pk) == []
    counts = queries.counts(hall.clerk)
    assert (counts.total, dict(counts.channels)) == (2, {"desk": 2})


def test_found_by_words_and_kept_encrypted(hall: Hall, at: datetime) -> None:
    number = _asked(hall, at)
    other = _asked(hall, at, "公积金怎么提取")
    assert [v.course.number for v in queries.inquiries(hall.clerk, at, "公积金")] == [other]
    assert [v.course.number for v in queries.inquiries(hall.clerk, at, number)] == [number]
    kept = str(list(Fact.objects.values_list("data", flat=True)))
    assert "张大民" not in kept
    assert "13812341234" not in kept
    assert "小饭馆" not in kept


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once(at: datetime, at_once: AtOnce) -> None:
    hall = build(at)
    number = _asked(hall, at)

    def answer(n: int) -> object:
        try:
            actions.answer(number=number, text=f"答复 {n}", at=at, by=hall.clerk)
        except OutOfOrder as late:
            return late
        return None

    done = at_once(answer, 3)
    assert done.count(None) == 1
    assert SYSTEM.person_id is None
    assert Fact.objects.filter(kind="answered").count() == 1
