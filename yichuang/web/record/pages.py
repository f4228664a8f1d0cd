"""The public page of the record (存证核对): the hall's key, its newest heads, proofs by code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.errors import HallError, NotFound
from yichuang.journal import proofs
from yichuang.journal.outside import Outside
from yichuang.phrases import Phrase
from yichuang.web.base.asked import asked_text

_HEADS = 5
_WHAT = Phrase("这个存证码对应的登记", "the entry of this proof code")


def outside() -> Outside:
    """What of this hall's journal stands outside the database."""
    return Outside(settings.HOME.journal, settings.HOME.keys)


@require_safe
@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """The key, the newest heads, and where to enter a code."""
    asked = asked_text(request, "code", 120)
    if proofs.by_code(asked, outside()):
        return redirect("web:record_code", asked.strip().lower().replace(" ", ""))
    try:
        key = proofs.verification_key(outside())
    except HallError:
        key = None
    heads = proofs.newest_heads(outside())[:_HEADS]
    shown = [(head, head.sealed_at(key)) for head in heads] if key else []
    context = {"key": key, "heads": shown, "asked": asked, "refused": bool(asked)}
    return render(request, "web/record/record.html", context, status=404 if asked else 200)


@require_safe
@never_cache
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """What a receipt's code proves, checked here and for checking elsewhere."""
    proof = proofs.by_code(code, outside())
    if proof is None:
        raise NotFound(what=_WHAT)
    form = request.GET.get("form", "")
    if form and proof.index is None:
        raise proofs.NotSealed(entry=proof.entry_id)
    if form == "json":
        return JsonResponse(proof.as_json(), json_dumps_params={"ensure_ascii": False})
    if form == "tlog-proof":
        return HttpResponse(proof.as_tlog(), content_type="text/plain; charset=utf-8")
    return render(request, "web/record/code.html", {"proof": proof})
