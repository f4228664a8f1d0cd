"""Who is called next (叫号): classes by rank, the longest-waiting first, nobody forgotten.

Only services of the window. An appointment that hasn't checked in isn't waiting. Checked in
in time, it is an appointment from its slot on; before its slot it is called only when nobody
else waits. Checked in later, it waits as the book says (as a normal one) since its check-in.
A returning ticket without a time of return keeps its place by the time it was taken.

A normal ticket that has waited too long ranks higher (its place there by the time it was
taken, unless the book says by the time it rose). If the last calls were all of other
classes, the longest-waiting normal one is called, risen or not; where the book says that
several are called in a row then, so are the next. `as` says how it is called:
a risen ticket called by its rank is called as what it rose to.

Numbers break ties: the shorter one first, then by letters and digits.

Which tickets suffice. Of all tickets that wait, the ruling can only fall on the earliest of
each class by the time that orders it, and among those whose class orders them by their slot
on the earliest of the punctual ones and the one of the late ones who checked in first. So a
hall need fetch no more than `candidates` keeps: per window one ticket a class, and two of a
class ordered by slots; taking them for each service apart, or a few more, changes nothing. So
no reason says how many wait. Of the last calls, as many count as `remembered` says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from yichuang.phrases import Phrase, phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.effects import effects
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.queue import Queue
from yichuang.rules.wording import minute


@dataclass(frozen=True, slots=True)
class Ticket:
    """A waiting ticket (号)."""

    no: str
    service: str
    taken_at: datetime
    class_: str
    slot: datetime | None = None
    checked_in_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The window that calls, and the services it gives."""

    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Who waits, and how the last calls of this queue went (`recent`, newest last)."""

    now: datetime
    waiting: tuple[Ticket, ...]
    window: Window
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """Who is called, and as what; None: nobody waits."""

    call: str | None
    as_: str | None
    because: tuple[Reason, ...]


effects(
    "queue",
    nobody=("没有可叫的号", "nobody to call"),
    called_next=("叫这个号", "this number is called"),
    ranks_higher=("次序提前", "it ranks higher"),
    slot_missed=("不再按预约", "no longer by its slot"),
)
CALLED = "called_next"

NOBODY = phrase("queue.nobody", "本窗口业务无人等候", "nobody waits for this window's services")
RATIO = phrase(
    "queue.ratio",
    "此前连续 {n} 次叫的都不是普通号，叫等候最久的普通号 {no}（自 {since}）",
    "the last {n} calls were all of other classes: {no}, the normal one waiting longest "
    "(since {since})",
)
BY_RANK = phrase(
    "queue.by_rank",
    "{zh}号 {no} 次序最先（自 {since}）",
    "{no}, {en}, comes first (since {since})",
)
RISEN = phrase(
    "queue.risen",
    "{no} 已等候 {minutes} 分钟，不少于 {most} 分钟，按{zh}号的次序",
    "{no} has waited {minutes} minutes, {most} or more, so it ranks as {en}",
)
LATE = phrase(
    "queue.late_appointment",
    "{no} 预约 {slot}，{checked_in} 签到，超过 {grace} 分钟，自签到起按{zh}号等候",
    "{no} had its slot at {slot} and checked in {checked_in}, more than {grace} minutes after: "
    "it waits as {en} since then",
)
EARLY = phrase(
    "queue.early_appointment",
    "别无他人等候，提前叫预约 {slot} 的 {no}",
    "nobody else waits, so {no} is called before its slot at {slot}",
)
_KNOWN_CLASS = Phrase("以下号别之一：{known}", "one of {known}")
_SLOT = Phrase("预约号的预约时段", "the slot of an appointment")
_ONCE = Phrase("每个号只列一次", "each number once")


class _Stand(NamedTuple):
    """How a ticket waits: as what, since when, whether late, and whether its slot is to come."""

    ticket: Ticket
    as_: str
    since: datetime
    late: bool = False
    early: bool = False


@ruled("queue")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Choose who is called next (叫号).

    By the book in force on the day of `now`. Article: 通用底本 5. Raises FactsError for an
    unknown class, a number listed twice or an appointment without a slot; BookLacks where
    the book has no `queue`.
    """
    section = _section(book, facts.now)
    _check(facts, section)
    stands = [
        s
        for s in _stands(facts.waiting, section, facts.now)
        if s.ticket.service in facts.window.services
    ]
    waiting = [stand for stand in stands if not stand.early]
    if not waiting:
        return _early(stands, section, reasons=reasons)
    if _is_ordinary_turn(facts.recent, section):
        ordinary = [stand for stand in waiting if stand.as_ == section.ordinary]
        if ordinary:
            first, as_ = min(ordinary, key=_by_time), section.ordinary
            return _called(first, as_, RATIO, section, facts.now, reasons=reasons)
    first = min(waiting, key=lambda stand: _place(stand, section, facts.now))
    as_ = section.promoted_to if _risen(first, section, facts.now) else first.as_
    return _called(first, as_, BY_RANK, section, facts.now, reasons=reasons)


def _is_ordinary_turn(recent: tuple[str, ...], section: Queue) -> bool:
    """Whether the last `ratio` calls were of other classes, or the run after them goes on."""
    end = len(recent)
    while end and len(recent) - end < section.ordinary_run and recent[end - 1] == section.ordinary:
        end -= 1
    if len(recent) - end >= section.ordinary_run or end < section.ratio:
        return False
    return section.ordinary not in recent[end - section.ratio : end]


def remembered(section: Queue) -> int:
    """How many of the last calls the ruling may look at (`recent`); earlier ones never count."""
    return section.ratio + section.ordinary_run


def candidates(
    waiting: Sequence[Ticket], services: Collection[str], now: datetime, book: Book
) -> list[Ticket]:
    """The few tickets on which the ruling can fall (候选), in the order given.

    One a class; of a class ordered by slots the earliest punctual one and the earliest late
    one. The ruling over these is the ruling over all that wait.
    """
    section = _section(book, now)
    first: dict[tuple[str, bool], _Stand] = {}
    for stand in _stands(waiting, section, now):
        if stand.ticket.service not in services:
            continue
        group = (stand.ticket.class_, stand.late)
        if group not in first or _by_time(stand) < _by_time(first[group]):
            first[group] = stand
    kept = {id(stand.ticket) for stand in first.values()}
    return [ticket for ticket in waiting if id(ticket) in kept]


def _section(book: Book, now: datetime) -> Queue:
    section = book.on(now.date()).queue
    if section is None:
        raise BookLacks("queue", book.name)
    return section


def _stands(waiting: Iterable[Ticket], section: Queue, now: datetime) -> Iterator[_Stand]:
    """Everybody who waits; whoever hasn't checked in doesn't."""
    places = section.places
    grace = timedelta(minutes=section.appointments.grace_minutes)
    for i, ticket in enumerate(waiting):
        found = places.get(ticket.class_)
        if found is None:
            raise _unknown(f"facts.waiting[{i}].class", ticket.class_, section)
        since = found[1]
        if since == "taken_at":
            yield _Stand(ticket, ticket.class_, ticket.taken_at)
        elif since == "returned_at":
            yield _Stand(ticket, ticket.class_, ticket.returned_at or ticket.taken_at)
        elif ticket.slot is None:
            raise FactsError(f"facts.waiting[{i}].slot", _SLOT, "null")
        elif ticket.checked_in_at is None:
            continue
        elif ticket.checked_in_at - ticket.slot > grace:
            late_as = section.appointments.late_as
            yield _Stand(ticket, late_as, ticket.checked_in_at, late=True)
        else:
            yield _Stand(ticket, ticket.class_, ticket.slot, early=now < ticket.slot)


def _by_time(stand: _Stand) -> tuple[datetime, int, str]:
    no = stand.ticket.no
    return stand.since, len(no), no


def _risen(stand: _Stand, section: Queue, now: datetime) -> bool:
    """Whether an ordinary ticket has waited so long that it ranks higher."""
    return stand.as_ == section.ordinary and now - stand.since >= section.longest_wait


def _place(stand: _Stand, section: Queue, now: datetime) -> tuple[int, datetime, int, str]:
    """Where a ticket stands: rank, the time that orders it, its number."""
    since, length, no = _by_time(stand)
    if _risen(stand, section, now):
        if section.promoted_since == "promoted":
            since += section.longest_wait
        return section.places[section.promoted_to][0], since, length, no
    return section.places[stand.as_][0], since, length, no


def _early(stands: list[_Stand], section: Queue, *, reasons: bool) -> Ruling:
    """Nobody waits but, perhaps, appointments before their slot."""
    if not stands:
        because = (Reason(section.article, NOBODY, {}, "nobody"),) if reasons else ()
        return Ruling(None, None, because)
    first = min(stands, key=_by_time)
    because = ()
    if reasons:
        args = {"no": first.ticket.no, "slot": minute(first.since)}
        because = (Reason(section.appointments.article, EARLY, args, CALLED),)
    return Ruling(first.ticket.no, first.as_, because)


def _called(
    stand: _Stand,
    as_: str,
    fact: Phrase,
    section: Queue,
    now: datetime,
    *,
    reasons: bool,
) -> Ruling:
    no = stand.ticket.no
    if not reasons:
        return Ruling(no, as_, ())
    because: list[Reason] = []
    args: dict[str, object]
    own = section.classes[stand.as_]
    if stand.late:
        args = {
            "no": no,
            "slot": minute(stand.ticket.slot),
            "checked_in": minute(stand.since),
            "grace": section.appointments.grace_minutes,
            "zh": own.zh,
            "en": own.en,
        }
        because.append(Reason(section.appointments.article, LATE, args, "slot_missed"))
    called = section.classes[as_]
    if as_ != stand.as_:
        args = {
            "no": no,
            "minutes": int((now - stand.since).total_seconds() // 60),
            "most": section.max_wait_minutes,
            "zh": called.zh,
            "en": called.en,
        }
        because.append(Reason(section.article, RISEN, args, "ranks_higher"))
    args = {"no": no, "zh": called.zh, "en": called.en, "since": minute(stand.since)}
    if fact is RATIO:
        args["n"] = section.ratio
    because.append(
        Reason(called.article if fact is BY_RANK else section.article, fact, args, CALLED)
    )
    return Ruling(no, as_, tuple(because))


def _check(facts: Facts, section: Queue) -> None:
    """Raise FactsError for a number listed twice, or a class nobody knows."""
    if len({ticket.no for ticket in facts.waiting}) < len(facts.waiting):
        seen: set[str] = set()
        for i, ticket in enumerate(facts.waiting):
            if ticket.no in seen:
                raise FactsError(f"facts.waiting[{i}].no", _ONCE, ticket.no)
            seen.add(ticket.no)
    for i, code in enumerate(facts.recent):
        if code not in section.classes:
            raise _unknown(f"facts.recent[{i}]", code, section)


def _unknown(at: str, code: str, section: Queue) -> FactsError:
    return FactsError(at, _KNOWN_CLASS, code, {"known": ", ".join(section.classes)})
