"""`yichuang token create --scope …`: issue an API token; it is printed once, on the last line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.errors import HallError
from yichuang.organization.actions import create_token
from yichuang.organization.queries import (
    SCOPES,
    SYSTEM,
    main_site,
    person_named,
    site_by_code,
    window_by_code,
)
from yichuang.phrases import Phrase

_AT_A_WINDOW = ("window", "display")  # a display with a window faces its visitor


class WindowNeeded(HallError):
    code: ClassVar[str] = "access.window_elsewhere"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "只有 window 和 display 令牌可以指定窗口。",
        "Only a token of scope window or display takes a window.",
    )


class Command(BaseCommand):
    help = "签发接口令牌 / issue an API token"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scope", required=True, choices=sorted(SCOPES))
        parser.add_argument("--site", help="场所编码（默认为中心）/ site (default: the centre)")
        parser.add_argument("--window", help="窗口编号 / window code")
        parser.add_argument("--person", help="工号、账号或姓名 / staff number, user name or name")
        parser.add_argument(
            "--days", type=int, choices=range(1, 3651), metavar="N",
            help="有效天数（默认不限）/ days until it expires (default: none)",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        if options["window"] and options["scope"] not in _AT_A_WINDOW:
            raise WindowNeeded(field="window")
        person = person_named(options["person"]) if options["person"] else None
        if options["site"]:
            site = site_by_code(options["site"])
        else:
            site = person.site if person else main_site()
        window = window_by_code(site.pk, options["window"]) if options["window"] else None
        now, days = clock.now(), options["days"]
        _token, secret = create_token(
            scope=SCOPES[options["scope"]], site=site, window=window, person=person,
            expires_at=now + timedelta(days=days) if days else None, at=now, by=SYSTEM,
        )  # fmt: skip
        self.stdout.write("令牌只显示这一次，请保存：/ Shown only this once, keep it:")
        self.stdout.write(secret)
