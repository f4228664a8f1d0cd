"""How a refusal looks: a clear sentence, for people as a page, for machines as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yichuang.errors import BUSY, Busy, HallError, NotAllowed, NotFound
from yichuang.phrases import Phrase
from yichuang.web.base.language import language

LIMITED = 429
_NO_SPACE = "53100"  # disk_full, the SQLSTATE
_THIS_PAGE = Phrase("这个页面", "this page")
_TITLES: Mapping[int, Phrase] = MappingProxyType({
    401: Phrase("请先登录", "Please log in"),
    403: Phrase("没有权限", "Not allowed"),
    404: Phrase("没有找到", "Not found"),
    409: Phrase("没有办成", "Not done"),
    413: Phrase("内容太大", "Too large"),
    422: Phrase("填写有误", "Please correct the form"),
    429: Phrase("操作太频繁", "Too many requests"),
    500: Phrase("系统出现意外", "Something went wrong"),
    503: Phrase("暂时不能使用", "Temporarily unavailable"),
    507: Phrase("磁盘已满", "The disk is full"),
})  # fmt: skip


class DatabaseAway(HallError):
    code = "database.unreachable"
    status = 503
    phrase = Phrase(
        "系统暂时连接不上数据库，您刚才的操作没有生效。请稍候再试；已经确认过的内容不会丢失。",
        "The database can't be reached just now; your last action did not take effect. "
        "Please try again shortly. Nothing already confirmed is lost.",
    )


class DiskFull(HallError):
    code = "database.no_space"
    status = 507
    phrase = Phrase(
        "服务器磁盘已满，您刚才的操作没有生效。请通知系统管理员清理磁盘。",
        "The server's disk is full; your last action did not take effect. "
        "Please tell the system administrator.",
    )


class Unforeseen(HallError):
    code = "hall.unforeseen"
    status = 500
    phrase = Phrase(
        "系统出现意外，您刚才的操作没有生效。请重试；若仍不行，请把时间和所做操作告诉系统管理员。",
        "Something unforeseen happened; your last action did not take effect. Please try again; "
        "if it persists, tell the system administrator when and what you did.",
    )


class Unstorable(HallError):
    code = "hall.unstorable"
    status = 422
    phrase = Phrase(
        "填写的日期或数值超出了可以保存的范围。请返回修改后再提交。",
        "A date or number is beyond what can be kept. Go back, correct it and submit again.",
    )


class FormExpired(HallError):
    code = "access.form_expired"
    status = 403
    phrase = Phrase(
        "这个页面停留太久，已经失效。请返回并刷新页面后再提交。",
        "This page has been open too long. Go back, reload it, and submit again.",
    )


def answer(request: HttpRequest, error: HallError) -> HttpResponse:
    """The refusal as this client reads it."""
    if request.path.startswith("/api/"):
        body = {"code": error.code, "message": error.say(language()), "field": error.field}
        told: HttpResponse = JsonResponse(
            body, status=error.status, json_dumps_params={"ensure_ascii": False}
        )
        return with_patience(told, error)
    title = _TITLES.get(error.status, _TITLES[409])
    context = {"sentence": error.say(language()), "code": error.code, "title": title}
    partial = request.headers.get("HX-Request") == "true"
    template = "web/base/refusal_part.html" if partial else "web/base/refusal.html"
    return with_patience(render(request, template, context, status=error.status), error)


def with_patience(response: HttpResponse, error: HallError) -> HttpResponse:
    """Say when to come back, where somebody came too often."""
    if error.status == LIMITED:
        response["Retry-After"] = str(error.retry_after)
    return response


def database_answer(request: HttpRequest, error: Error) -> HttpResponse:
    """The refusal for a fault of the database; raises what is one of the product."""
    return answer(request, of_database(error))


def of_database(error: Error) -> HallError:
    """What a fault of the database means to people; raises what is a fault of the product."""
    state = getattr(error.__cause__, "sqlstate", None)
    if state == _NO_SPACE:
        return DiskFull()
    if state in BUSY:
        return Busy()
    if isinstance(error, OperationalError | InterfaceError):
        return DatabaseAway()
    raise error


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, FormExpired())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotAllowed(what=_THIS_PAGE))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotFound(what=_THIS_PAGE))


def failed(request: HttpRequest) -> HttpResponse:
    return answer(request, Unforeseen())
