"""Terminals (考勤机): how they stand, who waits for admission, whose numbers nobody has."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attendance import devices, queries
from yichuang.attendance.importing import bring_in
from yichuang.attendance.permissions import SEE_ATTENDANCE
from yichuang.errors import HallError, NotFound
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_DONE = {
    "admit": Phrase("已准入。", "Admitted."),
    "refuse": Phrase("已拒绝。", "Refused."),
    "remove": Phrase("已停用。", "Removed."),
}
_ASSIGNED = Phrase("考勤号已指定，此前的打卡一并计入。", "Assigned; earlier punches count, too.")
_BROUGHT = Phrase("读到 {lines} 行，新增 {new} 条。", "{lines} lines read, {new} of them new.")


@require_safe
@never_cache
@staff(MANAGE_DEVICES, SEE_ATTENDANCE)
def listed(request: HttpRequest) -> HttpResponse:
    """The terminals, what is odd about them, and the numbers nobody has."""
    return _page(request)


@require_POST
@staff(MANAGE_DEVICES)
def act(request: HttpRequest, serial: str, step: str) -> HttpResponse:
    """Admit, refuse or remove a terminal."""
    held, at = reader(request), clock.now()
    if step not in _DONE:
        raise NotFound(what=step)
    try:
        if step == "admit":
            devices.admit(serial=serial, site=held.site_code, at=at, by=held)
        elif step == "refuse":
            devices.refuse(serial=serial, at=at, by=held)
        else:
            devices.remove(serial=serial, at=at, by=held)
    except HallError as error:
        return _page(request, error)
    messages.success(request, say(_DONE[step]))
    return redirect("web:terminals")


@require_POST
@staff(MANAGE_DEVICES)
def pin(request: HttpRequest) -> HttpResponse:
    """Say whose number it is (指定考勤号)."""
    try:
        devices.assign_pin(
            staff_no=request.POST.get("staff_no", "").strip(), pin=request.POST.get("pin", ""),
            at=clock.now(), by=reader(request),
        )  # fmt: skip
    except HallError as error:
        return _page(request, error)
    messages.success(request, say(_ASSIGNED))
    return redirect("web:terminals")


@require_POST
@staff(MANAGE_DEVICES)
def records(request: HttpRequest) -> HttpResponse:
    """Bring in records that were copied from a terminal (导入打卡记录)."""
    file = request.FILES.get("file")
    try:
        taken = bring_in(
            serial=request.POST.get("serial", ""), name=file.name or "" if file else "",
            content=file.read() if file else b"", at=clock.now(), by=reader(request),
        )  # fmt: skip
    except HallError as error:
        return _page(request, error)
    messages.success(request, _BROUGHT.say(language(), lines=taken.lines, new=taken.new))
    return redirect("web:terminals")


def _page(request: HttpRequest, error: HallError | None = None) -> HttpResponse:
    held = reader(request)
    found = queries.terminals(held)
    context = {
        "terminals": found, "unknown": queries.unknown_pins(held), "odd": queries.odd_lines(held),
        "alarms": queries.alarms(held), "manages": held.may(MANAGE_DEVICES),
        "admitted": [one for one in found if one.state == "admitted"],
        "refused": error.say(language()) if error else "",
        "typed": {name: request.POST.get(name, "") for name in ("pin", "staff_no")},
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/attendance/terminals.html", context, status=status)
