"""What the commands that take in a CSV file have in common: how they say what is wrong."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandParser, OutputWrapper

from yichuang.database import migrate
from yichuang.journal.actions import NotOpened
from yichuang.journal.queries import is_open
from yichuang.sheets import Wrong

_BAD_ROWS = 1
_ODD_SHOWN = 20


class SheetCommand(BaseCommand):
    """A command that takes in a CSV file."""

    skips: ClassVar[bool] = True
    """Whether bad rows may be left out."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV 文件 / the file")
        if self.skips:
            parser.add_argument(
                "--skip-bad", action="store_true",
                help="跳过有误的行，导入其余各行 / leave bad rows out and import the others",
            )  # fmt: skip

    def must_be_open(self) -> None:
        """Bring the tables up to date. Raises NotOpened where there is no hall to take it into."""
        migrate()
        if not is_open():
            raise NotOpened

    def say_bad(self, wrong: Sequence[Wrong], *, skip: bool) -> None:
        """Every bad row; the command ends here unless they are to be left out."""
        for one in wrong:
            self.stderr.write(f"{one.say('zh')}\n  {one.say('en')}")
        if not wrong or skip:
            return
        rows = len({one.line for one in wrong})
        zh, en = ("，或加 --skip-bad 跳过", ", or leave them out with --skip-bad")
        self.stderr.write(
            f"{rows} 行有误，一行也没有导入。改正后重来{zh if self.skips else ''}。\n"
            f"{rows} rows are wrong; nothing was imported. Correct them{en if self.skips else ''}."
        )
        sys.exit(_BAD_ROWS)


def say_odd(odd: Sequence[Wrong], to: OutputWrapper) -> None:
    """Odd things once each, with the first line they stand on."""
    counted = Counter((one.column, one.found) for one in odd)
    first = {(one.column, one.found): one for one in reversed(odd)}
    for key, times in counted.most_common(_ODD_SHOWN):
        one = first[key]
        to.write(f"注意 {one.say('zh')}，共 {times} 行\n  Note: {one.say('en')}, {times} rows")
    if len(counted) > _ODD_SHOWN:
        more = len(counted) - _ODD_SHOWN
        to.write(f"… 另有 {more} 种 / {more} more kinds")
