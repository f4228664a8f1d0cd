"""Logging in and out, one's own password, and where each person starts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yichuang import clock
from yichuang.errors import HallError
from yichuang.organization import actions, log_ins, second, tries
from yichuang.organization.passwords import was_used
from yichuang.organization.queries import reader_of
from yichuang.organization.roles import NAMES
from yichuang.phrases import Phrase
from yichuang.text import passage
from yichuang.web.accounts import known_browsers
from yichuang.web.accounts.second import NEXT, STAGE
from yichuang.web.accounts.sessions import begin
from yichuang.web.base import readers
from yichuang.web.base.language import say
from yichuang.web.base.menu import staff_menu
from yichuang.web.base.preferences import safe_next
from yichuang.web.base.refusals import answer

if TYPE_CHECKING:
    from yichuang.organization.models import Account

_USERNAME = Phrase("用户名", "User name")
_PASSWORD = Phrase("密码", "Password")
_WRONG = Phrase(
    "用户名或密码不对。请注意大小写；连续输错会暂时锁定。",
    "Wrong user name or password. Mind capitals; repeated mistakes lock the account for a while.",
)
_CLOSED = Phrase(
    "这个账号已停用，请联系系统管理员。", "This account is closed. Ask the system administrator."
)
_SAME = Phrase("新密码不能与旧密码相同。", "The new password must differ from the old one.")
_USED = Phrase(
    "最近{n}次用过的密码不能再用，请换一个。",
    "Your last {n} passwords can't be used again; choose another.",
)
_CHANGED = Phrase("密码已修改。", "Your password was changed.")


_MINUTES = Phrase("{n} 分钟", "{n} minutes")
_SECONDS = Phrase("{n} 秒", "{n} seconds")


class LockedOut(HallError):
    code = "access.locked_out"
    status = 429
    phrase = Phrase(
        "连续输错，账号已暂时锁定。请 {wait}后再试，或联系系统管理员。",
        "Too many wrong tries: this account is locked for now. "
        "Try again in {wait} or ask the system administrator.",
    )


class LogIn(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = say(_USERNAME)
        self.fields["password"].label = say(_PASSWORD)
        self.error_messages = {"invalid_login": say(_WRONG), "inactive": say(_CLOSED)}


class OwnPassword(PasswordChangeForm):
    """The old password and twice the new one, which must differ."""

    def clean_new_password1(self) -> str:
        chosen = cast(str, self.cleaned_data["new_password1"])
        if self.user.check_password(chosen):
            raise forms.ValidationError(say(_SAME), code="same")
        if was_used(self.user, chosen):
            raise forms.ValidationError(say(_USED, n=settings.PASSWORD_HISTORY), code="used")
        return chosen


@never_cache
@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    form = LogIn(request, data=request.POST or None)
    if request.method == "POST":
        real = clock.real_now()
        counted, longest = known_browsers.counted(request, request.POST.get("username", "")[:40])
        seconds = tries.wait(counted, longest=longest, real=real)
        if seconds:
            _note_refusal(request, locked=True)
            return locked(request, seconds)
        if form.is_valid():
            tries.forget(counted)
            return _begin(request, form.get_user())
        if not getattr(request, "axes_locked_out", False):
            tries.failed(counted, real=real)
        _note_refusal(request, locked=False)
    context = {"form": form, "next": request.GET.get("next", "")}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/accounts/login.html", context, status=status)


def _begin(request: HttpRequest, account: Account) -> HttpResponse:
    """The password was right: log in, or go on to the second step."""
    login(request, account)
    begin(request)
    target = safe_next(request, "web:start")
    stage = second.stage(account)
    if stage:
        request.session[STAGE], request.session[NEXT] = stage, target
        return redirect("web:second")
    return finish(request, account, redirect(target))


def finish(request: HttpRequest, account: Account, response: HttpResponse) -> HttpResponse:
    """The log-in is whole: it is listed, on record, and its browser is known."""
    request.session.pop(STAGE, None)
    request.session.cycle_key()
    at, address = clock.now(), request.META.get("REMOTE_ADDR", "")
    log_ins.begin(
        account=account, session_key=request.session.session_key or "", address=address,
        browser=passage(request.headers.get("User-Agent", "")), at=at,
    )  # fmt: skip
    actions.note_log_in(account=account, address=address, at=at, by=reader_of(account))
    known_browsers.remember(request, response, account.pk)
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    account = readers.member(request)
    if account:
        log_ins.forget(session_key=request.session.session_key or "")
        actions.note_log_out(account=account, at=clock.now(), by=readers.reader(request))
    logout(request)
    return redirect("web:login")


@never_cache
@sensitive_post_parameters()
@readers.staff()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; after a first log-in nothing else is open."""
    account = cast("Account", readers.member(request))
    form = OwnPassword(account, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = request.session.session_key or ""
        actions.change_password(
            account=account, password=form.cleaned_data["new_password1"],
            at=clock.now(), by=readers.reader(request), keep=before,
        )  # fmt: skip
        update_session_auth_hash(request, account)
        log_ins.moved(before=before, now=request.session.session_key or "")
        messages.success(request, say(_CHANGED))
        return redirect("web:start")
    context = {"form": form, "first": account.must_change_password}
    status = 422 if request.method == "POST" else 200
    return render(request, "web/accounts/password.html", context, status=status)


@readers.staff()
def start(request: HttpRequest) -> HttpResponse:
    """What this person's roles open (工作首页)."""
    held = readers.reader(request)
    context = {
        "pages": staff_menu(request, held),
        "roles": [NAMES[role] for role in sorted(held.roles)],
    }
    return render(request, "web/accounts/start.html", context)


def _note_refusal(request: HttpRequest, *, locked: bool) -> None:
    actions.note_refused_log_in(
        username=request.POST.get("username", "")[:40], locked=locked,
        address=request.META.get("REMOTE_ADDR", ""), at=clock.now(),
    )  # fmt: skip


def locked_out(request: HttpRequest, credentials: object, *_: object) -> HttpResponse:
    """The page of django-axes for an account that is locked (登录锁定)."""
    _note_refusal(request, locked=True)
    return locked(request, round(settings.AXES_COOLOFF_TIME * 3600))


def locked(request: HttpRequest, seconds: int) -> HttpResponse:
    """Wait so long; the header says it to machines."""
    words, n = (_MINUTES, ceil(seconds / 60)) if seconds > 90 else (_SECONDS, seconds)
    wait = Phrase(words.say("zh", n=n), words.say("en", n=n))
    return answer(request, LockedOut(wait=wait, retry_after=seconds))
