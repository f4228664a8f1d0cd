"""How the API says what went wrong."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.db import DatabaseError, DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yichuang.errors import BUSY, Busy, HallError
from yichuang.organization.queries import TokenRefused
from yichuang.phrases import Language, Phrase
from yichuang.rules.facts import FactsError, cannot_rule

log = logging.getLogger(__name__)
_LIMITED = 429
_NO_SPACE = "53100"  # disk_full, the SQLSTATE


class Problem(Schema):
    """What went wrong, and in which field."""

    code: str
    message: str
    field: str | None = None


class NotJson(HallError):
    code = "api.not_json"
    status = 400
    phrase = Phrase("请求内容不是有效的 JSON。", "The body is not valid JSON.")


class Invalid(HallError):
    code = "api.invalid"
    status = 422
    phrase = Phrase("“{at}”填写有误：{why}", "{at} is wrong: {why}")


class Unstorable(HallError):
    code = "api.invalid"
    status = 422
    phrase = Phrase(
        "请求内容里有无法保存的字符或数值。",
        "The body has characters or numbers that can't be stored.",
    )


class NoSuchAddress(HallError):
    code = "api.no_such_address"
    status = 404
    phrase = Phrase("接口没有这个地址：{path}", "The API has no address {path}")


class WrongMethod(HallError):
    code = "api.wrong_method"
    status = 405
    phrase = Phrase("{path} 不接受 {method}。", "{path} doesn't take {method}.")


class DatabaseAway(HallError):
    code = "database.unreachable"
    status = 503
    phrase = Phrase(
        "暂时连接不上数据库，本次操作没有生效，请稍候再试。",
        "The database can't be reached just now; nothing was done. Please try again shortly.",
    )


class DiskFull(HallError):
    code = "database.no_space"
    status = 507
    phrase = Phrase(
        "服务器磁盘已满，本次操作没有生效，请通知系统管理员。",
        "The server's disk is full; nothing was done. Please tell the system administrator.",
    )


class Unforeseen(HallError):
    code = "hall.unforeseen"
    status = 500
    phrase = Phrase(
        "系统出现意外，本次操作没有生效。请重试；若仍不行，请告诉系统管理员。",
        "Something unforeseen happened; nothing was done. Please try again; "
        "if it persists, tell the system administrator.",
    )


def language(request: HttpRequest) -> Language:
    """English where the client prefers it, else Chinese."""
    preferred = request.headers.get("Accept-Language", "")
    return "en" if preferred.lower().startswith("en") else "zh"


def answer(data: object, status: int = 200) -> HttpResponse:
    """JSON, as it is."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")


def refuse(request: HttpRequest, error: HallError | Any) -> HttpResponse:
    """The refusal as a machine reads it."""
    body = {"code": error.code, "message": error.say(language(request)), "field": error.field}
    response = answer(body, error.status)
    if error.status == TokenRefused.status:
        response["WWW-Authenticate"] = "Bearer"
    if error.status == _LIMITED:
        response["Retry-After"] = str(error.retry_after)
    return response


def install(api: NinjaAPI) -> None:
    """Map everything that may be raised to its answer."""
    api.add_exception_handler(HallError, refuse)
    api.add_exception_handler(FactsError, _not_ruled)
    api.add_exception_handler(AuthenticationError, lambda r, _: refuse(r, TokenRefused()))
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Http404, lambda r, _: refuse(r, NoSuchAddress(path=r.path)))
    api.add_exception_handler(DataError, lambda r, _: refuse(r, Unstorable()))
    api.add_exception_handler(OverflowError, lambda r, _: refuse(r, Unstorable()))
    api.add_exception_handler(UnicodeEncodeError, lambda r, _: refuse(r, Unstorable()))
    api.add_exception_handler(DatabaseError, _database)
    api.add_exception_handler(Exception, _unforeseen)


def _not_ruled(request: HttpRequest, error: FactsError | Any) -> HttpResponse:
    return refuse(request, cannot_rule(error))


def _invalid(request: HttpRequest, error: ValidationError | Any) -> HttpResponse:
    first: dict[str, Any] = error.errors[0]
    # ("body", "body", "class"): where it was read, the parameter, then the field itself.
    place = [str(part) for part in first["loc"][1:]]
    at = ".".join(place[1:] or place)
    return refuse(request, Invalid(at=at, why=first["msg"], field=at))


def _http(request: HttpRequest, error: HttpError | Any) -> HttpResponse:
    if error.status_code == NotJson.status:
        return refuse(request, NotJson())
    return answer(
        {"code": "api.refused", "message": error.message, "field": None}, error.status_code
    )


def _database(request: HttpRequest, error: DatabaseError | Any) -> HttpResponse:
    if getattr(error.__cause__, "sqlstate", None) == _NO_SPACE:
        return refuse(request, DiskFull())
    if getattr(error.__cause__, "sqlstate", None) in BUSY:
        return refuse(request, Busy())
    if isinstance(error, OperationalError):
        return refuse(request, DatabaseAway())
    return _unforeseen(request, error)


def _unforeseen(request: HttpRequest, error: Exception | Any) -> HttpResponse:
    log.error("unforeseen at %s %s", request.method, request.path, exc_info=error)
    return refuse(request, Unforeseen())
