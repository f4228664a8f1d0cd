"""Everybody's month (考勤月报): the table of the office, its sheet, closing and reopening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attendance import closing
from yichuang.attendance.charging import close_and_charge
from yichuang.attendance.months import Month, months_of
from yichuang.attendance.permissions import CLOSE_MONTH, REOPEN_MONTH, SEE_ATTENDANCE
from yichuang.attendance.workbook import Column, workbook
from yichuang.errors import HallError
from yichuang.organization.queries import people_of
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError, cannot_rule
from yichuang.web.attendance.pages import beside, month_asked
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CLOSED = Phrase("已锁定，第 {n} 版。", "Closed, revision {n}.")
_REOPENED = Phrase("已重开。", "Reopened.")


@dataclass(frozen=True, slots=True)
class Line:
    """One person's month in the table."""

    staff_no: str
    name: str
    department: str
    late: int
    early: int
    missing: int
    absence_days: float
    leave_days: float
    attended_days: float
    deducted: str
    points: float | None
    provisional: int


COLUMNS: tuple[Column, ...] = (
    Column("staff_no", Phrase("工号", "Staff no.")),
    Column("name", Phrase("姓名", "Name")),
    Column("department", Phrase("部门", "Department")),
    Column("late", Phrase("迟到", "Late")),
    Column("early", Phrase("早退", "Left early")),
    Column("missing", Phrase("缺签", "Missing")),
    Column("absence_days", Phrase("旷工（天）", "Absent, days")),
    Column("leave_days", Phrase("请假（天）", "Leave, days")),
    Column("attended_days", Phrase("出勤（天）", "Attended, days")),
    Column("deducted", Phrase("津贴扣减", "Allowance taken off")),
    Column("points", Phrase("考核得分", "Points")),
    Column("provisional", Phrase("待核对半天", "Provisional half-days")),
)


@require_safe
@never_cache
@staff(SEE_ATTENDANCE)
def months(request: HttpRequest) -> HttpResponse:
    """The month of everybody at the site, with what follows (考勤月报)."""
    return _page(request)


@require_safe
@never_cache
@staff(SEE_ATTENDANCE)
def sheet(request: HttpRequest) -> HttpResponse:
    """The month as a workbook (导出)."""
    now = local(clock.now())
    first = month_asked(request, now)
    made = workbook(f"{first:%Y-%m}", COLUMNS, _lines(request, first, clock.now()), language())
    answer = HttpResponse(made, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="attendance-{first:%Y-%m}.xlsx"'
    return answer


@require_POST
@staff(CLOSE_MONTH)
def close(request: HttpRequest) -> HttpResponse:
    """Close the month and sign for it (锁定)."""
    first = month_asked(request, local(clock.now()))
    try:
        revision = close_and_charge(month=first, at=clock.now(), by=reader(request))
    except HallError as error:
        return _page(request, error)
    messages.success(request, _CLOSED.say(language(), n=revision))
    return redirect(f"{reverse('web:months')}?month={first:%Y-%m}")


@require_POST
@staff(REOPEN_MONTH)
def reopen(request: HttpRequest) -> HttpResponse:
    """Reopen a closed month, with the reason (重开)."""
    first = month_asked(request, local(clock.now()))
    try:
        closing.reopen(month=first, reason=request.POST.get("reason", ""), at=clock.now(),
                       by=reader(request))  # fmt: skip
    except HallError as error:
        return _page(request, error)
    messages.success(request, say(_REOPENED))
    return redirect(f"{reverse('web:months')}?month={first:%Y-%m}")


def _page(request: HttpRequest, error: HallError | None = None) -> HttpResponse:
    held, at = reader(request), clock.now()
    assert held.site_id is not None
    first = month_asked(request, local(at))
    lines: list[Line] = []
    try:
        lines = _lines(request, first, at)
    except FactsError as wrong:
        error = error or cannot_rule(wrong)
    closed = closing.closed_month(held.site_id, first)
    context = {
        "first": first, **beside(first, local(at)), "lines": lines, "columns": COLUMNS,
        "closed": closed, "late": closing.late_for(held.site_id, closed) if closed else 0,
        "may_close": held.may(CLOSE_MONTH) and closed is None
        and local(at).date() > closing.last_of(first),
        "may_reopen": held.may(REOPEN_MONTH) and closed is not None,
        "refused": error.say(language()) if error else "",
        "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/attendance/months.html", context, status=status)


def _lines(request: HttpRequest, first: date, at: datetime) -> list[Line]:
    held = reader(request)
    assert held.site_id is not None
    people = list(people_of(held.site_id))
    found: Mapping[int, Month] = months_of([one.pk for one in people], held.site_id, first, at)
    return [
        _line(one.staff_no, one.name, one.department.name if one.department else "", found[one.pk])
        for one in people
    ]


def _line(staff_no: str, name: str, department: str, found: Month) -> Line:
    ruling = found.ruling
    assert ruling.attendance is not None
    totals = ruling.attendance.totals
    return Line(
        staff_no, name, department, totals.late, totals.early, totals.missing, totals.absence_days,
        totals.leave_days, totals.attended_days,
        ruling.allowance.deducted if ruling.allowance else "",
        ruling.assessment.total if ruling.assessment else None,
        sum(half.provisional for half in found.days.halves),
    )  # fmt: skip
