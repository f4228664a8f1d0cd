"""What `yichuang` can do, when no command or an unknown one is given."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

OVERVIEW = """yichuang – 一窗 / one window

  demo [--reset] [--port N] [--workers N] [--no-live]   演示大厅 / a hall to try
  hall template · hall open FILE                        开立正式大厅 / open a real hall
  serve [--port N] [--workers N]                        运行大厅 / run the hall
  simulate [--speed N]                                  演示大厅自动运转 / let the demo hall live
  services [--json] · token create --scope …            业务与令牌 / services and tokens
  account renew --person …                              重置密码 / a new first password
  import items|staff FILE [--skip-bad]                  导入事项、人员 / take in items, staff
  import calendar FILE [--site CODE]                    导入放假安排 / take in days off
  journal verify | seal | sheet                         校验、封存、树头单 / check, seal, print
  rules explain|list|show|check|diff|schema|replay      规则手册 / rule books
  bench rules | hall | journal                          测速 / benchmarks

任何命令加 --help 看用法。Add --help to any command."""


class Command(BaseCommand):
    help = "List the commands."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="*")

    def run_from_argv(self, argv: list[str]) -> None:
        self.handle(words=[w for w in argv[2:] if w not in ("-h", "--help")])

    def handle(self, *_: Any, **options: Any) -> None:
        words: list[str] = options["words"]
        if words:
            self.stderr.write(f"没有命令“{' '.join(words)}” / no such command\n")
        self.stdout.write(OVERVIEW)
        if words:
            sys.exit(2)
