"""What `yichuang bench obligations` runs in the folder it throws away: a line for each count."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.database import as_owner, migrate
from yichuang.jobs.bench_obligations import measure
from yichuang.jobs.demo import prepare


class Command(BaseCommand):
    help = "由 bench obligations 调用，测临时大厅的到期扫描 / run by bench obligations"
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("open", type=int)
        parser.add_argument("due", type=int)

    def handle(self, *_: Any, **options: Any) -> None:
        migrate()
        with as_owner():
            prepare(past=False)
        for line in measure(options["open"], options["due"]):
            self.stdout.write(f"{line.open} {line.seconds:.4f}")
