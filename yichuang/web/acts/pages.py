"""My acts, the ledger of the site, one act, and putting one down by hand (行为台账)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.acts import actions, queries
from yichuang.acts.face import FIND_ACTS, SEE_ACTS
from yichuang.acts.queries import Recorded
from yichuang.acts.states import STATES, State
from yichuang.errors import HallError
from yichuang.organization.queries import departments
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.web.admin.paging import page_of
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff
from yichuang.web.base.subjects import Subject, subject

_PUT_DOWN = Phrase("已记入行为台账。", "Put down in the ledger.")
_TOLD = Phrase("已记下告知。", "Noted that they were told.")
_FIELDS = ("act", "staff_no", "department", "happened_at", "said")


@require_safe
@never_cache
@staff()
def own_acts(request: HttpRequest) -> HttpResponse:
    """What was put down about me, or about the department I speak for (我的行为记录)."""
    rows = queries.own(reader(request))
    return render(request, "web/acts/own.html", {"rows": [_row(one) for one in rows]})


@require_safe
@never_cache
@staff(SEE_ACTS)
def acts(request: HttpRequest) -> HttpResponse:
    """The ledger of the site, by person, department, kind of act and state (行为台账)."""
    held, given = reader(request), request.GET
    wanted = {name: given.get(name, "") for name in ("words", "department", "code", "state")}
    page = page_of(queries.ledger(held, **wanted), request)
    context = {
        "rows": [_row(queries.recorded(one)) for one in page.rows], "page": page, "wanted": wanted,
        "codes": queries.codes_in_use(held), "departments": departments(),
        "states": [(state, STATES[state]) for state in State if state != State.NEW],
        "may_find": held.may(FIND_ACTS), "filtered": any(wanted.values()),
    }  # fmt: skip
    return render(request, "web/acts/ledger.html", context)


@require_safe
@never_cache
@staff()
def one_act(request: HttpRequest, number: int) -> HttpResponse:
    """One act: what was found, what it rests on, and what can be done about it."""
    return _one(request, number)


@require_POST
@staff(FIND_ACTS)
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Note that whom it concerns was told face to face (当面告知)."""
    try:
        actions.tell(number=str(number), to=request.POST.get("to", ""), at=clock.now(),
                     by=reader(request))  # fmt: skip
    except HallError as error:
        return _one(request, number, error)
    messages.success(request, say(_TOLD))
    return redirect("web:one_act", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff(FIND_ACTS)
def new(request: HttpRequest) -> HttpResponse:
    """Put down what was seen on a round (记录巡查所见); what was typed stays where it's refused."""
    at, refused = clock.now(), None
    typed = {name: request.POST.get(name, "") for name in _FIELDS}
    if request.method == "POST":
        try:
            number = _put_down(typed, at, request)
        except HallError as error:
            refused = error
        else:
            messages.success(request, say(_PUT_DOWN))
            return redirect("web:one_act", number)
    else:
        typed["happened_at"] = f"{local(at):%Y-%m-%dT%H:%M}"
    context = {
        "typed": typed, "tables": queries.choices(reader(request), local(at).date()),
        "departments": departments(), "most": actions.LONGEST,
        "now": f"{local(at):%Y-%m-%dT%H:%M}",
        "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    return render(request, "web/acts/new.html", context, status=refused.status if refused else 200)


def _put_down(typed: Mapping[str, str], at: datetime, request: HttpRequest) -> int:
    try:
        seen = instant(datetime.fromisoformat(typed["happened_at"]))
    except ValueError:
        seen = at
    code, _, severity = typed["act"].partition("|")
    return actions.find_by_hand(
        code=code, happened_at=seen, said=typed["said"], staff_no=typed["staff_no"],
        department=typed["department"], severity=severity, at=at, by=reader(request),
    )  # fmt: skip


def _one(request: HttpRequest, number: int, error: HallError | None = None) -> HttpResponse:
    view = queries.act(str(number), reader=reader(request))
    context = {
        "view": view, "evidence": _row(view.act).evidence,
        "sees_ledger": reader(request).may(SEE_ACTS),
        "to": request.POST.get("to", "") if error else "",
        "late": view.act.until is not None and view.act.until < clock.now(),
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    return render(request, "web/acts/one.html", context, status=error.status if error else 200)


class Row(NamedTuple):
    """An act, and what it rests on; None where there is nothing to open."""

    act: Recorded
    evidence: Subject | None


def _row(one: Recorded) -> Row:
    return Row(one, subject(one.evidence) if one.evidence else None)
