"""Taking a file in pieces (分片上传): begin, piece after piece, finish. Answers are JSON."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from yichuang import clock
from yichuang.attachments import actions
from yichuang.attachments.actions import PIECE, Progress, Slot
from yichuang.attachments.errors import OutOfStep
from yichuang.errors import HallError
from yichuang.web.base.language import language
from yichuang.web.uploads.purposes import slot_of


def _answered(step: Callable[[], dict[str, object]]) -> HttpResponse:
    """What a step came to, or its refusal in the reader's words; how far it got, where known."""
    try:
        return JsonResponse(step())
    except HallError as error:
        said = {"code": error.code, "message": error.say(language())}
        if isinstance(error, OutOfStep):
            said["received"] = error.args_said["received"]  # type: ignore[assignment]
        return JsonResponse(said, status=error.status)


@require_POST
def begin(request: HttpRequest, purpose: str, subject: str, part: str) -> HttpResponse:
    """Begin an upload, or go on with the one that was cut short (开始或继续)."""

    def step() -> dict[str, object]:
        slot, given = slot_of(request, purpose, subject, part), request.POST
        return _told(actions.begin(
            slot, name=given.get("name", "")[:300], size=_number(given.get("size", "")),
            stamp=given.get("stamp", "")[:40], real=clock.real_now(),
        ))  # fmt: skip

    return _answered(step)


@require_POST
def piece(request: HttpRequest, purpose: str, subject: str, part: str, token: str) -> HttpResponse:
    """The next piece, as plain octets; the last one finishes the upload.

    Without octets: what arrived whole is finished, if it wasn't yet.
    """

    def step() -> dict[str, object]:
        slot = slot_of(request, purpose, subject, part)
        octets = request.body
        if octets:
            got = actions.take_piece(slot, token, start=_number(request.GET.get("from", "")),
                                     octets=octets, real=clock.real_now())  # fmt: skip
        else:
            got = actions.progress(slot, token)
        return _finished(slot, got)

    return _answered(step)


@require_POST
def abandon(
    request: HttpRequest, purpose: str, subject: str, part: str, token: str
) -> HttpResponse:
    """Give it up (放弃)."""

    def step() -> dict[str, object]:
        actions.abandon(slot_of(request, purpose, subject, part), token)
        return {"abandoned": True}

    return _answered(step)


def _finished(slot: Slot, got: Progress) -> dict[str, object]:
    if not got.whole:
        return _told(got)
    return {**_told(got), "kept": actions.finish(slot, got.token, at=clock.now())}


def _told(got: Progress) -> dict[str, object]:
    return {"token": got.token, "received": got.received, "size": got.size, "piece": PIECE}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0
