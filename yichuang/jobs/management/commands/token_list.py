"""`yichuang token list`: every token, what it is for and when it was last used; no secrets."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yichuang import clock
from yichuang.organization.queries import tokens_of

_HEAD = ("id", "scope", "site", "window", "person", "created", "expires", "last used", "state")


class Command(BaseCommand):
    help = "列出令牌 / list the API tokens"

    def handle(self, *_: Any, **options: Any) -> None:
        now = clock.now()
        self.stdout.write("\t".join(_HEAD))
        for token in tokens_of():
            times = (token.created_at, token.expires_at, token.last_used_at)
            self.stdout.write("\t".join([
                str(token.pk), token.scope, token.site.code,
                token.window.code if token.window else "-",
                token.person.staff_no if token.person else "-",
                *(clock.in_zone(at).isoformat(" ", "minutes") if at else "-" for at in times),
                token.state_at(now).value,
            ]))  # fmt: skip
