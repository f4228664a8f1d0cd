"""`yichuang demo`: a hall to try, with a past month and a day that goes on by itself."""

from __future__ import annotations

import shutil
import sys
import threading
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.database import as_owner, migrate
from yichuang.jobs import demo
from yichuang.jobs.management.commands.serve import (
    add_server_arguments,
    hall_supervisor,
    receive_terminals,
)
from yichuang.jobs.seed import DEMO_LOGINS, DEMO_PASSWORD
from yichuang.jobs.sole import sole_hall
from yichuang.jobs.supervisor import answers, command_child, web_child
from yichuang.journal.actions import set_training_clock

_ANSWERS_WITHIN = 60.0  # seconds
_TRY = """
一窗 演示大厅 / demo hall          http://localhost:{port}/

  取号机 kiosk            http://localhost:{port}/kiosk
  大厅显示屏 board         http://localhost:{port}/board
  窗口工作台 window        http://localhost:{port}/window
  审批桌面 desk           http://localhost:{port}/desk
{terminals}
登录 / log-in（密码都是 password for all: {password}）
{logins}

走一遍 / walk: 取号 take a number → 叫号 call → 受理 accept → 审核 review → 办结 decide →
出件 issue → 评价 rate。每个日期和结论旁都有“为什么”。Every outcome has its 为什么.
{past}按 ctrl-C 停止 / ctrl-C stops everything; 再次启动数据还在 / a second start keeps the data.
"""
_PAST = "过去一个月正在后台过一遍，页面顶部有进度。The past month fills in behind.\n"


class Command(BaseCommand):
    help = "演示大厅 / a hall to try"

    def add_arguments(self, parser: CommandParser) -> None:
        add_server_arguments(parser)
        parser.add_argument("--reset", action="store_true", help="从头开始 / start over")
        parser.add_argument(
            "--no-live", action="store_true", help="不自动运转 / no self-running day"
        )
        parser.add_argument("--speed", type=float, default=60.0, help="快多少倍 / times as fast")

    def handle(self, *_: Any, **options: Any) -> None:
        with sole_hall(settings.HOME.root, options["host"], options["port"]):
            self._run(options)

    def _run(self, options: dict[str, Any]) -> None:
        if options["reset"]:
            with as_owner():
                demo.start_over()
            shutil.rmtree(settings.HOME.journal, ignore_errors=True)
        migrate()
        live = not options["no_live"]
        with as_owner():
            demo.prepare(past=live)
        set_training_clock(speed=1, run_for=timedelta(minutes=1))
        supervisor = hall_supervisor(options["workers"])
        supervisor.add(web_child(**{k: options[k] for k in ("host", "port", "workers")}))
        supervisor.add(command_child("work", essential=False))
        terminals = receive_terminals(supervisor, options)
        self._wait(options["port"])
        if live:
            words = ("demo_live", "--speed", str(options["speed"]), "--port", str(options["port"]))
            supervisor.add(command_child(*words, essential=False))
        self._say(options["port"], terminals, live=live)
        sys.exit(supervisor.run())

    def _wait(self, port: int) -> None:
        pause = threading.Event()
        waited = 0.0
        while not answers(port) and waited < _ANSWERS_WITHIN:
            pause.wait(0.1)
            waited += 0.1

    def _say(self, port: int, terminals: str, *, live: bool) -> None:
        logins = "\n".join(f"  {name:<14}{what}" for name, what in DEMO_LOGINS.items())
        self.stdout.write(
            _TRY.format(
                port=port,
                password=DEMO_PASSWORD,
                logins=logins,
                past=_PAST if live else "",
                terminals=f"  {terminals.rstrip()}\n" if terminals else "",
            )
        )
        self.stdout.flush()
