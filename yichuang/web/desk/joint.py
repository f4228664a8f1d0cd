"""Opinions of departments on a joint case (部门意见): they stand on the page of the case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.cases.face import REVIEW_CASE
from yichuang.cases.joint import actions
from yichuang.errors import HallError, NotFound
from yichuang.phrases import Phrase
from yichuang.web.base.language import say
from yichuang.web.base.readers import reader, staff
from yichuang.web.desk.pages import SEES, case_page

_STEPS = {"give": actions.give, "stand-in": actions.stand_in}
_GIVEN = Phrase("部门意见已提交。", "The department's opinion is on record.")


@require_safe
@staff(*SEES)
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """The case on which an opinion is owed."""
    return redirect(reverse("web:case", args=[number.rpartition("-")[0]]) + "#joint")


@require_POST
@staff(REVIEW_CASE)
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Give an opinion; a refusal is shown on the page of the case, with what was typed."""
    give, case = _STEPS.get(step), number.rpartition("-")[0]
    if give is None:
        raise NotFound(what=step)
    given = request.POST
    try:
        give(number=number, consents=given.get("says") != "objects",
             opinion=given.get("opinion", ""), at=clock.now(), by=reader(request))  # fmt: skip
    except HallError as error:
        return case_page(request, case, error=error, given=given)
    messages.success(request, say(_GIVEN))
    return redirect("web:case", case)
