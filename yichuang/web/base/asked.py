"""What the address or a form asked for, as text that can be looked up."""

from __future__ import annotations

from django.http import HttpRequest

from yichuang.text import passage


def asked_text(request: HttpRequest, name: str, most: int) -> str:
    """A word of the address, without control characters (no database takes a NUL)."""
    return " ".join(passage(request.GET.get(name, "")).split("\n"))[:most]
