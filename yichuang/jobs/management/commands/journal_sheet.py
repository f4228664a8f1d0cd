"""`yichuang journal sheet`: the heads of a day on paper, to be signed and kept elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.jobs.daily_sheet import as_pdf, daily_sheet
from yichuang.jobs.sealer import outside


class Command(BaseCommand):
    help = (
        "打印一天的树头单，签名后另行保管 / the heads of a day as PDF, to sign and keep elsewhere"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD",
                            help="哪一天，默认今天 / the day; default: today")  # fmt: skip
        parser.add_argument("--out", type=Path, metavar="FILE",
                            help="写到哪个文件 / the file (heads-YYYY-MM-DD.pdf)")  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        day: date = options["day"] or clock.today()
        sheet = daily_sheet(outside(), day)
        path: Path = options["out"] or Path(f"heads-{day}.pdf")
        path.write_bytes(as_pdf(sheet, clock.now()))
        self.stdout.write(
            f"{path}：{day} 共 {sheet.heads} 个树头，末个 {sheet.lines[-1].head.size} 条\n"
            f"{path}: {sheet.heads} heads on {day}, the last one of "
            f"{sheet.lines[-1].head.size} entries"
        )
