"""Refusals become sentences at this one place, for pages and API alike."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from yichuang import clock
from yichuang.errors import HallError, NotAllowed
from yichuang.organization.actions import note_denial
from yichuang.organization.queries import TokenRefused
from yichuang.rules.facts import FactsError, cannot_rule
from yichuang.web.base import readers
from yichuang.web.base.refusals import Unstorable, answer, database_answer


class Refusals:
    """Turn a HallError, a lost database or a full disk into its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, HallError):
            if error.status in (NotAllowed.status, TokenRefused.status):
                _note_denial(request, error)
            return answer(request, error)
        if isinstance(error, FactsError):
            return answer(request, cannot_rule(error))
        if isinstance(error, OperationalError | InterfaceError):
            return database_answer(request, error)
        if isinstance(error, DataError | OverflowError):  # the year 9999, a number of 40 digits
            return answer(request, Unstorable())
        return None


def _note_denial(request: HttpRequest, error: HallError) -> None:
    """Put a denial on record (GB/T 22239: who, when, from where, what, result)."""
    match = request.resolver_match
    note_denial(
        who=readers.reader(request) if readers.member(request) else None,
        where=match.route if match else request.path, what=error.code,
        address=request.META.get("REMOTE_ADDR", ""), at=clock.now(),
    )  # fmt: skip
