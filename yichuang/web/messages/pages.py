"""One's own messages (我的消息), and how the ways out of the house stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.messages import actions, queries
from yichuang.messages.queries import Own
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.web.base.readers import reader, staff


@dataclass(frozen=True, slots=True)
class Line:
    """A message, and the page of what it is about; empty where there is none."""

    message: Own
    address: str


@require_safe
@never_cache
@staff()
def own(request: HttpRequest) -> HttpResponse:
    """What the system told me, the newest first; for who looks after devices, the ways out."""
    held = reader(request)
    lines = [Line(one, _address(one.subject)) for one in queries.own(held)]
    looks_after = held.may(MANAGE_DEVICES)
    context = {
        "lines": lines, "some_unread": any(line.message.unread for line in lines),
        "looks_after": looks_after, "ways": queries.lines_out(held) if looks_after else (),
    }  # fmt: skip
    return render(request, "web/messages/own.html", context)


@require_POST
@staff()
def read(request: HttpRequest) -> HttpResponse:
    """Everything read (全部已阅)."""
    actions.read_own(by=reader(request), at=clock.now())
    return redirect("web:messages")


def _address(subject: str) -> str:
    kind, _, which = subject.partition(":")
    page = {"case": "web:case", "contest": "web:contest"}.get(kind)
    return reverse(page, args=[which]) if page else ""
