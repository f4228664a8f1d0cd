"""Acceptance (受理): complete and in order is accepted on the spot; R16, R04, R17."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.cases.story import ITEM, OK, WANG, Hall, facts, instant, silence_speaks
from yichuang.cases import actions, queries
from yichuang.cases.applicants import Applicant, ApplicantRefused, take_out
from yichuang.cases.models import Case, Fact
from yichuang.cases.refusals import OutOfOrder
from yichuang.cases.states import State
from yichuang.errors import NotAllowed
from yichuang.journal import queries as journal

pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]


def test_complete_papers_are_accepted_on_the_spot(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)
    assert outcome.decision == "accept"
    assert facts(outcome.number) == ["submitted", "accepted"]
    # 10 working days after Tuesday 10 March: Tuesday 24 March, close of business.
    assert outcome.promised_due == instant("2026-03-24 17:30")
    assert [r.ruling for r in outcome.because] == ["accept"]
    view = queries.case(outcome.number, reader=hall.clerk, at=at)
    assert (view.state, view.light) == (State.ACCEPTED, "green")
    assert view.statutory_due == instant("2026-04-08 17:30")  # 清明 4–6 April lies between
    assert view.clock.remaining_working_days == 10


def test_the_case_keeps_item_version_and_book(hall: Hall, at: datetime) -> None:
    row = Case.objects.get(number=hall.accepted(at))
    assert row.book_names == ["statute", "county-hall"]
    assert len(row.book_digest) == 64
    others: dict[str, object] = {
        "number": "x", "book_digest": "x", "item_version_id": row.item_version_id + 1,
        "adoption_id": row.adoption_id + 1, "code_index": "x",
    }  # fmt: skip
    for field, value in others.items():
        with pytest.raises(ProgrammingError, match="terms of a case"), transaction.atomic():
            Case.objects.filter(pk=row.pk).update(**{field: value})


def test_only_correctable_papers_are_corrected_on_the_spot(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at, application="correctable")
    assert (outcome.decision, outcome.paper, outcome.promised_due) == (
        "correct_on_spot",
        None,
        None,
    )
    assert outcome.items == ("application",)
    again = hall.resubmit(outcome.number, at, application="ok")
    assert again.decision == "accept"
    assert facts(outcome.number) == ["submitted", "submitted", "accepted"]


def test_an_optional_paper_plays_no_part_unless_it_comes_up(hall: Hall, at: datetime) -> None:
    assert hall.submit(at).decision == "accept"
    assert hall.submit(at, power="defective").decision == "notify"


@pytest.mark.parametrize("papers", [{"unheard_of": "ok"}, {"id_card": "perhaps"}])
def test_unknown_papers_are_named(hall: Hall, at: datetime, papers: dict[str, str]) -> None:
    with pytest.raises(actions.MaterialUnknown) as refused:
        hall.submit(at, **papers)  # type: ignore[arg-type]
    assert refused.value.field == f"materials.{next(iter(papers))}"
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("11010519491231001X", "校验码"),
        ("1101051949123100", "18位"),
        ("110105194913310021", "不存在"),
    ],
)
def test_a_wrong_identity_number_is_refused_with_the_reason(
    hall: Hall, at: datetime, number: str, sentence: str
) -> None:
    with pytest.raises(ApplicantRefused) as refused:
        hall.submit(at, applicant=Applicant(name="王小明", id_number=number))
    assert sentence in refused.value.say("zh")
    assert refused.value.field == "applicant.id_number"


def test_a_doubtful_credit_code_warns_and_is_taken(hall: Hall, at: datetime) -> None:
    firm = Applicant(name="某公司", kind="organization", id_number="91350211M0000XUF46")
    outcome = hall.submit(at, applicant=firm)
    assert outcome.checked is not None
    assert (outcome.decision, outcome.checked.level) == ("accept", "warning")


@pytest.mark.req("R63")
def test_personal_data_is_encrypted_and_masked(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    row = Case.objects.get(number=number)
    stored = bytes(row.personal)
    for secret in ("王小明", "11010519491231002X", "13812341234"):
        assert secret.encode() not in stored
        for fact in journal.of_subject(f"case:{number}"):
            assert secret not in str(fact)
    seen = queries.case(number, reader=hall.clerk, at=at).applicant
    assert (seen.name, seen.id_number, seen.phone) == ("王**", "11*************02X", "138****1234")
    assert seen.address == "四川省广安市前锋区****"
    # The same person is found again by the index alone.
    assert Case.objects.get(pk=row.pk).applicant_index == WANG.index


@pytest.mark.req("R63")
def test_unmasking_needs_a_right_a_purpose_and_leaves_a_trace(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    full = actions.unmask(number=number, purpose="电话核实场所", at=at, by=hall.reviewer)
    assert full.name == "王小明"
    looked = journal.of_subject(f"case:{number}")[-1]
    assert (looked.kind, looked.actor, looked.reason) == (
        "case.unmasked",
        "person:2",
        "电话核实场所",
    )
    with pytest.raises(NotAllowed):
        actions.unmask(number=number, purpose="好奇", at=at, by=hall.clerk)
    with pytest.raises(actions.PurposeNeeded):
        actions.unmask(number=number, purpose=" ", at=at, by=hall.reviewer)


def test_somebody_without_the_right_takes_nothing_in(hall: Hall, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        hall.submit(at, by=hall.reviewer)


def test_numbers_follow_one_another_and_start_anew_each_day(hall: Hall) -> None:
    first, second = (hall.accepted(instant("2026-03-10 09:30")) for _ in range(2))
    third = hall.accepted(instant("2026-03-11 09:30"))
    assert [first, second, third] == ["20260310000001", "20260310000002", "20260311000001"]


@pytest.mark.req("R17")
def test_facts_are_only_added(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    fact = Fact.objects.get(case__number=number, kind="accepted")
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        Fact.objects.filter(pk=fact.pk).update(at=instant("2026-03-01 09:00"))
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        Fact.objects.filter(pk=fact.pk).delete()
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        Case.objects.filter(number=number)._raw_delete("default")


@pytest.mark.req("R17")
def test_a_fact_changed_by_the_owner_of_the_tables_no_longer_fits_the_journal(
    hall: Hall, at: datetime
) -> None:
    number = hall.verified(at)
    assert queries.altered(number) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            'UPDATE cases_fact SET data = data || \'{"opinion": "另一意见"}\' WHERE seq = 3'
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert queries.altered(number) == [3]


@pytest.mark.req("R17")
def test_nothing_is_entered_before_what_is_on_record(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(OutOfOrder):
        hall.resubmit(number, at, application="ok")
    from yichuang.cases.refusals import BackDated

    with pytest.raises(BackDated):
        actions.review(number=number, opinion="", at=instant("2026-03-09 09:00"), by=hall.reviewer)


@pytest.mark.req("R17")
def test_the_database_refuses_a_second_acceptance(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    fact = Fact.objects.get(case__number=number, kind="accepted")
    fact.pk, fact.seq, fact.entry_id = None, 99, -1
    with pytest.raises(IntegrityError, match="case_accepted_once"), transaction.atomic():
        fact.save()


@pytest.mark.req("R16", "R04")
def test_silence_past_the_fifth_working_day_accepts_as_of_receipt(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at, later=True, premises="missing")
    assert (outcome.decision, facts(outcome.number)) == ("examine", ["submitted"])
    in_time, late = instant("2026-03-17 17:29"), instant("2026-03-17 17:30")
    number = outcome.number
    assert (silence_speaks(in_time), silence_speaks(late)) == ([], [number])
    assert not actions.accept_by_silence(number=number, at=in_time)
    assert actions.accept_by_silence(number=number, at=late)
    assert silence_speaks(late) == []
    assert not actions.accept_by_silence(number=number, at=late)
    view = queries.case(outcome.number, reader=hall.clerk, at=instant("2026-03-17 17:31"))
    assert (view.state, view.deemed, view.accepted_at) == (State.ACCEPTED, True, at)
    assert view.promised_due == instant("2026-03-24 17:30")


@pytest.mark.req("R04")
def test_a_notice_after_the_silence_comes_too_late(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, later=True, premises="missing").number
    late = hall.resubmit(number, instant("2026-03-18 09:00"), premises="missing")
    assert (late.decision, facts(number)) == ("accept", ["submitted", "accepted"])


def test_the_preview_says_what_would_follow_and_writes_nothing(hall: Hall, at: datetime) -> None:
    seen = queries.preview(ITEM, {**OK, "premises": "missing"}, reader=hall.clerk, at=at)  # type: ignore[dict-item]
    assert (seen.ruling.decision, seen.ruling.to_notify) == ("notify", ("premises",))
    assert seen.clock is None
    good = queries.preview(ITEM, OK, reader=hall.clerk, at=at)  # type: ignore[arg-type]
    assert good.clock is not None
    assert good.clock.promised_due == datetime(2026, 3, 24, 17, 30)  # noqa: DTZ001
    assert not Case.objects.exists()


def test_names_and_numbers_come_in_however_they_were_pasted(hall: Hall, at: datetime) -> None:
    pasted = replace(WANG, name="李　明", id_number="\ufeff１１０１０５ 19491231002ⅹ",
                     phone="１３８12341234\u200b")  # fmt: skip
    case = Case.objects.get(number=hall.submit(at, applicant=pasted).number)
    kept = take_out(case.personal, number=case.number)
    assert (kept.name, kept.id_number, kept.phone) == ("李 明", WANG.id_number, WANG.phone)


@pytest.mark.parametrize("name", ["李\n明", "李\u202e明", "——", "12"])
def test_a_name_nobody_can_read_is_refused(hall: Hall, at: datetime, name: str) -> None:
    with pytest.raises(ApplicantRefused) as refused:
        hall.submit(at, applicant=replace(WANG, name=name))
    assert refused.value.field == "applicant.name"


def test_the_old_and_the_new_number_find_one_person(hall: Hall, at: datetime) -> None:
    old = hall.submit(at, applicant=replace(WANG, id_number="110105491231002"), later=True).number
    new = hall.submit(at, later=True).number
    for typed in ("110105491231002", "11010519491231002x"):
        found = queries.unanswered(typed, reader=hall.clerk)
        assert {one.number for one in found} == {old, new}
