"""What every page knows: the hall's name, language, elder mode, the menu, who is logged in.

Each is looked up when a template names it, once a page, and none of them fails with the
database: a page that says the database is away has to be shown without it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from django.db import Error
from django.http import HttpRequest
from django.urls import reverse

from yichuang import __version__, clock
from yichuang.errors import NotFound
from yichuang.journal.actions import NotOpened
from yichuang.journal.queries import is_open, opened_at, training_clock
from yichuang.messages.queries import unread
from yichuang.organization.queries import main_site
from yichuang.phrases import Phrase
from yichuang.web.base import readers
from yichuang.web.base.language import language, say
from yichuang.web.base.menu import Link, in_a_line, public_menu, staff_menu
from yichuang.web.base.preferences import in_large_type
from yichuang.web.base.texts import own_texts

if TYPE_CHECKING:
    from yichuang.organization.models import Account, Site

T = TypeVar("T")
_NAMELESS = Phrase("政务服务大厅", "Government service hall")


def hall(request: HttpRequest) -> dict[str, object]:
    """The context processor."""

    @cache
    def member() -> Account | None:
        return _calmly(lambda: readers.member(request), None)

    @cache
    def site() -> Site | None:
        account = member()
        return account.person.site if account else _calmly(_main_site, None)

    @cache
    def unopened() -> str:
        """How to open this hall, where it isn't; empty where it is, or nobody can say."""
        missing = site() is None and _calmly(lambda: not is_open(), otherwise=False)
        return say(NotOpened.phrase) if missing else ""

    def hall_name() -> str:
        where = site()
        if where is None:
            return say(_NAMELESS)
        return where.name_en if language() == "en" and where.name_en else where.name

    @cache
    def menu() -> list[Link]:
        if unopened():
            return []
        if not member():
            return public_menu(request)
        return in_a_line(_calmly(lambda: staff_menu(request, readers.reader(request)), []))

    return {
        "lang": language(),
        "elder": in_large_type(request),
        "training": cache(lambda: _calmly(_training, None)),
        "member": member,
        "site": site,
        "unopened": unopened,
        "hall_name": hall_name,
        "menu": menu,
        "unread": cache(lambda: _calmly(lambda: unread(readers.reader(request)), 0)),
        "own_texts": cache(own_texts),
        "home_address": lambda: reverse("web:start" if member() else "web:home"),
        "here": request.get_full_path() if request.method == "GET" else request.path,
        "version": __version__,
    }


@dataclass(frozen=True, slots=True)
class Training:
    """How the clock of a training hall stands, for the ribbon at the top."""

    now: datetime
    speed: int
    percent: int | None
    """How much of a past time that is being lived through is behind; None: none is."""


def _training() -> Training | None:
    setting = training_clock()
    if setting is None:
        return None
    now, percent = clock.now(), None
    if setting.bound_for:
        since = opened_at() or now
        percent = round(100 * ((now - since) / (setting.bound_for - since)))
    return Training(now, round(setting.speed), percent)


def _main_site() -> Site | None:
    try:
        return main_site()
    except NotFound:
        return None


def _calmly(look_up: Callable[[], T], otherwise: T) -> T:
    """What the database says, or something else where it can't be asked."""
    try:
        return look_up()
    except Error:
        return otherwise
