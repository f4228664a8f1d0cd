"""What people said: shares by window, item or department, for those who work here."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import cast, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang import clock
from yichuang.cases.face import REVIEW_CASE, SEE_SITE_CASES
from yichuang.feedback import queries
from yichuang.feedback.levels import Level
from yichuang.feedback.queries import By
from yichuang.organization.face import SUPERVISE, WORK_WINDOW
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.web.base.readers import reader, staff

_GROUPS: tuple[tuple[By, Phrase], ...] = (
    ("site", Phrase("全场所", "Whole centre")),
    ("window", Phrase("按窗口", "By window")),
    ("department", Phrase("按部门", "By department")),
    ("item", Phrase("按事项", "By item")),
)


@require_safe
@staff(SUPERVISE, SEE_SITE_CASES, WORK_WINDOW,
       REVIEW_CASE)  # fmt: skip
def ratings(request: HttpRequest) -> HttpResponse:
    """The ratings of a month (好差评): shares, not rated, and what people wrote."""
    held, month = reader(request), _month(request)
    given = request.GET.get("by", "")
    by = cast(By, given) if given in get_args(By) else "window"
    since, until = _instant(month), _instant(_next(month))
    sees_words = held.may(SUPERVISE) or held.may(SEE_SITE_CASES)
    context = {
        "month": month,
        "before": _next(month, -1),
        "after": _next(month) if _next(month) <= clock.today() else None,
        "by": by,
        "groups": _GROUPS,
        "levels": [level.words for level in sorted(Level, reverse=True)],
        "rows": [
            (share, [share.levels.get(level, "") for level in sorted(Level, reverse=True)])
            for share in queries.shares(held, since=since, until=until, by=by)
        ],
        "said": queries.said(held, since=since, until=until) if sees_words else [],
        "sees_words": sees_words,
        "fewest": queries.FEWEST_SHOWN,
    }
    return render(request, "web/rating/ratings.html", context)


def _month(request: HttpRequest) -> date:
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return clock.today().replace(day=1)
    return min(asked, clock.today().replace(day=1))


def _next(month: date, step: int = 1) -> date:
    return (month + timedelta(days=31) if step > 0 else month - timedelta(days=1)).replace(day=1)


def _instant(on: date) -> datetime:
    return instant(datetime.combine(on, time()))
