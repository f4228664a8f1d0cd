"""`yichuang hall open FILE`: open a real hall from its set-up file, once and for good."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from yichuang import clock
from yichuang.database import as_owner, migrate
from yichuang.jobs.opening.building import HallIsOpen, Opened, open_real_hall
from yichuang.jobs.opening.people import hand_over
from yichuang.jobs.opening.reading import SetUp, SetUpRefused, read_file
from yichuang.jobs.sheet_command import say_odd
from yichuang.journal.queries import is_open

_FAULTY = 1
_NEXT = """
接着 / next:
  yichuang import items 目录.csv      导入事项（写了 catalogue 的不必）/ items, unless named in it
  yichuang import staff 人员.csv      增加人员 / more people
  yichuang token create --scope …     取号机、显示屏的令牌 / tokens of kiosks and displays
  yichuang serve --port 8000          运行大厅 / run the hall"""


class Command(BaseCommand):
    help = "开立正式大厅 / open a real hall from its set-up file"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", help="设置文件，样例见 yichuang hall template / the set-up file"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        migrate()
        if is_open():
            raise HallIsOpen
        try:
            set_up = read_file(Path(options["file"]))
        except SetUpRefused as refused:
            for zh, en in zip(refused.each("zh"), refused.each("en"), strict=True):
                self.stderr.write(f"{zh}\n  {en}")
            self.stderr.write(f"{refused.say('zh')}\n{refused.say('en')}")
            sys.exit(_FAULTY)
        with as_owner(), transaction.atomic():
            opened = open_real_hall(set_up, at=clock.now())
            hand_over(opened.passwords, self.stdout)
        if set_up.sheet:
            say_odd(set_up.sheet.odd, self.stdout)
        self._say(set_up, opened)

    def _say(self, set_up: SetUp, opened: Opened) -> None:
        hall = set_up.hall
        centre = hall.sites[0].name
        windows = sum(map(len, hall.windows.values()))
        services = sum(map(len, hall.services.values()))
        people = len(list(hall.staff()))
        self.stdout.write(
            f"{centre.zh}已经开立：{len(hall.sites)} 个场所，{windows} 个窗口，{services} 项业务，"
            f"{people} 人，{opened.items} 个事项。\n"
            f"{centre.en} is open: {len(hall.sites)} places, {windows} windows, "
            f"{services} services, {people} people, {opened.items} items."
        )
        self.stdout.write(_NEXT)
