"""`yichuang database grants`: print what the hall's own database role is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.jobs.grants import statements


class Command(BaseCommand):
    help = "列出应用数据库角色的权限 / print the rights of the hall's database role"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role", default=settings.APPLICATION_ROLE, help="角色名 / name of the role"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        for statement in statements(options["role"]):
            self.stdout.write(f"{statement};")
