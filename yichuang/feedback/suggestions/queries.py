"""Reading suggestions: published ones by anybody, all of a site by who answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.courses.store import all_of, read
from yichuang.courses.writing import offered
from yichuang.feedback.suggestions.actions import opened
from yichuang.feedback.suggestions.course import ANSWER, STATES, Kind, State
from yichuang.feedback.suggestions.course import SuggestionCourse as Course
from yichuang.feedback.suggestions.course import SuggestionDossier as Suggestion
from yichuang.obligations.queries import Due, due_on
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase

_A_PAGE = 50
_PUBLIC = (State.PUBLISHED, State.IMPROVING, State.DONE, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Published:
    """A suggestion as the public reads it."""

    said: str
    answer: str
    improvement: str
    result: str
    state: Phrase
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class View:
    """A suggestion as the house sees it."""

    course: Course
    text: str
    contact: str
    may: frozenset[str]
    due: Due | None


def published(site_id: int) -> list[Published]:
    """What was said to this site, answered and published, the newest first."""
    here = Reader(name="public", site_id=site_id, site_code="")
    found = []
    for dossier in all_of(Suggestion, here, states=_PUBLIC, most=_A_PAGE):
        said = dossier.course.said
        found.append(Published(
            said(Kind.PUBLISHED, "said"), said(Kind.ANSWERED, "answer"),
            said(Kind.ADOPTED, "improvement"), said(Kind.DONE, "result"),
            _PUBLIC_SAID[dossier.course.state], dossier.course.facts[Kind.ANSWERED].at,
        ))  # fmt: skip
    return found


_ANSWERED = Phrase("已答复", "Answered")
_PUBLIC_SAID = {**STATES, State.PUBLISHED: _ANSWERED, State.CLOSED: _ANSWERED}


def suggestions(reader: Reader, at: datetime) -> list[View]:
    """The suggestions of the site (意见办理), the newest first."""
    reader.must(ANSWER)
    return [_view(one, reader, at) for one in all_of(Suggestion, reader, states=(), most=_A_PAGE)]


def suggestion(number: str, *, reader: Reader, at: datetime) -> View:
    """One suggestion, for who answers it and for who is in charge of its improvement."""
    dossier = read(Suggestion, number, reader)
    view = _view(dossier, reader, at)
    if not (view.may or dossier.course.owner_id == reader.person_id):
        reader.must(ANSWER)
    return view


def _view(dossier: Suggestion, reader: Reader, at: datetime) -> View:
    contact = opened(dossier, "contact") if reader.may(ANSWER) else ""
    may, due = offered(dossier, reader), due_on(dossier.subject, at)
    return View(dossier.course, opened(dossier, "text"), contact, may, due)
