"""`yichuang import staff FILE`: take people on from a list, all rows or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from yichuang import clock
from yichuang.jobs.opening.people import hand_over, open_accounts, take_on
from yichuang.jobs.opening.staff_sheet import read_staff, standing
from yichuang.jobs.sheet_command import SheetCommand
from yichuang.organization.queries import SYSTEM
from yichuang.sheets import open_sheet


class Command(SheetCommand):
    help = "导入人员（CSV，UTF-8）/ take people on from a list (CSV, UTF-8)"

    def handle(self, *_: Any, **options: Any) -> None:
        with open_sheet(Path(options["file"])) as file:
            self.must_be_open()
            sheet = read_staff(file, standing())
        self.say_bad(sheet.wrong, skip=options["skip_bad"])
        at = clock.now()
        with transaction.atomic():
            taken = take_on(sheet.people, at=at, by=SYSTEM)
            passwords = open_accounts(sheet.people, taken, at=at, by=SYSTEM)
            hand_over(passwords, self.stdout)
        bad = len({one.line for one in sheet.wrong})
        self.stdout.write(
            f"新增 {len(taken)} 人，开通账号 {len(passwords)} 个；已在册 {sheet.there} 人，"
            f"保持不变；跳过 {bad} 行。\n"
            f"{len(taken)} people taken on, {len(passwords)} accounts opened; {sheet.there} were "
            f"there already and are left as they are; {bad} rows left out."
        )
