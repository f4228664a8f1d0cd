"""Scans of a case (材料扫描件): the list, one of them, taking one back."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attachments.kinds import SHOWN
from yichuang.cases import actions, queries
from yichuang.web.base.readers import reader, staff
from yichuang.web.follow import pages as follow


@require_safe
@never_cache
@staff()
def listed(request: HttpRequest, number: str) -> HttpResponse:
    """The list as a part of the page, drawn anew after an upload."""
    scans = queries.scans(number, reader=reader(request))
    return render(request, "web/scans/list.html", {"scans": scans, "number": number})


@require_POST
@staff()
def opened(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """One scan; the look goes on record, so it is asked for and not merely linked to."""
    file = actions.open_scan(number, pk, at=clock.now(), by=reader(request))
    way = "inline" if file.media in SHOWN else "attachment"
    return HttpResponse(
        file.content, content_type=file.media,
        headers={
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name)}",
            "Cache-Control": "no-store",
        },
    )  # fmt: skip


@require_POST
@staff()
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Take one back that was put there by mistake."""
    reason = request.POST.get("reason", "")
    actions.withdraw_scan(number, pk, reason=reason, at=clock.now(), by=reader(request))
    return redirect("web:case", number)


@require_safe
@never_cache
def own(request: HttpRequest, number: str) -> HttpResponse:
    """The list on the applicant's own page (进度查询)."""
    if not follow.shown(request, number):
        return redirect(f"{reverse('web:follow')}?number={number}")
    context = {"scans": queries.own_scans(number), "number": number, "public": True}
    return render(request, "web/scans/list.html", context)
