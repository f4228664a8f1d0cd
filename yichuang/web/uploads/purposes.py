"""What files are uploaded for, and who may (上传用途). One line for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.http import HttpRequest

from yichuang.attachments.actions import Slot
from yichuang.cases import actions as cases
from yichuang.cases.queries.shapes import PAPERS
from yichuang.errors import NotFound
from yichuang.leave import actions as leave
from yichuang.papers import own
from yichuang.web.base.readers import reader
from yichuang.web.follow import pages as follow

Purpose = Callable[[HttpRequest, str, str], Slot]
"""Given the request, the subject and its part: where the file goes. Raises what forbids it."""


def _scan(request: HttpRequest, number: str, material: str) -> Slot:
    return cases.slot_for_scan(number, material, by=reader(request))


def _correction(request: HttpRequest, number: str, material: str) -> Slot:
    if not follow.shown(request, number):
        raise NotFound(what=number, field="number")
    return cases.slot_for_correction(number, material)


def _template(request: HttpRequest, site: str, kind: str) -> Slot:
    by = reader(request)
    if site != by.site_code or kind not in {known for known, _ in PAPERS.values()}:
        raise NotFound(what=kind, field="kind")
    return own.slot(kind, by=by)


def _leave(request: HttpRequest, number: str, paper: str) -> Slot:
    return leave.slot_for_paper(number, paper, by=reader(request))


PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {"scan": _scan, "correction": _correction, "template": _template, "leave": _leave}
)


def slot_of(request: HttpRequest, purpose: str, subject: str, part: str) -> Slot:
    found = PURPOSES.get(purpose)
    if found is None:
        raise NotFound(what=purpose)
    return found(request, subject, part)
