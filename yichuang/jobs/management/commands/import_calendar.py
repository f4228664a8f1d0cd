"""`yichuang import calendar FILE [--site CODE]`: a newly published year, or a place's own days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from yichuang import clock
from yichuang.cases.actions import refold_open
from yichuang.jobs.opening.calendar_sheet import CalendarSheet, read_calendar
from yichuang.jobs.sheet_command import SheetCommand
from yichuang.organization.actions import complete_calendar_year, set_calendar_days
from yichuang.organization.queries import SYSTEM, calendar_days, site_by_code
from yichuang.regulations.queries import published_years
from yichuang.sheets import open_sheet


class Command(SheetCommand):
    help = "导入放假和调休（CSV：date,kind,name）/ take in days off and make-up days"
    skips = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--site", default="",
            help="只对一个场所；不写即全国 / one place's own days; nothing: national ones",
        )  # fmt: skip
        parser.add_argument(
            "--source", default="",
            help="依据的文号，缺省为文件名 / the document that says so; default: the file",
        )  # fmt: skip
        parser.add_argument(
            "--complete", type=int, metavar="YEAR", default=None,
            help="全年安排已齐，作为已公布 / this year's arrangement is complete, as published",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        path = Path(options["file"])
        with open_sheet(path) as file:
            self.must_be_open()
            site = site_by_code(options["site"]) if options["site"] else None
            stand = calendar_days(site.pk if site else None)
            known = {day.on: day for day in stand if day.national == (site is None)}
            sheet = read_calendar(file, known, national=site is None, today=clock.today())
        self.say_bad(sheet.wrong, skip=False)
        at, before = clock.now(), published_years()
        source = (options["source"] or path.name)[:200]
        if sheet.days:
            set_calendar_days(sheet.days, site=site, source=source, at=at, by=SYSTEM)
        if options["complete"] is not None:
            complete_calendar_year(options["complete"], source=source, at=at, by=SYSTEM)
        # Also where nothing was new: an earlier run may have been stopped before this was done.
        cases = refold_open(site_id=site.pk if site else None, at=at)
        self._say(sheet, before, cases)

    def _say(self, sheet: CalendarSheet, before: frozenset[int], cases: int) -> None:
        if sheet.days:
            off = sum(not day.working for day in sheet.days)
            worked = len(sheet.days) - off
            self.stdout.write(
                f"写入放假 {off} 天、上班 {worked} 天；原已如此 {sheet.unchanged} 天。\n"
                f"{off} days off, {worked} working days entered; {sheet.unchanged} stood already."
            )
        else:
            self.stdout.write(
                f"没有变化：{sheet.unchanged} 天都已如此\n"
                f"Nothing changed: all {sheet.unchanged} days stood already"
            )
        published = published_years()
        for year in sorted(published - before):
            self.stdout.write(
                f"{year} 年从现在起视为已公布。/ {year} counts as published from now on."
            )
        for year in sorted({day.on.year for day in sheet.days if day.national} - published):
            self.stdout.write(
                f"{year} 年还缺节日，仍属暂算；确已齐全的，加 --complete {year}。\n"
                f"{year} lacks festivals still and stays provisional; "
                f"if nothing is missing, say --complete {year}."
            )
        self.stdout.write(
            f"{cases} 个在办件的期限已重新计算。\n"
            f"The limits of {cases} open cases were counted anew."
        )
