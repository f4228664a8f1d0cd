"""The second step of logging in (第二因素): a code from an app, and setting the app up.

Between password and code the session is logged in, but nothing else is open to it
(`web.sessions`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import segno
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from yichuang import clock
from yichuang.organization import second
from yichuang.phrases import Phrase
from yichuang.web.base import readers
from yichuang.web.base.context import hall
from yichuang.web.base.language import language, say
from yichuang.web.base.preferences import safe_next

if TYPE_CHECKING:
    from yichuang.organization.models import Account

STAGE, _SECRET, NEXT = "second", "second_secret", "second_next"
_CODE = Phrase("验证码", "Code")
_HELP_ASK = Phrase(
    "验证器上的六位数字；手机不在身边时输一个恢复码。",
    "The six digits your app shows, or one of your recovery codes.",
)
_HELP_ENROL = Phrase("验证器上的六位数字", "The six digits your app shows")


class CodeForm(forms.Form):
    code = forms.CharField(max_length=20)

    def __init__(self, data: object, help_text: Phrase) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["code"].label = say(_CODE)
        self.fields["code"].help_text = say(help_text)
        self.fields["code"].widget.attrs.update(
            autocomplete="one-time-code", autofocus=True, autocapitalize="off"
        )


@sensitive_post_parameters("code")
@readers.staff()
def step(request: HttpRequest) -> HttpResponse:
    """Whatever the log-in still takes."""
    stage = request.session.get(STAGE, "")
    if stage == "ask":
        return _ask(request)
    return _enrol(request) if stage == "enrol" else redirect("web:start")


def _ask(request: HttpRequest) -> HttpResponse:
    from yichuang.web.accounts.pages import finish, locked

    account = cast("Account", readers.member(request))
    form = CodeForm(request.POST if request.method == "POST" else None, _HELP_ASK)
    if request.method == "POST" and form.is_valid():
        real = clock.real_now()
        seconds = second.wait(account, real=real)
        if seconds:
            return locked(request, seconds)
        try:
            second.check(
                account=account, code=form.cleaned_data["code"], at=clock.now(), real=real,
                by=readers.reader(request),
            )  # fmt: skip
        except second.WrongCode as error:
            form.add_error("code", error.say(language()))
        else:
            target = request.session.pop(NEXT, "") or safe_next(request, "web:start")
            return finish(request, account, redirect(target))
    return _page(request, {"form": form, "asking": True})


@sensitive_variables("codes", "secret")
def _enrol(request: HttpRequest) -> HttpResponse:
    from yichuang.web.accounts.pages import finish

    account = cast("Account", readers.member(request))
    sealed: str = request.session.setdefault(_SECRET, second.new_secret(account))
    form = CodeForm(request.POST if request.method == "POST" else None, _HELP_ENROL)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second.enrol(
                account=account, sealed=sealed, code=form.cleaned_data["code"], at=clock.now(),
                real=clock.real_now(), by=readers.reader(request),
            )  # fmt: skip
        except second.WrongCode as error:
            form.add_error("code", error.say(language()))
        else:
            del request.session[_SECRET]
            target = request.session.pop(NEXT, "") or safe_next(request, "web:start")
            page = render(request, "web/accounts/recovery.html", {"codes": codes, "go_on": target})
            return finish(request, account, page)
    secret = second.shown(account, sealed)
    name = str(hall(request)["hall_name"])
    context = {
        "form": form, "qr": _drawn(second.address(account, sealed, hall=name)),
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
    }  # fmt: skip
    return _page(request, context)


def _page(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "web/accounts/second.html", context, status=status)


def _drawn(address: str) -> SafeString:
    drawn = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 (drawn here, from our own address)
