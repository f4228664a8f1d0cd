"""The catalogue as its keepers see it (事项管理): what is in force, what is missing, what was.

Entering what an item says is the procedure of admission; here it is looked at, published,
and taken off the public site.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from yichuang import clock
from yichuang.catalog import actions, queries
from yichuang.catalog.disclosures import DISCLOSURES, review_overdue, without_basis
from yichuang.catalog.face import MANAGE_CATALOG
from yichuang.catalog.kinds import CASE_KINDS, KINDS
from yichuang.catalog.queries import Elsewhere, ItemRow, ItemVersion
from yichuang.errors import HallError, NotFound
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_PAGE = 50
_LAST = 9999
VIEWS = {
    "": Phrase("现行事项", "In force"),
    "incomplete": Phrase("公开不全", "Incomplete"),
    "elsewhere": Phrase("在别处办", "Handled elsewhere"),
}
_PUBLISHED = Phrase(
    "已公开，网上和大厅都查得到。", "Published: it is found on the public site now."
)
_TAKEN_OFF = Phrase(
    "已撤下公开；窗口照常受理。", "Taken off the public site; windows still accept it."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list was asked for."""

    view: str
    words: str
    page: int

    def address(self, page: int = 1, view: str | None = None) -> str:
        """The list with the same words, at another page or in another view."""
        given = {"view": self.view if view is None else view, "q": self.words}
        shown = {name: value for name, value in given.items() if value}
        return "?" + urlencode(shown | {"page": str(page)} if page > 1 else shown)


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the list, and what keeps it from being published."""

    item: ItemRow
    kind: Phrase
    missing: list[Phrase]
    nothing_told: bool
    """None of the six disclosures is there: it came with an imported catalogue."""


@require_safe
@staff(MANAGE_CATALOG)
@vary_on_headers("HX-Request")
def items(request: HttpRequest) -> HttpResponse:
    """The catalogue (事项目录): in force, incomplete, or handled elsewhere."""
    asked, at = _asked(request), clock.now()
    most, skipped, found = _PAGE + 1, (asked.page - 1) * _PAGE, list[ItemRow]()
    if asked.view == "incomplete":
        found = queries.incomplete_items(
            at, reader=reader(request), words=asked.words, limit=most, offset=skipped
        )
    elif not asked.view:
        found = queries.items_at_window(at, words=asked.words, limit=most, offset=skipped)
    context = {
        "asked": asked,
        "views": [(code, name, asked.address(view=code)) for code, name in VIEWS.items()],
        "rows": [_row(one) for one in found[:_PAGE]],
        "elsewhere": _elsewhere(asked.words) if asked.view == "elsewhere" else [],
        "newer": asked.address(asked.page - 1) if asked.page > 1 else "",
        "older": asked.address(asked.page + 1) if len(found) > _PAGE else "",
    }
    partial = request.headers.get("HX-Request") == "true"
    return render(request, f"web/catalog/{'found' if partial else 'items'}.html", context)


@require_safe
@staff(MANAGE_CATALOG)
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item: its disclosures, whether it is public, and every version it had."""
    return _page(request, code)


@require_POST
@staff(MANAGE_CATALOG)
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish an item (公开事项)."""
    try:
        actions.publish(code=code, at=clock.now(), by=reader(request))
    except HallError as error:
        return _page(request, code, error)
    messages.success(request, say(_PUBLISHED))
    return redirect("web:catalog_item", code)


@require_POST
@staff(MANAGE_CATALOG)
def unpublish(request: HttpRequest, code: str) -> HttpResponse:
    """Take an item off the public site (撤下公开)."""
    reason = request.POST.get("reason", "")[:500]
    try:
        actions.unpublish(code=code, reason=reason, at=clock.now(), by=reader(request))
    except HallError as error:
        return _page(request, code, error)
    messages.success(request, say(_TAKEN_OFF))
    return redirect("web:catalog_item", code)


def _page(request: HttpRequest, code: str, error: HallError | None = None) -> HttpResponse:
    versions = queries.versions_of(code)
    if not versions:
        raise NotFound(what=code, field="code")
    at = clock.now()
    now = next((one for one in versions if _in_force(one, at)), None)
    shown = now or versions[0]
    content = shown.content
    context = {
        "item": shown,
        "name": Phrase(shown.name, shown.name_en),
        "department": Phrase(shown.department, shown.department_en),
        "kind": KINDS[shown.kind],
        "case_kind": CASE_KINDS[shown.case_kind],
        "now": now,
        "disclosures": [(name, key not in shown.missing) for key, name in DISCLOSURES.items()],
        "without_basis": list(without_basis(content)),
        "review_by": content.review_by if review_overdue(content, clock.today()) else None,
        "versions": versions,
        "at": at,
        "error": error.say(language()) if error else "",
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "web/catalog/item.html", context, status=error.status if error else 200)


def _in_force(version: ItemVersion, at: datetime) -> bool:
    until = version.valid_until
    return version.valid_from <= at and (until is None or at < until)


def _row(item: ItemRow) -> Row:
    missing = [DISCLOSURES[one] for one in item.missing]
    if not item.grounded:
        missing.append(Phrase("法定依据", "legal basis"))
    return Row(item, KINDS[item.kind], missing, len(item.missing) == len(DISCLOSURES))


def _elsewhere(words: str) -> list[Elsewhere]:
    wanted = words.lower().split()
    return [
        one
        for one in queries.handled_elsewhere()
        if all(word in f"{one.name.zh} {one.name.en}".lower() for word in wanted)
    ]


def _asked(request: HttpRequest) -> Asked:
    """The question of the address; what can't be meant is left out."""
    given = request.GET
    view, page = given.get("view", ""), given.get("page", "")
    return Asked(
        view=view if view in VIEWS else "",
        words=given.get("q", "").strip()[:60],
        page=min(max(1, int(page)), _LAST) if page.isdecimal() and len(page) < 5 else 1,
    )
