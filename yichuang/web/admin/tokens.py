"""The system administrator's page of devices and tokens (设备和令牌)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.organization import actions
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.organization.queries import (
    SCOPES,
    TokenState,
    site_by_code,
    tokens_of,
    window_by_code,
    windows_of,
)
from yichuang.phrases import Phrase
from yichuang.web.admin.paging import page_of
from yichuang.web.base.language import say
from yichuang.web.base.readers import reader, staff

SCOPE_WORDS = {
    "kiosk": Phrase("取号机", "Kiosk"),
    "display": Phrase("大厅屏、窗口屏", "Display"),
    "window": Phrase("窗口设备", "Window device"),
    "clerk": Phrase("个人接口", "Person at the API"),
}
_ISSUED_HERE = ("kiosk", "display", "window")
"""A token in a person's name is issued by the server's owner alone (`yichuang token create`)."""
STATE_WORDS = {
    TokenState.IN_FORCE: Phrase("有效", "in force"),
    TokenState.REVOKED: Phrase("已停用", "revoked"),
    TokenState.EXPIRED: Phrase("已过期", "expired"),
    TokenState.PERSON_CLOSED: Phrase("人员或账号已停用", "person or account closed"),
}
_SCOPE = Phrase("用途", "Purpose")
_WINDOW = Phrase("窗口", "Window")
_NO_WINDOW = Phrase("不限窗口", "Any window")
_DAYS = Phrase("有效天数", "Days until it expires")
_AT_WINDOW = Phrase("取号机不属于某个窗口。", "A kiosk belongs to no window.")
_REVOKED = Phrase("令牌已停用，立即生效。", "The token is revoked, with immediate effect.")
_LONGEST = 3650


class TokenForm(forms.Form):
    scope = forms.ChoiceField()
    window = forms.ChoiceField(required=False)
    days = forms.IntegerField(min_value=1, max_value=_LONGEST, required=False)

    def __init__(self, site_id: int, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for field, label in zip(self.fields.values(), (_SCOPE, _WINDOW, _DAYS), strict=True):
            field.label = say(label)
        scopes = [(scope, say(SCOPE_WORDS[scope])) for scope in _ISSUED_HERE]
        windows = [(one.code, str(one)) for one in windows_of(site_id)]
        self.fields["scope"].choices = scopes  # type: ignore[attr-defined]
        self.fields["window"].choices = [("", say(_NO_WINDOW)), *windows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("scope") == "kiosk" and self.cleaned_data.get("window"):
            self.add_error("window", say(_AT_WINDOW))
        return self.cleaned_data


class Line(NamedTuple):
    token: object
    scope: Phrase
    state: Phrase
    in_force: bool


@require_safe
@staff(MANAGE_DEVICES)
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token of the site: what it is for, until when, when it was last used."""
    return _page(request, _form(request))


@require_POST
@sensitive_variables("secret")
@staff(MANAGE_DEVICES)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a device's token; it is shown once (签发令牌)."""
    form, held, now = _form(request), reader(request), clock.now()
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    site = site_by_code(held.site_code)
    _, secret = actions.create_token(
        scope=SCOPES[given["scope"]], site=site,
        window=window_by_code(site.pk, given["window"]) if given["window"] else None,
        expires_at=_after(now, given["days"]), at=now, by=held,
    )  # fmt: skip
    return _page(request, TokenForm(site.pk), secret=secret)


@require_POST
@staff(MANAGE_DEVICES)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a token at once (停用令牌)."""
    actions.revoke_token(token_id=pk, at=clock.now(), by=reader(request))
    messages.success(request, say(_REVOKED))
    return redirect("web:tokens")


def _after(now: datetime, days: int | None) -> datetime | None:
    return now + timedelta(days=days) if days else None


def _form(request: HttpRequest) -> TokenForm:
    site_id = site_by_code(reader(request).site_code).pk
    return TokenForm(site_id, request.POST if request.method == "POST" else None)


def _page(
    request: HttpRequest, form: TokenForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    page, now = page_of(tokens_of(reader(request)), request), clock.now()
    lines = []
    for token in page.rows:
        state = token.state_at(now)
        in_force = state is TokenState.IN_FORCE
        lines.append(Line(token, SCOPE_WORDS[token.scope], STATE_WORDS[state], in_force))
    context = {"page": page, "lines": lines, "form": form, "secret": secret}
    return render(request, "web/admin/tokens.html", context, status=status)
