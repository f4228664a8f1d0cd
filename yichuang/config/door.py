"""The door for text: what no field can hold is refused before any page or call sees it.

NUL, octets that are not UTF-8 and half characters (lone surrogates) can't be stored, printed
or shown. They are refused here once, in address, headers, forms and JSON, rather than at
every field. What may stand in a name or a number is decided where names and numbers are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from yichuang.api.errors import refuse
from yichuang.config.refusals import TooLarge, Unreadable
from yichuang.errors import HallError
from yichuang.phrases import Phrase
from yichuang.web.base.language import Languages
from yichuang.web.base.refusals import answer

_ADDRESS = Phrase("网址", "address")
_HEADERS = Phrase("请求头", "headers")
_CONTENT = Phrase("提交的内容", "content")
_ESCAPES = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
_FORM = "application/x-www-form-urlencoded"
_OCTETS = "application/octet-stream"


REFUSED = "yichuang.refused"
"""Where the server puts a refusal it has decided on, to be said as any other."""


class Door:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            if refused := request.META.get(REFUSED):
                raise refused
            examine(request)
        except HallError as error:
            return _said(request, error)
        return self.get_response(request)


def examine(request: HttpRequest) -> None:
    """Raise Unreadable or TooLarge where the request holds what no field can hold."""
    path = str(request.META["PATH_INFO"]).encode("latin-1", "replace")
    if not (_text(path) and _text(_unquoted(request.META.get("QUERY_STRING", "")))):
        raise Unreadable(where=_ADDRESS)
    if "�" in request.path_info:  # octets of the path that were no UTF-8
        raise Unreadable(where=_ADDRESS)
    named = (value for key, value in request.META.items() if key.startswith(("HTTP_", "CONTENT_")))
    if any("\0" in str(value) for value in named):
        raise Unreadable(where=_HEADERS)
    octets = request.content_type == _OCTETS and request.path_info.startswith(settings.UPLOADS_AT)
    if request.method not in ("GET", "HEAD", "OPTIONS") and not octets:
        _examine_body(request)


def _examine_body(request: HttpRequest) -> None:
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge(most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20) from None
    kind = request.content_type or ""
    if kind == _FORM:
        body = _unquoted(body.decode("latin-1"))
    if not _text(body):
        raise Unreadable(where=_CONTENT)
    if kind != _FORM and _ESCAPES.search(body) and not _storable(body):
        raise Unreadable(where=_CONTENT)


def _unquoted(text: str) -> bytes:
    return unquote_to_bytes(text.replace("+", " ").encode("latin-1", "replace"))


def _text(octets: bytes) -> bool:
    if b"\0" in octets:
        return False
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _storable(body: bytes) -> bool:
    """Whether the escapes of JSON make whole characters; what is no JSON is refused later."""
    try:
        again = json.dumps(json.loads(body), ensure_ascii=False)
        again.encode()
    except UnicodeEncodeError:
        return False
    except (ValueError, RecursionError):
        return True
    return "\\u0000" not in again


def _said(request: HttpRequest, error: HallError) -> HttpResponse:
    """As this client reads it; nobody is logged in here yet."""
    if request.path_info.startswith("/api/"):
        return refuse(request, error)
    request.user = AnonymousUser()
    return Languages(lambda asked: answer(asked, error))(request)
