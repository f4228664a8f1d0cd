"""`yichuang serve`: run the hall until told to stop."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.database import migrate
from yichuang.jobs.sole import sole_hall
from yichuang.jobs.supervisor import Supervisor, command_child, web_child
from yichuang.journal.actions import NotOpened
from yichuang.journal.queries import is_open


def add_server_arguments(parser: CommandParser) -> None:
    parser.add_argument("--host", default="0.0.0.0", help="监听地址 / address to listen on")  # noqa: S104
    parser.add_argument("--port", type=int, default=8000, help="端口 / port")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数 / web processes")


def hall_supervisor(workers: int) -> Supervisor:
    """A supervisor for a hall with so many web processes, which tends its database too."""
    environment = {
        "DATABASE_URL": settings.DATABASE_URL, "YICHUANG_WORKERS": str(workers),
    }  # fmt: skip
    return Supervisor(environment, settings.TEND_DATABASE)


class Command(BaseCommand):
    help = "运行大厅 / run the hall"

    def add_arguments(self, parser: CommandParser) -> None:
        add_server_arguments(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        with sole_hall(settings.HOME.root, options["host"], options["port"]):
            self._run(options)

    def _run(self, options: dict[str, Any]) -> None:
        migrate()
        supervisor = hall_supervisor(options["workers"])
        supervisor.add(web_child(**{k: options[k] for k in ("host", "port", "workers")}))
        supervisor.add(command_child("work", essential=False))
        self.stdout.write(f"http://localhost:{options['port']}/")
        if not is_open():
            unopened = NotOpened.phrase
            self.stdout.write(f"{unopened.zh}\n{unopened.en}")
        sys.exit(supervisor.run())
