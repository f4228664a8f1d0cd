"""The API's short way: no session, cookie, form token or language cookie is looked at.

Requests below /api/ are answered here, before the middleware that only pages need. They
carry a token, so none of it would protect them, and it costs more than many an answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from yichuang import clock
from yichuang.api.errors import NoSuchAddress, WrongMethod, refuse
from yichuang.errors import NotAllowed
from yichuang.organization.actions import note_denial
from yichuang.organization.queries import TokenRefused


class ShortWay:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return refuse(request, NoSuchAddress(path=request.path))
        request.resolver_match = match
        try:
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Http404:  # the bare root of the API, which only names its addresses
            return refuse(request, NoSuchAddress(path=request.path))
        if response.status_code == WrongMethod.status:
            error = WrongMethod(path=request.path, method=request.method)
            allowed = response.headers.get("Allow", "")
            response = refuse(request, error)
            response["Allow"] = allowed
        if response.status_code in (TokenRefused.status, NotAllowed.status):
            note_denial(
                who=getattr(request, "auth", None) or None, where=match.route,
                what=json.loads(response.content)["code"],
                address=request.META.get("REMOTE_ADDR", ""), at=clock.now(),
            )  # fmt: skip
        return response
