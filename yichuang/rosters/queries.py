"""Reading rosters: those of a site, one week of one, who could sit there, one's own shifts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from yichuang.courses.store import all_of, read
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.obligations.queries import Due, due_on
from yichuang.organization.queries import Reader, windows_of
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.rosters.course import (
    MAKE_ROSTERS,
    RosterCourse,
    RosterDossier,
    SwapCourse,
    SwapDossier,
)
from yichuang.rosters.ground import Ground, ground
from yichuang.rosters.models import Place
from yichuang.rosters.refusals import said
from yichuang.rules.halfdays import Half
from yichuang.rules.roster import (
    Post,
    Slot,
    Term,
    Worker,
    faults,
    gone_of,
    is_away,
    next_term,
    qualified,
)

_SHOWN = 24
_AHEAD = timedelta(days=45)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault as the page shows it, with the place where it is mended."""

    words: Phrase
    bars: bool
    article: str
    on: date
    half: Half
    window: str

    @property
    def query(self) -> str:
        """What the address of the seat asks for."""
        return seat_query(self.on, self.half, self.window)


@dataclass(frozen=True, slots=True)
class Seat:
    """One window for one half-day."""

    slot: Slot
    window: str
    who: str
    wrong: bool

    @property
    def query(self) -> str:
        """What the address of the seat asks for."""
        return seat_query(*self.slot.key, self.window)


def seat_query(on: date, half: Half, window: str) -> str:
    """A seat as an address names it."""
    return urlencode({"on": on.isoformat(), "half": half, "window": window})


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a roster as a table: windows down, half-days across."""

    monday: date
    before: date | None
    after: date | None
    slots: tuple[Slot, ...]
    rows: tuple[tuple[str, str, tuple[Seat, ...]], ...]
    """Code and name of a window, and its seats."""

    @property
    def days(self) -> tuple[tuple[date, int, bool], ...]:
        """Each day with how many half-days it has, and whether it is one of rest."""
        halves = Counter(slot.on for slot in self.slots)
        rest = {slot.on for slot in self.slots if slot.rest}
        return tuple((day, n, day in rest) for day, n in halves.items())


@dataclass(frozen=True, slots=True)
class RosterView:
    """A roster with what is wrong with it and what may be done."""

    course: RosterCourse
    week: Week
    wrong: tuple[Wrong, ...]
    loads: tuple[tuple[str, int, int], ...]
    """Who has how many half-days, and how many of them on days of rest; the most first."""
    may: frozenset[str]
    due: Due | None

    @property
    def barred(self) -> bool:
        return any(one.bars for one in self.wrong)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may sit at a window, and how they stand at that half-day (为什么是他)."""

    number: str
    name: str
    sits: bool
    """Whether they have the seat."""
    elsewhere: str
    """The window they have then; empty: none."""
    away: bool
    load: int
    """Half-days they have in this roster."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """One seat of a roster, with everybody who may sit there, the least laden first."""

    course: RosterCourse
    slot: Slot
    window: str
    window_name: str
    candidates: tuple[Candidate, ...]
    may: bool
    filed: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """A shift of one's own."""

    place: Place
    swaps: tuple[Place, ...]
    """Shifts of others that could be had for it."""


def rosters(reader: Reader) -> list[RosterCourse]:
    """The rosters of the site, the newest first."""
    return [one.course for one in all_of(RosterDossier, reader, states=(), most=_SHOWN)]


def due_next(reader: Reader, at: datetime) -> Term | None:
    """The period to be filed next, by the book in force (该报哪一期)."""
    assert reader.site_id is not None
    now = local(at)
    return next_term(in_force(reader.site_id, now.date()).book, now)


def roster(number: str, *, on: date | None, reader: Reader, at: datetime) -> RosterView:
    """A roster, at the week of a day. Raises NotFound."""
    dossier, known = _read(number, reader)
    course = dossier.course
    found = faults(known.facts, course.plan, dossier.book)
    wrong = tuple(
        Wrong(said(one, known.names), one.bars, one.article, one.on, one.half, one.window)
        for one in found
    )
    day = min(max(on or local(at).date(), course.first), course.last)
    may = offered(dossier, reader)
    return RosterView(
        course, _week(course, known, day, {one[1:4] for one in found}, dossier.site_id), wrong,
        _loads(course, known), may, due_on(dossier.subject, at),
    )  # fmt: skip


def seat(number: str, on: date, half: str, window: str, *, reader: Reader) -> SeatView:
    """One seat of a roster with who could have it. Raises NotFound."""
    dossier, known = _read(number, reader)
    slot = next((one for one in known.slots if one.key == (on, half)), None)
    post = next((one for one in known.facts.posts if one.window == window), None)
    if slot is None or post is None:
        raise NotFound(what=f"{on} {half} {window}", field="window")
    may = offered(dossier, reader)
    return SeatView(
        dossier.course, slot, window, _window_names(dossier.site_id)[window],
        _candidates(dossier.course, known, slot, post), not may.isdisjoint({"placed", "replaced"}),
        "replaced" in may,
    )  # fmt: skip


def shifts_of(reader: Reader, at: datetime) -> tuple[Mine, ...]:
    """One's own shifts to come (我的班次), each with those one could ask to swap for."""
    today = local(at).date()
    rows = Place.objects.filter(site=reader.site_id, on__gte=today, on__lt=today + _AHEAD)
    rows = rows.select_related("window", "person").order_by("on", "half")
    mine = [one for one in rows if one.person_id == reader.person_id]
    if not mine:
        return ()
    windows = {one.window_id for one in mine}
    busy = {(one.on, one.half) for one in mine}
    free: dict[str, list[Place]] = defaultdict(list)
    for one in rows:
        theirs = one.window_id in windows and one.person_id != reader.person_id
        if theirs and one.on > today and (one.on, one.half) not in busy:
            free[one.roster].append(one)
    return tuple(Mine(one, tuple(free[one.roster]) if one.on > today else ()) for one in mine)


def place(pk: int, reader: Reader) -> Place:
    """A shift of the site. Raises NotFound."""
    row = (
        Place.objects.filter(pk=pk, site=reader.site_id).select_related("window", "person").first()
    )
    if row is None:
        raise NotFound(what=str(pk), field="shift")
    return row


def swap(number: str, *, reader: Reader) -> tuple[SwapCourse, frozenset[str]]:
    """A swap that one asked for or is asked for, and what one may do."""
    dossier = read(SwapDossier, number, reader)
    course, may = dossier.course, offered(dossier, reader)
    if reader.person_id not in (course.other_id, course.data["person"]) and not may:
        reader.must(MAKE_ROSTERS)
    return course, may


def _read(number: str, reader: Reader) -> tuple[RosterDossier, Ground]:
    dossier = read(RosterDossier, number, reader)
    course = dossier.course
    return dossier, ground(dossier.site_id, dossier.book, course.first, course.last)


def _window_names(site_id: int) -> dict[str, str]:
    return {one.code: one.name for one in windows_of(site_id)}


def _week(
    course: RosterCourse, known: Ground, day: date, wrong: set[tuple[date, Half, str]],
    site_id: int,
) -> Week:  # fmt: skip
    monday = day - timedelta(days=day.weekday())
    shown = tuple(one for one in known.slots if monday <= one.on < monday + _WEEK)
    sits = {one[:3]: known.names.get(one.person, one.person) for one in course.plan}
    names = _window_names(site_id)
    rows = []
    for post in known.facts.posts:
        keys = [(slot, (slot.on, slot.half, post.window)) for slot in shown]
        seats = tuple(
            Seat(slot, post.window, sits.get(key, ""), key in wrong) for slot, key in keys
        )
        rows.append((post.window, names[post.window], seats))
    before, after = monday - timedelta(days=1), monday + _WEEK
    return Week(
        monday, before if before >= course.first else None,
        after if after <= course.last else None, shown, tuple(rows),
    )  # fmt: skip


def _loads(course: RosterCourse, known: Ground) -> tuple[tuple[str, int, int], ...]:
    rest = {slot.key for slot in known.slots if slot.rest}
    load = Counter(one.person for one in course.plan)
    resting = Counter(one.person for one in course.plan if (one.on, one.half) in rest)
    told = [(known.names.get(one, one), n, resting[one]) for one, n in load.items()]
    return tuple(sorted(told, key=lambda one: (-one[1], one[0])))


def _candidates(
    course: RosterCourse, known: Ground, slot: Slot, post: Post
) -> tuple[Candidate, ...]:
    then = {one.person: one.window for one in course.plan if (one.on, one.half) == slot.key}
    load = Counter(one.person for one in course.plan)
    gone = gone_of(known.facts)
    able: Sequence[Worker] = [one for one in known.facts.workers if qualified(one, post)]
    made = [
        Candidate(
            one.number,
            known.names[one.number],
            then.get(one.number) == post.window,
            then.get(one.number, "") if then.get(one.number) != post.window else "",
            is_away(gone, one.number, slot.on, slot.half),
            load[one.number],
        )
        for one in able
    ]
    return tuple(
        sorted(made, key=lambda one: (one.away, bool(one.elsewhere), one.load, one.number))
    )
