"""Inquiries (咨询, R02, R03): the public page, the list of the house, and one with its steps."""

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
from yichuang.inquiries import actions, queries
from yichuang.inquiries.course import ANSWER_INQUIRY
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import main_site, people_of
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_SENT = Phrase(
    "谢谢！您的咨询编号是 {n}，会有专人负责答复您。",
    "Thank you! Your inquiry is {n}; somebody will be in charge of answering you.",
)
_TAKEN = Phrase("已登记，您是首问责任人。", "Taken down: it is yours until it is answered.")
_CHANNELS: Mapping[str, Phrase] = MappingProxyType({
    "desk": Phrase("当面", "in person"), "phone": Phrase("电话", "by telephone"),
    "web": Phrase("网上", "on the web"),
})  # fmt: skip
_STEPS: Mapping[str, tuple[Callable[..., object], tuple[str, ...], Phrase]] = MappingProxyType({
    "take-up": (actions.take_up, (), Phrase("已接收，您是首问责任人。", "It is yours now.")),
    "answer": (actions.answer, ("text", "reused"), Phrase("已答复。", "Answered.")),
    "offer": (actions.offer, ("to", "reason"),
              Phrase("已请对方确认；确认之前仍由您负责。",
                     "Your colleague is asked; until they confirm, it stays yours.")),
    "confirm": (actions.confirm, (), Phrase("已接手。", "It is yours now.")),
    "decline": (actions.decline, ("reason",), Phrase("已退回首问人。", "Given back.")),
    "give-back": (actions.give_back, ("reason",), Phrase("已退回首问人。", "Given back.")),
    "agree": (actions.agree, ("until", "handler", "contact"),
              Phrase("已记下约定，到时提醒。", "The call-back is noted; you will be reminded.")),
    "refer": (actions.refer, ("whom", "reach"),
              Phrase("已记下，请跟踪到办结。", "Noted; please follow it up to its end.")),
    "end": (actions.end, ("result",), Phrase("已办结。", "Done.")),
    "keep": (actions.keep, ("question",), Phrase("已收入知识库。", "Kept for reuse.")),
    "drop": (actions.drop, ("reason",), Phrase("已移出知识库。", "No longer reused.")),
    "breach": (actions.find_breach, ("said",),
               Phrase("已记入行为台账。", "Put down in the ledger of acts.")),
})  # fmt: skip
"""Each step with the names of what is typed for it."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Look for an answer, or ask (网上咨询)."""
    site, refused = main_site(), None
    words = request.GET.get("q", "").strip()[:60]
    if request.method == "POST":
        try:
            number = actions.send_in(
                site_id=site.pk, site_code=site.code, question=request.POST.get("question", ""),
                contact=request.POST.get("contact", "")[:100],
                address=request.META.get("REMOTE_ADDR", ""), at=clock.now(),
            )  # fmt: skip
        except HallError as error:
            refused = error
        else:
            messages.success(request, _SENT.say(language(), n=number))
            return redirect("web:ask")
    context = {
        "known": queries.knowledge(site.pk, words), "q": words, "most": actions.LONGEST,
        "refused": refused.say(language()) if refused else "",
        "question": request.POST.get("question", "") or words,
        "contact": request.POST.get("contact", ""),
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/inquiries/ask.html", context, status=status)


@require_safe
@never_cache
@staff(ANSWER_INQUIRY, SUPERVISE)
def inquiries(request: HttpRequest) -> HttpResponse:
    """What was asked at the site and how far each got; for staff, the form to take one down."""
    return _list(request)


@require_POST
@staff(ANSWER_INQUIRY)
def take_down(request: HttpRequest) -> HttpResponse:
    """Write down what somebody asks (首问登记); an answer given at once is kept with it."""
    given, held, at = request.POST, reader(request), clock.now()
    try:
        number = actions.take_down(
            question=given.get("question", ""), channel=given.get("channel", ""),
            who=given.get("who", "")[:40], contact=given.get("contact", "")[:100], at=at, by=held,
        )  # fmt: skip
    except HallError as error:
        return _list(request, error)
    messages.success(request, say(_TAKEN))
    return redirect("web:inquiry", number)


@require_safe
@never_cache
@staff(ANSWER_INQUIRY)
def known(request: HttpRequest) -> HttpResponse:
    """Answers that fit what is being typed, to use again (知识库)."""
    words, held = request.GET.get("question", "").strip()[:60], reader(request)
    found = queries.knowledge(held.site_id or 0, words, 6) if words else []
    return render(request, "web/inquiries/known.html", {"found": found})


@require_safe
@never_cache
@staff(ANSWER_INQUIRY, SUPERVISE)
def inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """One inquiry with the steps that are this reader's to take."""
    return _page(request, number)


@require_POST
@staff(ANSWER_INQUIRY, SUPERVISE)
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
    return redirect("web:inquiry", number)


def _list(request: HttpRequest, error: HallError | None = None) -> HttpResponse:
    held, given = reader(request), request.POST
    words = request.GET.get("q", "").strip()[:60]
    counts = queries.counts(held)
    context = {
        "rows": queries.inquiries(held, clock.now(), words), "q": words, "counts": counts,
        "channels": [(_CHANNELS[c], n) for c, n in sorted(counts.channels.items())],
        "choose": [(code, said) for code, said in _CHANNELS.items() if code != "web"],
        "answers": held.may(ANSWER_INQUIRY), "most": actions.LONGEST,
        "typed": {n: given.get(n, "") for n in ("question", "who", "contact", "channel")},
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/inquiries/list.html", context, status=status)


def _page(
    request: HttpRequest, number: str, *, error: HallError | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    held, at = reader(request), clock.now()
    one = queries.inquiry(number, reader=held, at=at)
    names = {name: "" for _, fields, _ in _STEPS.values() for name in fields}
    use = request.GET.get("use", "")
    reused = next((k for k in queries.knowledge(held.site_id or 0, "", 1000) if k.number == use),
                  None) if use else None  # fmt: skip
    if reused:
        names |= {"text": reused.answer, "reused": reused.number}
    context = {
        "one": one, "channel": _CHANNELS[str(one.course.asked.data["channel"])],
        "facts": [(fact, one.course.table.kinds[fact.kind]) for fact in one.course.happened],
        "typed": {**names, **(typed or {})}, "most": actions.LONGEST,
        "colleagues": people_of(held.site_id or 0) if "offered" in one.may else (),
        "known": queries.knowledge(held.site_id or 0, one.question[:60], 3)
        if {"answered", "replied"} & one.may else (),
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/inquiries/one.html", context, status=status)
