"""Reading corrections: one's own, and those of the site for who decides on them."""

from __future__ import annotations

from dataclasses import dataclass

from yichuang.attendance.corrections.course import DECIDE, STATES, Correction, CorrectionDossier
from yichuang.courses.store import all_of, read
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, name_of
from yichuang.phrases import Phrase

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class View:
    """A correction as it stands, and what this reader may do."""

    course: Correction
    state: Phrase
    asker: str
    decided_by: str
    may: frozenset[str]


def corrections(reader: Reader) -> list[View]:
    """The corrections the reader may see, the newest first (补签): their own, or the site's."""
    found = all_of(CorrectionDossier, reader, states=(), most=_SHOWN)
    mine = [one for one in found if reader.may(DECIDE) or _concerns(one.course, reader)]
    return [_view(one, reader) for one in mine]


def correction(number: str, *, reader: Reader) -> View:
    """One correction. Raises NotFound for whom it doesn't concern."""
    dossier = read(CorrectionDossier, number, reader)
    if not (reader.may(DECIDE) or _concerns(dossier.course, reader)):
        raise NotFound(what=number, field="number")
    return _view(dossier, reader)


def _concerns(course: Correction, reader: Reader) -> bool:
    return reader.person_id in {course.asker_id, *course.people}


def _view(dossier: CorrectionDossier, reader: Reader) -> View:
    course = dossier.course
    last = course.happened[-1]
    decided = name_of(last.person_id) if len(course.happened) > 1 and last.person_id else ""
    asker = name_of(course.asker_id) if course.asker_id else ""
    return View(course, STATES[course.state], asker, decided, offered(dossier, reader))
