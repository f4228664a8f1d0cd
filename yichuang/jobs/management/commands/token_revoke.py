"""`yichuang token revoke ID`: stop a token at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.organization.actions import revoke_token
from yichuang.organization.queries import SYSTEM


class Command(BaseCommand):
    help = "停用令牌 / revoke an API token"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, help="编号，见 yichuang token list / its number")

    def handle(self, *_: Any, **options: Any) -> None:
        revoke_token(token_id=options["id"], at=clock.now(), by=SYSTEM)
        self.stdout.write(
            f"令牌 {options['id']} 已停用，立即生效。/ Token {options['id']} is revoked, as of now."
        )
