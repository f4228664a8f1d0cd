"""Ratings at the API: with the one-time token of a service, and without any other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from yichuang import clock
from yichuang.api.bodies import Body, Key
from yichuang.api.errors import Problem, answer
from yichuang.feedback.actions import rate
from yichuang.feedback.codes import digest_of
from yichuang.feedback.levels import LONGEST_TEXT, Channel
from yichuang.organization.queries import Reader, reader_of_token
from yichuang.reception.once import once

router = Router(tags=["feedback"])
_REFUSED: dict[Any, Any] = {frozenset({403, 404, 409, 422}): Problem}


class RatingGiven(Body):
    """One rating, by the applicant."""

    token: str = Field(max_length=64, description="评价码 / the one-time code of the service")
    level: int = Field(description="5 非常满意 very satisfied … 1 非常不满意 very dissatisfied")
    tags: list[str] = Field(default_factory=list, max_length=20)
    text: str = Field("", max_length=4 * LONGEST_TEXT)


class RatingKept(Schema):
    level: int


@router.post("/ratings", response={200: RatingKept, 201: RatingKept, **_REFUSED})
def give_rating(request: HttpRequest, body: RatingGiven, key: Key = None) -> HttpResponse:
    """评价 / rate a service once. Staff and devices can't: a bearer token is refused."""
    at, by = clock.now(), _bearer(request)

    def make() -> dict[str, int]:
        level = rate(code=body.token, level=body.level, tags=body.tags, text=body.text,
                     channel=Channel.API, at=at, by=by)  # fmt: skip
        return {"level": int(level)}

    made = once(make, source=f"rating:{digest_of(body.token)}", what="rating", key=key,
                asked=body.model_dump(), at=at)  # fmt: skip
    return answer(made.data, status=201 if made.is_new else 200)


def _bearer(request: HttpRequest) -> Reader | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return reader_of_token(secret.strip()) if scheme.lower() == "bearer" else None
