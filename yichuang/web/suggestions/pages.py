"""Suggestions (意见建议): the public page, the list of the house, and one with its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.feedback.suggestions import actions, queries
from yichuang.feedback.suggestions.course import ANSWER
from yichuang.organization.queries import main_site
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_HANDED_IN = Phrase("谢谢！您的意见编号是 {n}。", "Thank you! Your suggestion is {n}.")
_STEPS: Mapping[str, tuple[Callable[..., None], tuple[str, ...], Phrase]] = MappingProxyType({
    "answer": (actions.answer, ("text",), Phrase("已答复。", "Answered.")),
    "publish": (actions.publish, ("said",), Phrase("已公开。", "Published.")),
    "adopt": (actions.adopt, ("improvement", "owner"),
              Phrase("已转为改进事项。", "Turned into an improvement.")),
    "close": (actions.close, ("reason",), Phrase("已了结。", "Closed.")),
    "done": (actions.done, ("result",), Phrase("改进完成。", "The improvement is done.")),
})  # fmt: skip
"""Each step with the names of what is typed for it."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """Hand a suggestion in, and read what others got for an answer (提意见)."""
    site, refused = main_site(), None
    if request.method == "POST":
        try:
            number = actions.hand_in(
                site_id=site.pk, site_code=site.code, text=request.POST.get("text", ""),
                contact=request.POST.get("contact", "")[:100],
                address=request.META.get("REMOTE_ADDR", ""), at=clock.now(),
            )  # fmt: skip
        except HallError as error:
            refused = error
        else:
            messages.success(request, _HANDED_IN.say(language(), n=number))
            return redirect("web:suggest")
    context = {
        "published": queries.published(site.pk), "most": actions.LONGEST,
        "refused": refused.say(language()) if refused else "",
        "text": request.POST.get("text", ""), "contact": request.POST.get("contact", ""),
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/suggestions/suggest.html", context, status=status)


@require_safe
@never_cache
@staff(ANSWER)
def suggestions(request: HttpRequest) -> HttpResponse:
    """What was handed in at the site, and how far each got (意见办理)."""
    rows = queries.suggestions(reader(request), clock.now())
    return render(request, "web/suggestions/list.html", {"rows": rows})


@require_safe
@never_cache
@staff()
def suggestion(request: HttpRequest, number: str) -> HttpResponse:
    """One suggestion with the steps that are this reader's to take."""
    return _page(request, number)


@require_POST
@staff()
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; a refusal is shown on the page, with what was typed still there."""
    known = _STEPS.get(step)
    if known is None:
        raise NotFound(what=step)
    take, names, said = known
    typed = {name: request.POST.get(name, "") for name in names}
    try:
        take(number=number, **typed, at=clock.now(), by=reader(request))
    except HallError as error:
        return _page(request, number, error=error, typed=typed)
    messages.success(request, say(said))
    return redirect("web:suggestion", number)


def _page(
    request: HttpRequest, number: str, *, error: HallError | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    held = reader(request)
    names = {name: "" for _, fields, _ in _STEPS.values() for name in fields}
    context = {
        "one": queries.suggestion(number, reader=held, at=clock.now()),
        "typed": {**names, **(typed or {})}, "answers": held.may(ANSWER),
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/suggestions/one.html", context, status=status)
