"""R33: a correction counts once somebody else approved it; a closed month stands as signed."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from tests.attendance.conftest import SERIAL, Hall, Hands
from yichuang.acts.queries import of_person
from yichuang.attendance import closing
from yichuang.attendance.charging import close_and_charge
from yichuang.attendance.corrections import actions, queries
from yichuang.attendance.corrections.refusals import BadSheet, MonthClosed, NoSuchTime, SamePerson
from yichuang.attendance.importing import BadLine, bring_in
from yichuang.attendance.models import Punch
from yichuang.attendance.months import days_of, months_of
from yichuang.attendance.objecting import number_of
from yichuang.attendance.workbook import Column, workbook
from yichuang.contests import actions as contests
from yichuang.contests.refusals import TooLate
from yichuang.errors import NotAllowed
from yichuang.jobs.record import disagreements
from yichuang.jobs.terminal import Terminal
from yichuang.organization.actions import grant_role
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33")]
MONDAY = date(2026, 3, 2)


def morning(hall: Hall, at: datetime, day: date = MONDAY) -> tuple[tuple[str, ...], list[str]]:
    """How the clerk's morning counts, and what shows it."""
    half = days_of(hall.clerk.pk, hall.site.pk, day, day, at).halves[0]
    return half.ruled.status, [one.kind for one in half.evidence]


def test_a_slip_counts_once_another_approved_it(
    terminal: Terminal, hall: Hall, at: datetime
) -> None:
    terminal.punch("1001", datetime.fromisoformat("2026-03-02T12:05:00"))
    terminal.flush()
    assert morning(hall, at) == (("late",), ["terminal"])
    number = actions.ask(
        when="2026-03-02 07:50", reason="指纹未识别", at=at, by=hall.reader("clerk")
    )
    assert morning(hall, at)[0] == ("late",)
    with pytest.raises(NotAllowed):
        actions.approve(number=number, at=at, by=hall.reader("clerk"))
    actions.approve(number=number, at=at, by=hall.reader("office"))
    assert morning(hall, at) == (("present",), ["slip", "terminal"])
    assert not list(disagreements())


def test_nobody_approves_their_own(terminal: Terminal, hall: Hall, at: datetime) -> None:
    office = hall.reader("office")
    number = actions.ask(when="2026-03-02 07:50", reason="忘记打卡", at=at, by=office)
    assert queries.correction(number, reader=office).may == {"withdrawn"}
    with pytest.raises(SamePerson):
        actions.approve(number=number, at=at, by=office)
    actions.refuse(number=number, reason="监控未见", at=at, by=hall.reader("director"))


def test_a_paper_sheet_takes_a_second_person(terminal: Terminal, hall: Hall, at: datetime) -> None:
    text = "1001 2026-03-02 07:50\n1001\t2026-03-02 12:05\n1003 2026-03-02 07:55\n"
    number = actions.hand_in_sheet(text=text, reason="停电", at=at, by=hall.reader("office"))
    with pytest.raises(SamePerson):
        actions.approve(number=number, at=at, by=hall.reader("office"))
    with pytest.raises(SamePerson):
        actions.approve(number=number, at=at, by=hall.reader("director"))  # it is on the sheet
    actions.approve(number=number, at=at, by=hall.reader("supervisor"))
    assert morning(hall, at) == (("present",), ["sheet", "sheet"])


@pytest.mark.parametrize("text", ["1001", "1001 2026-03-32 08:00", "9999 2026-03-02 08:00",
                                  "1001 2026-03-11 08:00"])  # fmt: skip
def test_a_wrong_line_of_a_sheet_is_named(hall: Hall, at: datetime, text: str) -> None:
    with pytest.raises(BadSheet) as refused:
        actions.hand_in_sheet(text=f"\n{text}", reason="停电", at=at, by=hall.reader("office"))
    assert refused.value.args_said["line"] == 2


@pytest.mark.parametrize("when", ["", "08:00", "2026-03-11 08:00", "x"])
def test_only_a_time_that_passed_can_be_asked_for(hall: Hall, at: datetime, when: str) -> None:
    with pytest.raises(NoSuchTime):
        actions.ask(when=when, reason="忘记", at=at, by=hall.reader("clerk"))


class TestAnObjection:
    def test_changes_the_result_when_upheld(
        self, terminal: Terminal, hall: Hall, at: datetime
    ) -> None:
        terminal.punch("1001", datetime.fromisoformat("2026-03-09T08:40:00"))
        terminal.punch("1001", datetime.fromisoformat("2026-03-09T12:05:00"))
        terminal.flush()
        day = date(2026, 3, 9)
        assert morning(hall, at, day)[0] == ("late",)
        of = number_of(hall.clerk.pk, day, "am")
        contests.file(of=of, reason="开会", at=at, by=hall.reader("clerk"))
        contests.rule(of=of, upheld=True, reason="属实", at=at, by=hall.reader("director"))
        assert morning(hall, at, day)[0] == ("present",)
        assert days_of(hall.clerk.pk, hall.site.pk, day, day, at).ruling.totals.late == 0
        assert not list(disagreements())

    def test_is_refused_with_the_date_when_late(
        self, terminal: Terminal, hall: Hall, at: datetime
    ) -> None:
        of = number_of(hall.clerk.pk, date(2026, 1, 5), "am")
        with pytest.raises(TooLate) as refused:
            contests.file(of=of, reason="开会", at=at, by=hall.reader("clerk"))
        assert str(refused.value.args_said["until"]).startswith("2026-01-")


class TestAClosedMonth:
    @pytest.fixture
    def april(self, at: datetime) -> datetime:
        return at + timedelta(days=25)

    def test_needs_every_day_proven(
        self, terminal: Terminal, hall: Hall, april: datetime, now: Hands
    ) -> None:
        now(april)
        terminal.punch("1001", datetime.fromisoformat("2026-03-02T07:50:00"))
        terminal.flush()
        with pytest.raises(closing.NotProven):
            closing.close(month=date(2026, 3, 1), at=april, by=hall.reader("office"))

    def test_stands_until_reopened_with_a_reason(
        self, terminal: Terminal, hall: Hall, april: datetime, now: Hands
    ) -> None:
        now(april)
        month = date(2026, 3, 1)
        terminal.punch("1001", datetime.fromisoformat("2026-03-02T12:05:00"))
        terminal.flush()
        terminal.settle()
        assert closing.close(month=month, at=april, by=hall.reader("office")) == 1
        before = morning(hall, april)
        terminal.punch("1001", datetime.fromisoformat("2026-03-02T07:50:00"))
        terminal.flush()
        assert morning(hall, april) == before == (("late",), ["terminal"])
        closed = closing.closed_month(hall.site.pk, month)
        assert closed is not None
        with pytest.raises(MonthClosed):
            actions.ask(when="2026-03-02 07:50", reason="x", at=april, by=hall.reader("clerk"))
        with pytest.raises(NotAllowed):
            closing.reopen(month=month, reason="补传", at=april, by=hall.reader("office"))
        with pytest.raises(closing.ReasonNeeded):
            closing.reopen(month=month, reason=" ", at=april, by=hall.reader("director"))
        closing.reopen(month=month, reason="补传", at=april, by=hall.reader("director"))
        assert morning(hall, april) == (("present",), ["terminal", "terminal"])
        assert closing.close(month=month, at=april, by=hall.reader("office")) == 2
        assert not list(disagreements())

    def test_isnt_closed_before_it_is_over(self, hall: Hall, at: datetime) -> None:
        with pytest.raises(closing.NotOver):
            closing.close(month=date(2026, 3, 1), at=at, by=hall.reader("office"))


class TestAFileOfRecords:
    def rows(self, *lines: tuple[object, object]) -> bytes:
        book = Workbook()
        for line in (("考勤号", "时间"), *lines):
            book.active.append(line)
        made = io.BytesIO()
        book.save(made)
        return made.getvalue()

    def test_goes_the_way_of_the_terminal(
        self, terminal: Terminal, hall: Hall, at: datetime
    ) -> None:
        grant_role(person=hall.clerk, role=Role.SYSTEM_ADMIN, at=at, by=SYSTEM)
        by, when = hall.reader("clerk"), datetime.fromisoformat("2026-03-02T07:50:00")
        terminal.punch("1001", when)
        terminal.flush()
        content = self.rows((1001, when), ("1001", "2026/03/02 12:05:00"))
        taken = bring_in(serial=SERIAL, name="a.xlsx", content=content, at=at, by=by)
        assert (taken.lines, taken.new, Punch.objects.count()) == (2, 1, 2)
        csv = "考勤号,时间\n1001,2026-03-02 12:05:00\n".encode("gb18030")
        assert bring_in(serial=SERIAL, name="a.csv", content=csv, at=at, by=by).new == 0
        with pytest.raises(BadLine) as refused:
            bring_in(serial=SERIAL, name="a.xlsx", content=self.rows(("x", "y")), at=at, by=by)
        assert refused.value.args_said["line"] == 2


def test_a_formula_stays_text() -> None:
    row = type("Row", (), {"name": "=HYPERLINK(1)", "late": 3})
    columns = (Column("name", Phrase("姓名", "Name")), Column("late", Phrase("迟到", "Late")))
    sheet = load_workbook(io.BytesIO(workbook("2026-03", columns, [row], "zh"))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
    assert sheet["B2"].value == 3


@pytest.mark.parametrize("path", ["mine", "months", "corrections", "terminals"])
def test_strangers_are_asked_to_log_in(hall: Hall, path: str) -> None:
    assert Client().get(f"/attendance/{path}").status_code == 302


def test_what_a_closed_month_found_goes_into_the_ledger_once(
    terminal: Terminal, hall: Hall, at: datetime, now: Hands
) -> None:
    april, month = at + timedelta(days=25), date(2026, 3, 1)
    now(april)
    for clock in ("08:45:00", "12:05:00", "14:20:00", "17:40:00"):
        terminal.punch("1001", datetime.fromisoformat(f"2026-03-02T{clock}"))
    terminal.flush()
    terminal.settle()
    close_and_charge(month=month, at=april, by=hall.reader("office"))
    found = of_person(hall.clerk.pk, month, date(2026, 3, 2))
    assert [(one.code, one.on) for one in found] == [("late", date(2026, 3, 2))]
    charged = months_of([hall.clerk.pk], hall.site.pk, month, april)[hall.clerk.pk].ruling.acts
    assert sum(act.code == "late" for act in charged) == 1, "the ledger's and the ruling's are one"
    closing.reopen(month=month, reason="核对", at=april, by=hall.reader("director"))
    close_and_charge(month=month, at=april, by=hall.reader("office"))
    assert len(of_person(hall.clerk.pk, month, date(2026, 3, 2))) == 1
