"""`yichuang import calendar`: a newly published year, a place's own days, and what follows."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.jobs.commands import run
from yichuang import clock
from yichuang.cases import actions as cases
from yichuang.cases.actions.intake import Papers
from yichuang.cases.applicants import Applicant
from yichuang.cases.models import Case
from yichuang.catalog.actions import BodyEntry, Entry, take_in
from yichuang.catalog.content import ItemContent
from yichuang.errors import NotFound
from yichuang.journal.models import Entry as JournalEntry
from yichuang.organization.queries import (
    SYSTEM,
    calendar_days,
    person_by_staff_no,
    reader_for,
    site_by_code,
)
from yichuang.regulations.queries import book_of
from yichuang.rules.workcalendar import WorkCalendar, calendar_of
from yichuang.sheets import SheetRefused

pytestmark = [pytest.mark.django_db, pytest.mark.req("R18", "R65")]

FIRST = ("2027-01-01,holiday,元旦", "2027-02-05,holiday,春节", "2027-02-07,workday,")
YEAR = (
    *FIRST,
    *(f"2027-02-{day:02},holiday,春节" for day in (6, 8, 9)),
    "2027-04-05,holiday,清明节",
    *(f"2027-05-{day:02},holiday,劳动节" for day in (1, 2)),
    "2027-06-09,holiday,端午节",
    "2027-09-15,holiday,中秋节",
    *(f"2027-10-{day:02},holiday,国庆节" for day in (1, 2, 3)),
)


@pytest.fixture(autouse=True)
def _a_day_in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    real = clock.real_now
    shift = datetime(2026, 11, 2, 10, 0, tzinfo=clock.ZONE) - real()
    monkeypatch.setattr(clock, "real_now", lambda: real() + shift)


def _save(folder: Path, *rows: str) -> str:
    file = folder / "放假安排.csv"
    file.write_text("\n".join(["date,kind,name", *rows]), encoding="utf-8-sig")
    return str(file)


def _calendar(site: str = "linjiang") -> WorkCalendar:
    return calendar_of(book_of(site_by_code(site).pk, clock.today()))


def test_a_newly_published_year_is_worked_by(hall: None, tmp_path: Path) -> None:
    friday = date(2027, 2, 5)
    assert _calendar().is_working_day(friday)
    assert _calendar().is_provisional(friday)
    file = _save(tmp_path, *YEAR)
    status, out, err = run("import_calendar", file, "--source", "国办发明电〔2026〕9号")
    assert (status, err) == (0, "")
    assert "写入放假 13 天、上班 1 天" in out
    assert "2027 counts as published from now on" in out
    for site in ("linjiang", "baisha"):
        calendar = _calendar(site)
        assert not calendar.is_working_day(friday)
        assert calendar.is_working_day(date(2027, 2, 7))  # a Sunday
        assert not calendar.is_provisional(friday)
        assert calendar.article(friday) == "国办发明电〔2026〕9号"
    entries = JournalEntry.objects.filter(kind="calendar.entered").count()
    status, out, _ = run("import_calendar", file)
    assert status == 0
    assert "没有变化：14 天都已如此" in out
    assert JournalEntry.objects.filter(kind="calendar.entered").count() == entries


def test_a_year_begun_is_not_published_until_it_is_whole(hall: None, tmp_path: Path) -> None:
    friday, file = date(2027, 2, 5), _save(tmp_path, *FIRST)
    _, out, _ = run("import_calendar", file)
    assert "2027 lacks festivals still and stays provisional" in out
    assert not _calendar().is_working_day(friday)
    assert _calendar().is_provisional(friday)
    assert not _calendar().is_working_day(date(2027, 10, 1))  # fixed by law, a Friday
    _, out, _ = run("import_calendar", file, "--complete", "2027")
    assert "2027 counts as published from now on" in out
    assert not _calendar().is_provisional(friday)
    assert JournalEntry.objects.filter(kind="calendar.completed").count() == 1


def test_a_place_has_days_of_its_own(hall: None, tmp_path: Path) -> None:
    file = _save(tmp_path, "2026-11-11,holiday,赶场日", "2026-11-14,workday,补班")
    status, out, _ = run("import_calendar", file, "--site", "baisha")
    assert status == 0
    assert "counts as published" not in out
    assert not _calendar("baisha").is_working_day(date(2026, 11, 11))
    assert _calendar("baisha").is_working_day(date(2026, 11, 14))
    assert _calendar("linjiang").is_working_day(date(2026, 11, 11))
    assert not _calendar("linjiang").is_working_day(date(2026, 11, 14))
    with pytest.raises(NotFound):
        run("import_calendar", file, "--site", "nowhere")


def test_open_cases_get_their_new_limit(hall: None, tmp_path: Path) -> None:
    at = clock.now()
    body = BodyEntry("11990201MB11000118", "临江县市场监督管理局")
    content = ItemContent.model_validate({"name": "公司设立登记 | Company", "kind": "01"})
    take_in([Entry("X-0000001", content, body)], ground="目录", publish=False, at=at, by=SYSTEM)
    clerk = reader_for(person_by_staff_no("2003"))
    wang = Applicant(name="王小明", id_number="11010519491231002X", phone="13812341234")
    number = cases.submit(
        item="X-0000001", applicant=wang, papers=Papers({}, {}), at=clock.now(), by=clerk
    ).number
    assert _due(number) == date(2026, 11, 30)
    file = _save(tmp_path, "2026-11-30,holiday,县庆")
    _, out, _ = run("import_calendar", file, "--site", "linjiang")
    assert "1 个在办件的期限已重新计算" in out
    assert _due(number) == date(2026, 11, 30)  # nothing promised: the law knows no local closure
    run("import_calendar", file)
    assert _due(number) == date(2026, 12, 1)


def _due(number: str) -> date:
    due = Case.objects.get(number=number).promised_due
    assert due is not None
    return clock.in_zone(due).date()


@pytest.mark.parametrize(
    ("row", "column", "zh", "en"),
    [
        ("2027-02-30,holiday,春节", "date", "存在的日期", "a date that exists"),
        ("2027/02/05,holiday,春节", "date", "YYYY-MM-DD", "YYYY-MM-DD"),
        (",holiday,春节", "date", "不能为空", "must not be empty"),
        ("2027-02-05,放假,春节", "kind", "holiday（放假）", "holiday or workday"),
        ("2027-02-05,holiday,", "name", "要写名称", "needs its name"),
        ("2026-10-30,holiday,秋假", "date", "已经过去", "has passed"),
        ("2027-01-01,holiday,元旦", "date", "与第 2 行重复", "on line 2 already"),
        ("2027-02-05,holiday", "", "应有 3 列", "3 columns expected"),
    ],
)
def test_a_bad_row_is_told_and_nothing_is_entered(
    hall: None, tmp_path: Path, row: str, column: str, zh: str, en: str
) -> None:
    before = len(calendar_days(None))
    status, out, err = run("import_calendar", _save(tmp_path, YEAR[0], row))
    assert (status, out) == (1, "")
    assert f"第 3 行 {column} 列：" in err or not column
    assert zh in err
    assert en in err
    assert "--skip-bad" not in err
    assert len(calendar_days(None)) == before


def test_the_past_of_a_year_taken_in_whole_must_be_as_it_was(hall: None, tmp_path: Path) -> None:
    passed = "2026-10-01,holiday,国庆节"
    status, out, _ = run("import_calendar", _save(tmp_path, passed, YEAR[0]))
    assert status == 0
    assert "原已如此 1 天" in out
    status, _, err = run("import_calendar", _save(tmp_path, "2026-10-01,workday,国庆节"))
    assert (status, "已经过去" in err) == (1, True)


def test_an_empty_file_is_refused(hall: None, tmp_path: Path) -> None:
    with pytest.raises(SheetRefused, match="no days in the file"):
        run("import_calendar", _save(tmp_path))
