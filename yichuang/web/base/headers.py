"""What the browser is told to refuse: foreign and inline scripts, framing, sensors, keeping."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse

HEADERS = MappingProxyType({
    "Content-Security-Policy": "; ".join((
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )),
    # Pages show people's affairs, on machines that many people use: none is kept anywhere.
    # Files of the program say themselves how long they keep.
    "Cache-Control": "no-store",
    # A token in an address (rating, following a case) goes to no other site.
    "Referrer-Policy": "same-origin",
    # The hall's own pages may speak and fill the screen; nothing needs a sensor.
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
    ),
})  # fmt: skip


class Headers:
    """Put the headers on every answer that doesn't set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
