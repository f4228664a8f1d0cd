"""What `yichuang bench journal` runs in the folder it throws away: two figures, a second each."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.database import migrate
from yichuang.jobs.bench_sealing import measure


class Command(BaseCommand):
    help = "由 bench journal 调用，测临时大厅的流水账 / run by bench journal"
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("entries", type=int)
        parser.add_argument("processes", type=int)

    def handle(self, *_: Any, **options: Any) -> None:
        migrate()
        sealed, verified = measure(options["entries"], options["processes"])
        self.stdout.write(f"{sealed:.1f} {verified:.1f}")
