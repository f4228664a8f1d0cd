"""`yichuang import items FILE`: take in a district's catalogue, all rows or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from yichuang import clock
from yichuang.catalog.actions import Taken, import_sheet
from yichuang.catalog.sheet import Sheet, read_sheet
from yichuang.jobs.sheet_command import SheetCommand, say_odd
from yichuang.organization.queries import SYSTEM
from yichuang.sheets import open_sheet


class Command(SheetCommand):
    help = "导入事项目录（CSV，UTF-8）/ import a catalogue of items (CSV, UTF-8)"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--ground", default="",
            help="批准目录的文号，缺省为文件名 / the document that approved it; default: the file",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        path = Path(options["file"])
        with open_sheet(path) as file:
            sheet = read_sheet(file)
        self.say_bad(sheet.wrong, skip=options["skip_bad"])
        self.must_be_open()
        say_odd(sheet.odd, self.stdout)
        ground = options["ground"] or path.name
        taken = import_sheet(sheet.rows, ground=ground[:200], at=clock.now(), by=SYSTEM)
        self._say_taken(sheet, taken)

    def _say_taken(self, sheet: Sheet, taken: Taken) -> None:
        for code in taken.withdrawn:
            self.stdout.write(f"{code} 已取消，保持取消 / was withdrawn earlier and is left so")
        skipped = sheet.bad_lines
        if taken.nothing_changed:
            self.stdout.write(
                f"没有变化：{taken.unchanged} 个事项与现行目录一致，跳过 {skipped} 行\n"
                f"Nothing changed: {taken.unchanged} items are as they stand; "
                f"{skipped} rows left out"
            )
            return
        self.stdout.write(
            f"新增 {len(taken.added)} 个，变更 {len(taken.changed)} 个，"
            f"不变 {taken.unchanged} 个，涉及 {taken.departments} 个部门，跳过 {skipped} 行。\n"
            "导入的事项六公开不全，可以在窗口受理，补齐后才能公开。\n"
            f"{len(taken.added)} new, {len(taken.changed)} changed, {taken.unchanged} unchanged, "
            f"of {taken.departments} departments; {skipped} rows left out.\n"
            "They lack the six disclosures: they can be accepted at the window and are published "
            "once complete."
        )
