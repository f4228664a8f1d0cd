"""What the address or a form asked for, as text that can be looked up."""

from __future__ import annotations

from django.http import HttpRequest

_UNPRINTABLE = dict.fromkeys([*range(32), 127])


def asked_text(request: HttpRequest, name: str, most: int) -> str:
    """A word of the address, without control characters (no database takes a NUL)."""
    return request.GET.get(name, "").translate(_UNPRINTABLE).strip()[:most]
