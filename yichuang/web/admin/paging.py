"""One page of a list: one row more is asked for, so nothing is ever counted."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

T = TypeVar("T", bound=Model)
_SIZE = 50
_LAST = 9999


class Page(NamedTuple, Generic[T]):
    rows: list[T]
    newer: str
    """Address of the page before; empty where there is none."""
    older: str


def page_of(rows: QuerySet[T], request: HttpRequest, size: int = _SIZE) -> Page[T]:
    """The page of the list that the address asks for."""
    given = request.GET.get("page", "")
    number = min(max(1, int(given)), _LAST) if given.isdecimal() and len(given) < 5 else 1
    found = list(rows[(number - 1) * size : number * size + 1])
    return Page(
        found[:size],
        _address(request, number - 1) if number > 1 else "",
        _address(request, number + 1) if len(found) > size else "",
    )


def _address(request: HttpRequest, number: int) -> str:
    kept = {name: str(value) for name, value in request.GET.items() if value and name != "page"}
    return "?" + urlencode({**kept, "page": str(number)})
