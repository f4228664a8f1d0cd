"""Objecting to what was found about oneself, and ruling on it (异议申诉)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.contests import actions, queries
from yichuang.contests.face import DECIDE_CONTESTS
from yichuang.errors import HallError, NotFound
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff
from yichuang.web.base.subjects import subject


@require_safe
@never_cache
@staff()
def contests(request: HttpRequest) -> HttpResponse:
    """What was found about me, and the objections that wait for a ruling."""
    held = reader(request)
    rules = held.may(DECIDE_CONTESTS)
    context = {
        "mine": queries.own(held),
        "rules": rules,
        "waiting": queries.to_rule(held) if rules else (),
    }
    return render(request, "web/contests/contests.html", context)


@require_safe
@never_cache
@staff()
def contest(request: HttpRequest, of: str) -> HttpResponse:
    """One of them: what happened, and what can be done now."""
    return _page(request, of)


@require_POST
@staff()
def act(request: HttpRequest, of: str, step: str) -> HttpResponse:
    """Take a step; what was typed stays where it is refused."""
    known = _STEPS.get(step)
    if known is None:
        raise NotFound(what=step)
    take, done = known
    try:
        take(of, request.POST.get("reason", ""), clock.now(), reader(request))
    except HallError as error:
        return _page(request, of, error=error)
    messages.success(request, say(done))
    return redirect("web:contest", of)


def _page(request: HttpRequest, of: str, *, error: HallError | None = None) -> HttpResponse:
    view = queries.contest(of, reader=reader(request))
    context = {
        "contest": view, "found": subject(of.replace("-", ":", 1)).address,
        "late": view.until is not None and view.until < clock.now(),
        "reason": request.POST.get("reason", "") if error else "",
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/contests/contest.html", context, status=status)


Take = Callable[[str, str, datetime, Reader], None]


def _file(of: str, reason: str, at: datetime, by: Reader) -> None:
    actions.file(of=of, reason=reason, at=at, by=by)


def _appeal(of: str, reason: str, at: datetime, by: Reader) -> None:
    actions.appeal(of=of, reason=reason, at=at, by=by)


def _withdraw(of: str, _: str, at: datetime, by: Reader) -> None:
    actions.withdraw(of=of, at=at, by=by)


def _uphold(of: str, reason: str, at: datetime, by: Reader) -> None:
    actions.rule(of=of, upheld=True, reason=reason, at=at, by=by)


def _dismiss(of: str, reason: str, at: datetime, by: Reader) -> None:
    actions.rule(of=of, upheld=False, reason=reason, at=at, by=by)


_STEPS: Mapping[str, tuple[Take, Phrase]] = MappingProxyType({
    "file": (_file, Phrase("异议已提出，由另一人裁定。", "Filed; somebody else will rule on it.")),
    "appeal": (_appeal, Phrase("申诉已提出，由另一人裁定。",
                               "Appealed; somebody else will rule on it.")),
    "withdraw": (_withdraw, Phrase("异议已撤回。", "Withdrawn.")),
    "uphold": (_uphold, Phrase("已裁定异议成立，认定撤销。", "Upheld; it is set aside.")),
    "dismiss": (_dismiss, Phrase("已裁定异议不成立。", "Dismissed.")),
})  # fmt: skip
