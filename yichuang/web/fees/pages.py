"""The fee window's pages (收费): find a case, bill it, take the money, balance the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.cases import charging
from yichuang.errors import HallError, NotFound
from yichuang.fees import actions, queries, receipts
from yichuang.fees.bill import COLLECT, COUNTERSIGN, EXEMPT
from yichuang.fees.states import WAYS, Way
from yichuang.phrases import Phrase
from yichuang.rules.charging import MOST
from yichuang.web.base.asked import asked_text
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff
from yichuang.web.desk.pages import pdf

_BILLED = Phrase(
    "缴费单已开，请申请人核对后缴费。", "Billed. Let the applicant check it, then pay."
)
_Steps = Mapping[str, tuple[Callable[..., object], tuple[str, ...], Phrase]]
_STEPS: _Steps = MappingProxyType({
    "pay": (actions.pay, ("amount", "way"), Phrase("已收费，请打印票据。",
                                                   "Paid. Print the receipt.")),
    "cancel": (actions.cancel, ("reason",), Phrase("缴费单已作废。", "The bill is cancelled.")),
    "ask-exemption": (actions.ask_exemption, ("reason",),
                      Phrase("已转主管部门审批。", "It is before the department.")),
    "exempt": (actions.exempt, ("document",), Phrase("已批准免收。", "Exempted.")),
    "refuse-exemption": (actions.refuse_exemption, ("reason",),
                         Phrase("已答复不予免收。", "Not exempted.")),
    "reverse": (actions.reverse, ("reason",),
                Phrase("已冲正，两张票据的号码都保留。", "Reversed; both numbers stay.")),
    "ask-refund": (actions.ask_refund, ("reason",),
                   Phrase("退费已报复核。", "The refund is before somebody else.")),
    "refund": (actions.refund, ("amount",), Phrase("已退费，请打印票据。",
                                                   "Refunded. Print the receipt.")),
    "refuse-refund": (actions.refuse_refund, ("reason",),
                      Phrase("已答复不予退费。", "Not refunded.")),
})  # fmt: skip
"""Each step with the names of what is typed for it."""
_COUNTED = Phrase("已点款，待复核签字。", "Counted; somebody else signs.")
_SIGNED = Phrase("已复核签字，当日账已结。", "Countersigned; the day is closed.")
_BACK = Phrase("已退回重新点款。", "Sent back to be counted again.")


@require_safe
@never_cache
@staff(COLLECT, EXEMPT, COUNTERSIGN)
def fees(request: HttpRequest) -> HttpResponse:
    """The bills of the site, and finding a case to bill."""
    return _fees(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff(COLLECT)
def case(request: HttpRequest) -> HttpResponse:
    """A case with its published charges: so many of each, and the bill is made."""
    held = reader(request)
    number = (request.POST.get("number") or asked_text(request, "number", 50)).strip()
    try:
        terms = charging.terms(number, held)
    except NotFound as error:
        return _fees(request, error=error, number=number)
    refused: HallError | None = None
    if request.method == "POST":
        try:
            made = charging.bill(number=terms.number, quantities=_quantities(request.POST),
                                 at=clock.now(), by=held)  # fmt: skip
        except HallError as error:
            refused = error
        else:
            messages.success(request, say(_BILLED))
            return redirect("web:fee", made)
    lines = [
        (place, one, request.POST.get(f"n{place}", "0")) for place, one in enumerate(terms.charges)
    ]
    context = {
        "terms": terms, "lines": lines, "most": MOST, "bills": queries.bills_of(
            f"case:{terms.number}", held), "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/fees/case.html", context, status=status)


@require_safe
@never_cache
@staff(COLLECT, EXEMPT, COUNTERSIGN)
def bill(request: HttpRequest, number: str) -> HttpResponse:
    """One bill with the steps that are this reader's to take."""
    return _bill(request, number)


@require_POST
@staff(COLLECT, EXEMPT, COUNTERSIGN)
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step of a bill; what was typed stays where it is refused."""
    known = _STEPS.get(step)
    if known is None:
        raise NotFound(what=step)
    take, names, said = known
    typed = {name: request.POST.get(name, "") for name in names}
    try:
        take(number=number, **typed, at=clock.now(), by=reader(request))
    except HallError as error:
        return _bill(request, number, error=error)
    messages.success(request, say(said))
    return redirect("web:fee", number)


@require_safe
@never_cache
@staff(COLLECT, EXEMPT, COUNTERSIGN)
def receipt(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """A receipt as PDF; printed again it is the same paper."""
    made = receipts.printed(number, seq, reader=reader(request), at=clock.now())
    return pdf(made, f"{number}-{seq}.pdf")


@require_safe
@never_cache
@staff(COLLECT, COUNTERSIGN)
def days(request: HttpRequest) -> HttpResponse:
    """The day's books, the newest first (收费日结)."""
    return render(request, "web/fees/days.html", {"rows": queries.days(reader(request))})


@require_safe
@never_cache
@staff(COLLECT, COUNTERSIGN)
def day(request: HttpRequest, number: str) -> HttpResponse:
    """One day's book: its entries, the count and the two signatures."""
    return _day(request, number)


@require_POST
@staff(COLLECT, COUNTERSIGN)
def act_on_day(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Count, send back, or countersign a day."""
    given, at, by = request.POST, clock.now(), reader(request)
    reason = given.get("reason", "")
    try:
        if step == "count":
            counted = {way.value: given.get(way.value, "") for way in Way}
            actions.count(number=number, counted=counted, reason=reason, at=at, by=by)
            said = _COUNTED
        elif step == "recount":
            actions.recount(number=number, reason=reason, at=at, by=by)
            said = _BACK
        elif step == "sign":
            actions.countersign(number=number, at=at, by=by)
            said = _SIGNED
        else:
            raise NotFound(what=step)
    except HallError as error:
        return _day(request, number, error=error)
    messages.success(request, say(said))
    return redirect("web:fee_day", number)


def _fees(
    request: HttpRequest, *, error: HallError | None = None, number: str = ""
) -> HttpResponse:
    held = reader(request)
    context = {
        "rows": queries.bills(held), "may_bill": held.may(COLLECT), "number": number,
        "sees_days": held.may(COLLECT) or held.may(COUNTERSIGN),
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    return render(request, "web/fees/list.html", context, status=error.status if error else 200)


def _bill(request: HttpRequest, number: str, *, error: HallError | None = None) -> HttpResponse:
    given = request.POST
    context = {
        "one": queries.bill(number, reader(request)), "ways": WAYS.items(),
        "refused": error.say(language()) if error else "",
        "typed": {name: given.get(name, "") for name in ("amount", "way", "reason", "document")},
    }  # fmt: skip
    return render(request, "web/fees/bill.html", context, status=error.status if error else 200)


def _day(request: HttpRequest, number: str, *, error: HallError | None = None) -> HttpResponse:
    one = queries.day(number, reader(request))
    context = {
        "one": one, "refused": error.say(language()) if error else "",
        "balances": [
            (line, request.POST.get(line.way.value, "") or line.counted) for line in one.balances
        ],
        "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "web/fees/day.html", context, status=error.status if error else 200)


def _quantities(given: QueryDict) -> dict[int, int]:
    """How many of each charge; what is no number is one too many, so that it is refused."""
    found = {}
    for name in given:
        place = name.removeprefix("n")
        if name.startswith("n") and place.isdecimal():
            typed = given.get(name, "").strip() or "0"
            found[int(place)] = int(typed) if typed.isdecimal() and len(typed) < 6 else MOST + 1
    return found
