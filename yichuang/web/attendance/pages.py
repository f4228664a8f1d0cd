"""One's own month, and somebody's for who may see it (我的考勤)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attendance import reading
from yichuang.attendance.corrections import actions as corrections
from yichuang.errors import HallError, NotFound
from yichuang.organization.queries import person_anyhow, person_contact
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook
from yichuang.rules.facts import FactsError, cannot_rule
from yichuang.web.attendance import calendar
from yichuang.web.base.language import language
from yichuang.web.base.readers import reader, staff

_ASKED = Phrase("已申请补签，编号 {n}。", "Asked for as correction {n}.")


@require_safe
@never_cache
@staff()
def mine(request: HttpRequest) -> HttpResponse:
    """One's own month: the half-days, what shows them, why, and what follows (我的考勤)."""
    held = reader(request)
    if held.person_id is None:
        raise NotFound(what=request.path)
    staff_no, _ = person_contact(held.person_id)
    return _page(request, staff_no, own=True)


@require_safe
@never_cache
@staff()
def somebodys(request: HttpRequest, staff_no: str) -> HttpResponse:
    """Somebody's month, for who sees the site's attendance."""
    return _page(request, staff_no, own=False)


@require_POST
@staff()
def ask(request: HttpRequest) -> HttpResponse:
    """Ask that a punch of one's own be added (申请补签)."""
    held = reader(request)
    day, when = request.POST.get("day", ""), request.POST.get("when", "")
    try:
        number = corrections.ask(
            when=f"{day} {when}", reason=request.POST.get("reason", ""), at=clock.now(), by=held
        )
    except HallError as error:
        assert held.person_id is not None
        return _page(request, person_contact(held.person_id)[0], own=True, error=error)
    messages.success(request, _ASKED.say(language(), n=number))
    return redirect("web:correction", number)


def month_asked(request: HttpRequest, now: datetime) -> date:
    """The month that the page is asked for, this one where none is; none lies ahead."""
    text = request.GET.get("month") or request.POST.get("month") or ""
    this = now.date().replace(day=1)
    try:
        found = date.fromisoformat(f"{text}-01") if text else this
    except ValueError:
        return this
    return min(max(found, date(2000, 1, 1)), this)


def beside(first: date, now: datetime) -> dict[str, str]:
    """The months before and after, as addresses have them; none lies ahead."""
    after = (first + timedelta(days=32)).replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return {
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= now.date() else "",
    }


def _page(
    request: HttpRequest, staff_no: str, *, own: bool, error: HallError | None = None
) -> HttpResponse:
    held, at = reader(request), clock.now()
    now = local(at)
    first = month_asked(request, now)
    person = person_anyhow(staff_no)
    try:
        found = reading.month(staff_no, first, reader=held, at=at)
    except (FactsError, NoBook) as wrong:
        why = cannot_rule(wrong) if isinstance(wrong, FactsError) else wrong
        context = {"first": first, "no_ruling": why.say(language()), "own": own, "person": person}
        return render(request, "web/attendance/month.html", context)
    key = request.GET.get("half") or request.POST.get("half") or ""
    assert person is not None
    attendance = found.ruling.attendance
    detail = calendar.detail(found.days, key, person.pk, now) if key else None
    context = {
        "first": first, "own": own, "person": person, **beside(first, now),
        "weeks": calendar.weeks(found.days, first, now), "totals": attendance and attendance.totals,
        "ruling": found.ruling, "revision": found.revision, "detail": detail, "key": key,
        "unclaimed": found.days.unclaimed, "no_ruling": "",
        "address": reverse("web:my_month") if own else reverse("web:month_of", args=[staff_no]),
        "provisional": sum(half.provisional for half in found.days.halves),
        "refused": error.say(language()) if error else "",
        "typed": {name: request.POST.get(name, "") for name in ("when", "reason")},
        "weekdays": _WEEKDAYS,
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/attendance/month.html", context, status=status)


_WEEKDAYS = [
    Phrase("周一", "Mon"), Phrase("周二", "Tue"), Phrase("周三", "Wed"), Phrase("周四", "Thu"),
    Phrase("周五", "Fri"), Phrase("周六", "Sat"), Phrase("周日", "Sun"),
]  # fmt: skip
