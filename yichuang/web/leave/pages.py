"""Leave (请假): the list, the form with what it comes to, and one leave with its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.attachments.kinds import SHOWN
from yichuang.errors import HallError, NotFound
from yichuang.leave import actions, previews, queries, whereabouts
from yichuang.leave.asking import Asked, asked_for
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.organization.queries import Reader, people_of, person_of
from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError, cannot_rule
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_SENT = Phrase("已提交，编号 {n}。", "Handed in as {n}.")
_DONE: Mapping[str, Phrase] = MappingProxyType({
    "accept": Phrase("已同意顶岗。", "You have agreed to stand in."),
    "decline": Phrase("已退回，由请假人另找人。", "Given back; they will find somebody else."),
    "approve": Phrase("已同意。", "Approved."),
    "refuse": Phrase("已答复不同意。", "Refused."),
    "cancel": Phrase("已撤销。", "Cancelled."),
    "report_back": Phrase("已销假，岗位已收回。", "You are back; the post is yours again."),
    "cover": Phrase("已指定顶岗人员。", "The deputy is named."),
    "amend": Phrase("已补齐，送审。", "Complete, and sent for approval."),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, however far it is filled in."""

    kind: str = ""
    from_: str = ""
    to: str = ""
    substitute: str = ""
    certificate: str = ""
    reason: str = ""
    emergency: bool = False

    @classmethod
    def of(cls, given: QueryDict) -> Typed:
        """As it was typed, cut to what fits."""
        word = {name: given.get(name, "")[:1000].strip() for name in (
            "kind", "substitute", "certificate", "reason")}  # fmt: skip
        return cls(
            from_=_moment(given, "from"), to=_moment(given, "to"),
            emergency=given.get("emergency") == "on", **word,
        )  # fmt: skip

    def asked(self, at: datetime, by: Reader) -> Asked:
        """What it asks for. Raises BadTimes."""
        return asked_for(
            type_=self.kind, from_=self.from_, to=self.to, substitute=self.substitute,
            papers=[self.certificate] if self.certificate else [], reason=self.reason,
            emergency=self.emergency, at=at, by=by,
        )  # fmt: skip


def _moment(given: QueryDict, name: str) -> str:
    return given.get(name, "")[:40].strip()


@require_safe
@never_cache
@staff()
def leaves(request: HttpRequest) -> HttpResponse:
    """My leaves, and those in which I stand in (我的请假)."""
    held = reader(request)
    return leave_list(request, held)


def leave_list(
    request: HttpRequest, held: Reader, *, error: HallError | None = None
) -> HttpResponse:
    """The list with the outings beside it; a refused outing keeps what was typed."""
    outings = whereabouts.own_outings(held, clock.today())
    out = next((one for one in outings if one.back_at is None), None)
    context = {
        "rows": queries.own(held), "manages": held.may(MANAGE_LEAVE), "outings": outings,
        "out": out, "count": sum(not one.waits for one in outings),
        "acting": whereabouts.arranged(held, all_of_site=False), "people": choices_of(held),
        "refused": error.say(language()) if error else "",
        "typed": {name: request.POST.get(name, "") for name in (
            "kind", "place", "reason", "back_by", "notice", "to", "from", "until", "why")},
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/leave/list.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff()
def new(request: HttpRequest) -> HttpResponse:
    """Ask for leave (请假): what it comes to is shown before it is sent."""
    held, at = reader(request), clock.now()
    refused: HallError | None = None
    if request.method == "POST":
        typed = Typed.of(request.POST)
        try:
            number = actions.ask(typed.asked(at, held), at=at, by=held)
        except HallError as error:
            refused = error
        except FactsError as error:
            refused = cannot_rule(error)
        else:
            messages.success(request, _SENT.say(language(), n=number))
            return redirect("web:leave", number)
    else:
        typed = _next_day(held, at)
    context = {
        **_choices(held, at), **_previewed(typed, held, at), "typed": typed,
        "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    return render(
        request, "web/leave/form.html", context, status=refused.status if refused else 200
    )


@require_safe
@never_cache
@staff()
def previewed(request: HttpRequest) -> HttpResponse:
    """What the form comes to as it stands (请假预览), drawn anew as one types."""
    typed = Typed.of(request.GET)
    return render(
        request, "web/leave/preview.html", _previewed(typed, reader(request), clock.now())
    )


def _next_day(by: Reader, at: datetime) -> Typed:
    start, end = previews.next_day(by, at)
    return Typed("personal", f"{start:%Y-%m-%dT%H:%M}", f"{end:%Y-%m-%dT%H:%M}")


def choices_of(by: Reader) -> list[tuple[str, str, object]]:
    """Everybody of the site but the reader, to choose from."""
    assert by.site_id is not None
    people = people_of(by.site_id).exclude(pk=person_of(by).pk)
    return [(one.staff_no, one.name, one.department) for one in people]


def _choices(by: Reader, at: datetime) -> dict[str, object]:
    return {
        "kinds": previews.kinds_of(by, at), "levels": previews.levels_of(by, at),
        "people": choices_of(by),
    }  # fmt: skip


def _previewed(typed: Typed, by: Reader, at: datetime) -> dict[str, object]:
    """What the rule says of it, or why nothing can be said yet."""
    try:
        found = previews.preview(typed.asked(at, by), reader=by, at=at)
    except HallError as error:
        return {"preview": None, "why_not": error.say(language())}
    except FactsError as error:
        return {"preview": None, "why_not": cannot_rule(error).say(language())}
    return {"preview": found, "why_not": ""}


@require_safe
@never_cache
@staff()
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """One leave: its steps, its papers, and what this reader may do."""
    return _page(request, number)


@require_POST
@staff()
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; a refusal is shown on the page, with what was typed still there."""
    take = _STEPS.get(step)
    if take is None:
        raise NotFound(what=step)
    try:
        take(number, request.POST, clock.now(), reader(request))
    except HallError as error:
        return _page(request, number, error=error, step=step)
    messages.success(request, say(_DONE[step]))
    return redirect("web:leave", number)


def _page(
    request: HttpRequest, number: str, *, error: HallError | None = None, step: str = ""
) -> HttpResponse:
    held, at = reader(request), clock.now()
    view = queries.leave(number, reader=held, at=at)
    context = {
        **_choices(held, at), "one": view, "number": number, "step": step,
        "papers": _papers(view, held),
        "events": [_event(line) for line in view.lines],
        "refused": error.say(language()) if error else "",
        "typed": {name: request.POST.get(name, "") for name in ("reason", "substitute",
                                                                "certificate", "to")},
    }  # fmt: skip
    return render(request, "web/leave/one.html", context, status=error.status if error else 200)


_FOR = Phrase("{who}（代{whose}）", "{who} (for {whose})")


def _event(line: queries.Line) -> dict[str, object]:
    """A line of the timeline; both names where one acted for another."""
    who = _FOR.say(language(), who=line.who, whose=line.acted_for) if line.acted_for else line.who
    return {"at": line.at, "title": line.title, "by": who, "note": line.reason, "reasons": None,
            "ahead": False}  # fmt: skip


@require_safe
@never_cache
@staff()
def files(request: HttpRequest, number: str) -> HttpResponse:
    """The papers of a leave as a part of the page, drawn anew after an upload."""
    view = queries.leave(number, reader=reader(request), at=clock.now())
    context = {"papers": _papers(view, reader(request)), "number": number}
    return render(request, "web/leave/files.html", context)


@require_POST
@staff()
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One paper; the look goes on record, so it is asked for and not merely linked to."""
    found = actions.open_paper(number, pk, at=clock.now(), by=reader(request))
    way = "inline" if found.media in SHOWN else "attachment"
    return HttpResponse(
        found.content, content_type=found.media,
        headers={
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(found.name)}",
            "Cache-Control": "no-store",
        },
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the leave, its files, and whether this reader may add one."""

    code: str
    name: Phrase
    files: tuple[object, ...]
    may_add: bool


def _papers(view: queries.LeaveView, by: Reader) -> tuple[Paper, ...]:
    adds = view.applicant_id == by.person_id and view.state in ("incomplete", "pending", "granted",
                                                                "away")  # fmt: skip
    made = []
    for code, name in view.papers:
        here = tuple(one for one in view.files if one.part == code)
        if here or adds:
            made.append(Paper(code, name, here, adds))
    return tuple(made)


_Step = Callable[[str, QueryDict, datetime, Reader], None]
_STEPS: Mapping[str, _Step] = MappingProxyType({
    "accept": lambda n, given, at, by: actions.accept(n, at=at, by=by),
    "decline": lambda n, given, at, by: actions.decline(
        n, reason=given.get("reason", ""), at=at, by=by),
    "approve": lambda n, given, at, by: actions.decide(
        n, approve=True, reason=given.get("reason", ""), at=at, by=by),
    "refuse": lambda n, given, at, by: actions.decide(
        n, approve=False, reason=given.get("reason", ""), at=at, by=by),
    "cancel": lambda n, given, at, by: actions.cancel(n, at=at, by=by),
    "report_back": lambda n, given, at, by: actions.report_back(n, at=at, by=by),
    "cover": lambda n, given, at, by: actions.cover(n, to=given.get("to", ""), at=at, by=by),
    "amend": lambda n, given, at, by: actions.amend(
        n, substitute=given.get("substitute", ""), certificate=given.get("certificate", ""),
        at=at, by=by),
})  # fmt: skip
