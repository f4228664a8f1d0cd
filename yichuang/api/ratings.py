"""Ratings at the API: with the one-time token of a service, and without any other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from yichuang import clock
from yichuang.api.errors import Problem, answer
from yichuang.feedback.actions import rate
from yichuang.feedback.levels import LONGEST_TEXT, Channel
from yichuang.organization.queries import Reader, reader_of_token

router = Router(tags=["feedback"])
_REFUSED: dict[Any, Any] = {frozenset({403, 404, 409, 422}): Problem}


class RatingGiven(Schema):
    """One rating, by the applicant."""

    model_config = ConfigDict(extra="forbid")
    token: str = Field(max_length=64, description="评价码 / the one-time code of the service")
    level: int = Field(description="5 非常满意 very satisfied … 1 非常不满意 very dissatisfied")
    tags: list[str] = Field(default_factory=list, max_length=20)
    text: str = Field("", max_length=4 * LONGEST_TEXT)


class RatingKept(Schema):
    level: int


@router.post("/ratings", response={201: RatingKept, **_REFUSED})
def give_rating(request: HttpRequest, body: RatingGiven) -> HttpResponse:
    """评价 / rate a service once. Staff and devices can't: a bearer token is refused."""
    level = rate(
        code=body.token, level=body.level, tags=body.tags, text=body.text,
        channel=Channel.API, at=clock.now(), by=_bearer(request),
    )  # fmt: skip
    return answer({"level": int(level)}, status=201)


def _bearer(request: HttpRequest) -> Reader | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return reader_of_token(secret.strip()) if scheme.lower() == "bearer" else None
