"""The demo hall: when it opens, what it is filled with, how people get in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import connection

from yichuang import clock
from yichuang.errors import HallError
from yichuang.jobs.living import terminals
from yichuang.jobs.seed import seed_demo_hall
from yichuang.journal import queries as journal
from yichuang.journal.actions import open_hall, set_training_clock
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.workcalendar import calendar_of

MONTH = 21  # working days the demo's past is made of
_OPENS, _BEFORE_OPENING = time(9, 0), time(7, 30)


class RealHall(HallError):
    code: ClassVar[str] = "demo.real_hall"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这里是正式大厅的数据，演示不会动它。请用 YICHUANG_HOME 另指一个目录。",
        "This is a real hall's data; the demo does not touch it. "
        "Name another folder in YICHUANG_HOME.",
    )


def live_day() -> date:
    """The demo's today: today if it is a working day, else the last one before."""
    calendar = calendar_of(Book.of("statute"))
    day = clock.in_zone(clock.real_now()).date()
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day


def first_day(last: date) -> date:
    """The working day on which the demo's past begins."""
    calendar = calendar_of(Book.of("statute"))
    day, left = last, MONTH
    while left:
        day -= timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day


def prepare(*, past: bool) -> None:
    """Open the training hall and fill it with its people and items, if that isn't done.

    With `past` its journal opens a month ago, so that the month can be lived through.
    Raises RealHall where the data are a real hall's.
    """
    if journal.is_open():
        if not journal.is_training():
            raise RealHall
        return
    today = live_day()
    opens = (first_day(today), _BEFORE_OPENING) if past else (today, _OPENS)
    at = instant(datetime.combine(*opens))
    open_hall(training=True, at=at, by=SYSTEM.name)
    clock.forget()
    seed_demo_hall(at=at, by=SYSTEM)
    if past:
        terminals.install()
    set_training_clock(speed=1, run_for=timedelta(minutes=1))


def start_over() -> None:
    """Throw a training hall's data away. Raises RealHall where they are a real hall's."""
    tables = connection.introspection.table_names()
    if "journal_hall" in tables and journal.is_open() and not journal.is_training():
        raise RealHall
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
