"""What somebody owes is opened and settled with the fact, lit once, and shown to who owes it: R50."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from tests.cases.story import TACIT, Hall, build, facts, instant
from tests.conftest import AtOnce
from yichuang.cases import actions
from yichuang.courses import writing
from yichuang.jobs.record import disagreements
from yichuang.journal.queries import of_subject
from yichuang.obligations import queries
from yichuang.obligations.actions import let_lapse, light_up, pass_on
from yichuang.obligations.models import Firing, Obligation
from yichuang.obligations.refusals import CannotStandIn, NotToPassOn, ReasonNeeded
from yichuang.organization.queries import Reader

pytestmark = [pytest.mark.django_db, pytest.mark.req("R50")]


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


def _agrees() -> bool:
    with transaction.atomic():
        found = [(one.subject, one.what.en) for one in disagreements()]
    assert found == []
    return True


def _owed(number: str) -> list[str]:
    rows = Obligation.objects.filter(subject=f"case:{number}", settled_at=None)
    return [row.kind for row in rows]


def _due(number: str) -> datetime | None:
    return Obligation.objects.get(subject=f"case:{number}", settled_at=None).due_at


def _kinds(reader: Reader, at: datetime) -> list[tuple[str, str]]:
    return [(due.what.en, due.light) for due in queries.todo(reader, at)]


def test_each_state_of_a_case_has_the_next_step_owed(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, later=True).number
    assert _owed(number) == ["case.answer"]
    hall.resubmit(number, at)
    assert _owed(number) == ["case.review"]
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    assert _owed(number) == ["case.verify"]
    actions.return_to_reviewer(number=number, opinion="缺照片", at=at, by=hall.verifier)
    assert _owed(number) == ["case.review"]
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    actions.verify(number=number, opinion="", at=at, by=hall.verifier)
    assert _owed(number) == ["case.decide"]
    actions.decide(number=number, decision="approve", at=at, by=hall.verifier)
    assert _owed(number) == ["case.issue"]
    actions.issue(number=number, by_way="mail", tracking="EMS1", at=at, by=hall.issuer)
    assert _owed(number) == []
    assert _agrees()


def test_it_is_on_the_page_of_who_owes_it_and_of_nobody_else(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    assert _kinds(hall.reviewer, at) == _kinds(hall.chief, at) == [("review", "green")]
    assert queries.how_many(hall.reviewer) == 1
    for other in (hall.verifier, hall.stranger, hall.clerk, hall.supervisor):
        assert (_kinds(other, at), queries.how_many(other)) == ([], 0)
    actions.withdraw(number=number, reason="不办了", at=at, by=hall.clerk)
    assert queries.how_many(hall.reviewer) == 0


def test_the_limit_moves_with_the_case(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    before = _due(number)
    assert before is not None
    actions.start_segment(number=number, kind="hearing", days=5, reason="听证", at=at,
                          by=hall.reviewer)  # fmt: skip
    assert _due(number) is None, "a clock that stands still names no day"
    assert _kinds(hall.reviewer, at) == [("review", "grey")]
    later = at + timedelta(days=2)
    actions.end_segment(number=number, kind="hearing", at=later, by=hall.reviewer)
    after = _due(number)
    assert after is not None
    assert after > before


def test_yellow_and_red_come_on_once_each(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    row = Obligation.objects.get(subject=f"case:{number}", kind="case.review")
    assert row.warn_at is not None
    assert row.due_at is not None
    moments = (at, row.warn_at, row.warn_at, row.due_at, row.due_at + timedelta(days=1))
    lit = [light_up(moment) for moment in moments]
    assert lit == [0, 1, 0, 1, 0]
    assert [f.rung for f in Firing.objects.order_by("id")] == ["yellow", "red"]
    kinds = [fact.kind for fact in of_subject(f"case:{number}")]
    assert kinds[-2:] == ["obligation.warned", "obligation.overdue"]
    late = row.due_at + timedelta(days=1)
    assert _kinds(hall.reviewer, late) == [("review", "red")]
    assert [due.number for due in queries.overdue(hall.supervisor, late)] == [number]
    assert _agrees()


def test_a_longer_limit_lets_the_lights_come_on_anew(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    warned = Obligation.objects.get(subject=f"case:{number}", kind="case.review").warn_at
    assert warned is not None
    assert light_up(warned) == 1
    actions.extend(number=number, days=5, reason="案情复杂", approved_by="authority_head",
                   document="〔1〕", at=warned, by=hall.chief)  # fmt: skip
    row = Obligation.objects.get(subject=f"case:{number}", kind="case.review")
    assert row.rung == "open"
    assert row.due_at is not None
    assert light_up(row.due_at) == 1


def test_a_stand_in_takes_over_what_they_could_do(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    pk = Obligation.objects.get(subject=f"case:{number}", kind="case.review").pk
    with pytest.raises(ReasonNeeded):
        pass_on(obligation_id=pk, to="4", reason=" ", at=at, by=hall.reviewer)
    with pytest.raises(NotToPassOn):
        pass_on(obligation_id=pk, to="4", reason="出差", at=at, by=hall.verifier)
    for other in ("3", "5"):  # no reviewer, and one of another department
        with pytest.raises(CannotStandIn):
            pass_on(obligation_id=pk, to=other, reason="出差", at=at, by=hall.reviewer)
    pass_on(obligation_id=pk, to="4", reason="出差", at=at, by=hall.reviewer)
    (due,) = queries.todo(hall.chief, at)
    assert due.passed_to == "钱芳"
    assert of_subject(f"case:{number}")[-1].kind in ("obligation.passed", "message.written")
    assert _agrees()


@pytest.mark.req("R17")
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_two_rows_of_one_step_leaves_nothing(
    transactional_db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies after the old obligation is settled and the new one opened."""
    hall = build(at)
    number, plain = hall.accepted(at), writing.owe_next
    failed = list[BaseException]()

    def dies(dossier: object, at: datetime) -> None:
        plain(dossier, at)  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    def work() -> None:
        try:
            actions.review(number=number, opinion="", at=at, by=hall.reviewer)
        except Error as error:
            failed.append(error)
        finally:
            connection.close()

    monkeypatch.setattr(writing, "owe_next", dies)
    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert failed
    assert (facts(number)[-1], _owed(number)) == ("accepted", ["case.review"])
    assert not Obligation.objects.filter(kind="case.verify").exists()
    monkeypatch.undo()
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    assert _owed(number) == ["case.verify"]
    assert _agrees()


@pytest.mark.django_db(transaction=True)
def test_two_workers_scan_at_once(at: datetime, at_once: AtOnce) -> None:
    hall = build(at)
    silent = [hall.submit(at, later=True).number for _ in range(6)]
    tacit = [hall.accepted(at, item=TACIT) for _ in range(3)]
    plain = [hall.accepted(at) for _ in range(6)]
    late = instant("2026-03-25 08:00")

    def scan(_: int) -> int:
        return sum(light_up(late, most=4) + let_lapse(late, most=4) for _ in range(8))

    results = at_once(scan, 3)
    assert all(isinstance(one, int) for one in results), results
    assert [facts(number)[-1] for number in silent] == ["accepted"] * 6
    assert [facts(number)[-1] for number in tacit] == ["decided"] * 3
    firings = Counter(
        Firing.objects.values_list("obligation__subject", "obligation__kind", "rung")
    )  # fmt: skip
    assert set(firings.values()) == {1}
    for number in plain:
        kinds = [fact.kind for fact in of_subject(f"case:{number}")]
        assert kinds.count("obligation.overdue") == 1
    assert _agrees()
