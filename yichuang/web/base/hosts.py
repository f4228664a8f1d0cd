"""By which name the hall is asked: a foreign one is refused before anything is looked at."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class ForeignHost(HallError):
    code = "access.foreign_host"
    status = 400
    phrase = Phrase(
        "本大厅不以这个地址提供服务。请用本机名称或 IP 地址访问；"
        "如要启用此域名，请系统管理员写入 YICHUANG_HOSTS 后重启。",
        "This hall isn't reached by that name. Use the machine's own name or address; to allow "
        "this name, the system administrator adds it to YICHUANG_HOSTS and restarts.",
    )


class Hosts:
    """Refuse a request whose ``Host`` is none of ALLOWED_HOSTS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            # Plain text: a page would have links, and they would carry the foreign name.
            said = f"{ForeignHost.phrase.zh}\n{ForeignHost.phrase.en}\n[{ForeignHost.code}]\n"
            return HttpResponse(
                said, status=ForeignHost.status, content_type="text/plain; charset=utf-8",
                headers={"Cache-Control": "no-store"},
            )  # fmt: skip
        return self.get_response(request)
