"""The centre's own templates (文书模板): put there, tried out, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attachments.kinds import DOCX
from yichuang.attachments.queries import Attached
from yichuang.cases.queries.shapes import PAPERS
from yichuang.papers import own, word
from yichuang.papers.face import MANAGE_TEMPLATES
from yichuang.papers.word import Fault
from yichuang.phrases import Phrase
from yichuang.web.base.readers import reader, staff


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of paper: the centre's own template for it, and what is wrong with that."""

    kind: str
    title: Phrase
    own: Attached | None
    fault: Fault | None


@require_safe
@never_cache
@staff(MANAGE_TEMPLATES)
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of paper with the template in force."""
    return render(request, "web/papers/templates.html", _lines(request))


@require_safe
@never_cache
@staff(MANAGE_TEMPLATES)
def listed(request: HttpRequest) -> HttpResponse:
    """The list as a part of the page, drawn anew after an upload."""
    return render(request, "web/papers/template_list.html", _lines(request))


@require_safe
@staff(MANAGE_TEMPLATES)
def ours(request: HttpRequest) -> HttpResponse:
    """Our template, to begin one's own with."""
    return _docx(word.ours(), "模板.docx")


@require_safe
@staff(MANAGE_TEMPLATES)
def content(request: HttpRequest, pk: int) -> HttpResponse:
    """The centre's own template as it was put there."""
    return _docx(own.content(reader(request), pk), f"{pk}.docx")


@require_POST
@staff(MANAGE_TEMPLATES)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a template back; the one before it is in force again, or ours."""
    own.take_back(pk, at=clock.now(), by=reader(request))
    return redirect("web:paper_templates")


def _lines(request: HttpRequest) -> dict[str, object]:
    held = reader(request)
    in_force = own.templates(held)
    lines = [
        Line(kind, title, in_force.get(kind), word.fault_in_force(held.site_code, kind))
        for kind, title in PAPERS.values()
    ]
    return {"lines": lines, "site_code": held.site_code}


def _docx(made: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        made, content_type=DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )  # fmt: skip
