"""`yichuang serve`: run the hall until told to stop."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.database import migrate
from yichuang.jobs.sole import is_free, sole_hall
from yichuang.jobs.supervisor import Supervisor, command_child, device_child, web_child
from yichuang.journal.actions import NotOpened
from yichuang.journal.queries import is_open

DEVICE_PORT = 8081
_RECEIVES = "考勤机 terminals      http://localhost:{port}/iclock/\n"
_TAKEN = (
    "端口 {port} 已被占用，不接收考勤机；可用 --device-port 另选。\n"
    "Port {port} is taken, so terminals are not received; choose another with --device-port.\n"
)


def add_server_arguments(parser: CommandParser) -> None:
    parser.add_argument("--host", default="0.0.0.0", help="监听地址 / address to listen on")  # noqa: S104
    parser.add_argument("--port", type=int, default=8000, help="端口 / port")
    parser.add_argument("--workers", type=int, default=2, help="网页进程数 / web processes")
    parser.add_argument(
        "--device-port", type=int, metavar="N",
        help=f"考勤机端口，0 为不接收 / port for terminals, 0: none (default: {DEVICE_PORT})",
    )  # fmt: skip


def receive_terminals(supervisor: Supervisor, options: dict[str, Any]) -> str:
    """Start the receiver of terminals as asked; what to say of it.

    A port that was named must be free. The usual one may be another hall's on this machine:
    then this hall runs without, and says so.
    """
    named, host = options["device_port"], options["host"]
    port = DEVICE_PORT if named is None else named
    if not port:
        return ""
    if named is None and not is_free(host, port):
        return _TAKEN.format(port=port)
    supervisor.add(device_child(host=host, port=port))
    return _RECEIVES.format(port=port)


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
        said = receive_terminals(supervisor, options)
        self.stdout.write(f"http://localhost:{options['port']}/\n{said}".rstrip())
        if not is_open():
            unopened = NotOpened.phrase
            self.stdout.write(f"{unopened.zh}\n{unopened.en}")
        sys.exit(supervisor.run())
