"""What is done with rosters: proposed, changed by hand, filed; shifts swapped by consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yichuang.courses.store import begin, hold, next_serial
from yichuang.courses.writing import happen, refusal
from yichuang.errors import NotFound
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.obligations.actions import done_by_deed
from yichuang.organization.queries import SYSTEM, Reader, person_by_staff_no
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.rosters.course import (
    MAKE_ROSTERS,
    Kind,
    RosterDossier,
    State,
    SwapDossier,
    SwapKind,
    as_told,
)
from yichuang.rosters.ground import Ground, ground, rest_days_before, usual_windows
from yichuang.rosters.models import Place
from yichuang.rosters.refusals import (
    AlreadyFiled,
    NoSuchShift,
    NotToBeFiled,
    Passed,
    ReasonNeeded,
    WouldBeWrong,
    said,
)
from yichuang.rosters.solve import Question, propose
from yichuang.rules.halfdays import Half
from yichuang.rules.roster import HALVES, Shift, faults
from yichuang.text import passage


def number_of(site_code: str, first: date) -> str:
    """The number of a site's roster that begins on a day."""
    return f"{site_code}-{first:%Y%m%d}"


def make(*, first: date, last: date, at: datetime, by: Reader) -> str:
    """Have a roster of these days proposed (排班建议), or proposed anew; its number.

    What was settled by hand stays. Raises AlreadyFiled, NotAllowed.
    """
    by.must(MAKE_ROSTERS)
    if by.site_id is None:
        raise NotFound(what="site")
    number = number_of(by.site_code, first)
    adopted = in_force(by.site_id, first)
    known = ground(by.site_id, adopted.book, first, last)
    with transaction.atomic():
        dossier = _found(number, by) or begin(
            RosterDossier, number, subject=f"roster:{number}", at=at, site_id=by.site_id,
            adoption_id=adopted.adoption_id,
        )  # fmt: skip
        if dossier.course.state == State.FILED:
            raise AlreadyFiled(number=number)
        plan = propose(Question(
            known.facts, known.slots, fixed=_still_right(dossier, known),
            usual=usual_windows(by.site_id, first),
            rest_days=rest_days_before(by.site_id, adopted.book, first),
        ))  # fmt: skip
        data = {"first": first.isoformat(), "last": last.isoformat(), "plan": as_told(plan)}
        happen(dossier, Kind.PROPOSED, data, at=at, by=by, told={"shifts": len(plan)})
    return number


def place(
    *, number: str, on: date, half: Half, window: str, person: str, reason: str = "",
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Put somebody at a window for a half-day, or nobody (调班): `person` by staff number.

    Once the roster is filed only what is still to come changes, with its reason. Raises
    WouldBeWrong, Passed, ReasonNeeded.
    """
    with transaction.atomic():
        dossier = hold(RosterDossier, number, by)
        filed = dossier.course.state == State.FILED
        kind = Kind.REPLACED if filed else Kind.PLACED
        if (refused := refusal(dossier, kind, by)) is not None:
            raise refused
        known = _ground(dossier)
        seat = {one for one in dossier.course.plan if one[:3] == (on, half, window)}
        shift = Shift(on, half, window, person)
        come = {shift} if person else set()
        if (on, half) not in {slot.key for slot in known.slots} or window not in known.windows:
            raise NotFound(what=f"{on} {HALVES[half].zh} {window}", field="window")
        reason = passage(reason)
        if filed:
            _to_come(known, (shift,), at)
            if not reason:
                raise ReasonNeeded(field="reason")
        _must_be_right(dossier, seat, come, known)
        data = {"gone": as_told(seat), "come": as_told(come), "reason": reason}
        if filed:
            _write(dossier, known, seat, come)
        happen(dossier, kind, data, at=at, by=by)


def file(*, number: str, at: datetime, by: Reader) -> None:
    """File a roster (报送排班): from then on it is in force. Raises NotToBeFiled."""
    with transaction.atomic():
        dossier = hold(RosterDossier, number, by)
        if (refused := refusal(dossier, Kind.FILED, by)) is not None:
            raise refused
        course, known = dossier.course, _ground(dossier)
        found = faults(known.facts, course.plan, dossier.book)
        barred = sum(one.bars for one in found)
        if barred:
            raise NotToBeFiled(n=barred)
        _write(dossier, known, (), course.plan)
        done_by_deed(site_id=dossier.site_id, kind="roster", at=at)
        told = {"shifts": len(course.plan), "empty": len(found)}
        happen(dossier, Kind.FILED, told, at=at, by=by, told=told)


def ask_swap(*, mine: Place, theirs: Place, at: datetime, by: Reader) -> str:
    """Ask a colleague to swap shifts (请求换班); the number of the request.

    Nothing changes before they agree. Raises NoSuchShift, Passed, WouldBeWrong.
    """
    if mine.person_id != by.person_id or theirs.site_id != by.site_id:
        raise NoSuchShift
    with transaction.atomic():
        roster = hold(RosterDossier, mine.roster, by)
        _swapped(roster, _shift(mine), _shift(theirs), at)
        serial = next_serial("swap", by.site_code, local(at).date())
        number = f"{by.site_code}-{local(at).year}-{serial:04}"
        swap = begin(
            SwapDossier, number, subject=f"swap:{number}", at=at, site_id=by.site_id,
            adoption_id=roster.standing.adoption_id,
        )  # fmt: skip
        data = {"roster": mine.roster, "person": mine.person_id, "other": theirs.person_id,
                "mine": as_told([_shift(mine)]), "theirs": as_told([_shift(theirs)])}  # fmt: skip
        fact = happen(swap, SwapKind.ASKED, data, at=at, by=by)
        about = About(site_id=mine.site_id, site_code=by.site_code, subject=swap.subject,
                      event=f"{swap.subject}/{fact.seq}", kind="swap.asked", at=at)  # fmt: skip
        words = filled(_ASKED, {"who": mine.person.name, "mine": str(_shift(mine).on),
                                "theirs": str(_shift(theirs).on)})  # fmt: skip
        tell_person(about, Told(Phrase("请求换班", "A swap is asked for"), words),
                    person_id=theirs.person_id, actor=by.name)  # fmt: skip
    return number


def answer_swap(*, number: str, agree: bool, at: datetime, by: Reader) -> None:
    """Agree to a swap or decline it (答复换班): the colleague asked, or their stand-in.

    Raises NoSuchShift where one of the shifts has changed meanwhile.
    """
    with transaction.atomic():
        swap = hold(SwapDossier, number, by)
        kind = SwapKind.AGREED if agree else SwapKind.DECLINED
        if (refused := refusal(swap, kind, by)) is not None:
            raise refused
        if agree:
            roster = hold(RosterDossier, str(swap.course.data["roster"]), by)
            known, gone, come = _swapped(roster, *swap.course.shifts, at)
            _write(roster, known, gone, come)
            data = {"gone": as_told(gone), "come": as_told(come), "swap": number}
            happen(roster, Kind.SWAPPED, data, at=at, by=SYSTEM)
        happen(swap, kind, {}, at=at, by=by)


_ASKED = Phrase(
    "{who} 想用 {mine} 的班换您 {theirs} 的班，请在待办中答复。",
    "{who} would like to swap {mine} for your {theirs}. Please answer under To do.",
)


def _found(number: str, by: Reader) -> RosterDossier | None:
    try:
        return hold(RosterDossier, number, by)
    except NotFound:
        return None


def _ground(dossier: RosterDossier) -> Ground:
    course = dossier.course
    return ground(dossier.site_id, dossier.book, course.first, course.last)


def _still_right(dossier: RosterDossier, known: Ground) -> frozenset[Shift]:
    """What was settled by hand and can still be."""
    by_hand = dossier.course.by_hand
    if not by_hand:
        return frozenset()
    wrong = {one[1:5] for one in faults(known.facts, by_hand, dossier.book)}
    return frozenset(
        one for one in by_hand if (one.on, one.half, one.window, one.person) not in wrong
    )


def _must_be_right(
    dossier: RosterDossier, gone: Iterable[Shift], come: Iterable[Shift], known: Ground
) -> None:
    """Refuse what would put somebody where they can't be; an empty window is for filing to say."""
    plan = dossier.course.plan - set(gone) | set(come)
    places = {one[:3] for one in come} | {(one.on, one.half, one.person) for one in come}
    for fault in faults(known.facts, plan, dossier.book):
        here = (fault.on, fault.half, fault.window), (fault.on, fault.half, fault.person)
        if fault.kind not in ("empty", "unavoidable") and not places.isdisjoint(here):
            raise WouldBeWrong(what=said(fault, known.names), field="person")


def _to_come(known: Ground, shifts: Iterable[Shift], at: datetime) -> None:
    begins = {slot.key: datetime.combine(slot.on, slot.start) for slot in known.slots}
    for one in shifts:
        if begins[one.on, one.half] <= local(at):
            raise Passed(on=str(one.on), half=HALVES[one.half])


def _swapped(
    roster: RosterDossier, mine: Shift, theirs: Shift, at: datetime
) -> tuple[Ground, set[Shift], set[Shift]]:
    known, gone = _ground(roster), {mine, theirs}
    if not gone <= roster.course.plan or mine.person == theirs.person:
        raise NoSuchShift
    _to_come(known, gone, at)
    come = {mine._replace(person=theirs.person), theirs._replace(person=mine.person)}
    _must_be_right(roster, gone, come, known)
    return known, gone, come


def _shift(row: Place) -> Shift:
    return Shift(row.on, row.half, row.window.code, row.person.staff_no)  # type: ignore[arg-type]


def _write(
    dossier: RosterDossier, known: Ground, gone: Iterable[Shift], come: Iterable[Shift]
) -> None:
    """Let the rows say what the facts will: who sits where from now on."""
    for one in gone:
        rows = Place.objects.filter(on=one.on, half=one.half, window__code=one.window)
        rows.filter(site=dossier.site_id).delete()
    Place.objects.bulk_create(
        Place(site_id=dossier.site_id, roster=dossier.course.number, on=one.on,
              half=one.half, window_id=known.windows[one.window],
              person_id=known.people.get(one.person) or person_by_staff_no(one.person).pk)
        for one in sorted(come)
    )  # fmt: skip
