"""Tokens (令牌): who is asking, and whether their scope allows it."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer

from yichuang.organization.queries import Reader, reader_of_token


class Scope(HttpBearer):
    """Lets in the bearer of a token of one of these scopes; `request.auth` is the reader.

    The token is looked up with every request, so a revoked one stops at once.
    """

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> Reader:
        return reader_of_token(token, *self.scopes)


KIOSK = Scope("kiosk")
WINDOW = Scope("window")
DISPLAY = Scope("display")
CLERK = Scope("clerk")
