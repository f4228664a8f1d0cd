"""Reading inquiries: the site's, one, the knowledge base, and what the counts say (R03)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from yichuang.catalog.search import Document, question, ranked
from yichuang.catalog.search.documents import Names, joined, plain
from yichuang.courses.store import all_of, read
from yichuang.courses.writing import offered
from yichuang.errors import NotAllowed
from yichuang.inquiries.actions import opened
from yichuang.inquiries.course import ANSWER_INQUIRY, STATES, Kind, State
from yichuang.inquiries.course import InquiryCourse as Course
from yichuang.inquiries.course import InquiryDossier as Inquiry
from yichuang.obligations.queries import Due, due_on
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import Reader, name_of
from yichuang.phrases import Phrase

_A_PAGE = 50
_LOOKED_THROUGH = 1000
"""So many of the newest are looked through for words; older ones are found by their number."""


@dataclass(frozen=True, slots=True)
class View:
    """An inquiry as the house sees it."""

    course: Course
    question: str
    who: str
    contact: str
    owner: str
    taker: str
    may: frozenset[str]
    due: Due | None


@dataclass(frozen=True, slots=True)
class Known:
    """A question that was answered and kept (知识库): in words that name nobody."""

    number: str
    question: str
    answer: str
    on: datetime
    reused: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What the newest inquiries add up to."""

    channels: Mapping[str, int]
    states: Sequence[tuple[Phrase, int]]
    total: int


def inquiries(reader: Reader, at: datetime, words: str = "") -> list[View]:
    """The inquiries of the site, the newest first; `words`: in question, answer or number."""
    _must_see(reader)
    found = []
    for one in all_of(Inquiry, reader, states=(), most=_LOOKED_THROUGH if words else _A_PAGE):
        told = (
            f"{one.course.number}\n{opened(one, 'question')}\n{one.course.answer}" if words else ""
        )
        if words.casefold() in told.casefold():
            found.append(_view(one, reader, at))
        if len(found) == _A_PAGE:
            break
    return found


def inquiry(number: str, *, reader: Reader, at: datetime) -> View:
    """One inquiry, for who may answer, and for supervision. Raises NotAllowed, NotFound."""
    _must_see(reader)
    return _view(read(Inquiry, number, reader), reader, at)


def counts(reader: Reader) -> Counts:
    """How the newest thousand came in, and how they stand (咨询统计)."""
    _must_see(reader)
    every = all_of(Inquiry, reader, states=(), most=_LOOKED_THROUGH)
    states = Counter(one.course.state for one in every)
    return Counts(
        Counter(str(one.course.asked.data["channel"]) for one in every),
        [(STATES[state], states[state]) for state in State if states[state]], len(every),
    )  # fmt: skip


def knowledge(site_id: int, words: str = "", most: int = 20) -> list[Known]:
    """Answers kept for reuse, the best fitting first; without words the most reused ones.

    Searched as items are: by everyday words, pinyin, with a slip of the finger.
    """
    here = Reader(name="public", site_id=site_id, site_code="")
    done = all_of(Inquiry, here, states=(State.DONE,), most=_LOOKED_THROUGH)
    facts = (fact for one in done for fact in one.course.happened)
    answers = (fact for fact in facts if fact.kind in (Kind.ANSWERED, Kind.REPLIED))
    used = Counter(str(fact.data["reused"]) for fact in answers)
    kept = [
        Known(c.number, c.kept, c.answer, c.happened[-1].at, used[c.number])
        for c in (one.course for one in done) if c.kept and c.answer
    ]  # fmt: skip
    if not words.strip():
        return sorted(kept, key=lambda one: (-one.reused, one.number))[:most]
    documents = {one.number: _document(one.question, one.answer) for one in kept}
    by_number = {one.number: one for one in kept}
    asked = question(words)
    best = ranked(asked, documents)
    return [by_number[number] for number in best[:most]]


@lru_cache(maxsize=4096)
def _document(asked: str, answer: str) -> Document:
    said = f"{asked} {answer}"
    return Document(Names.of(asked), (), "", joined(said) + "\n" + plain(said), "")


def _must_see(reader: Reader) -> None:
    if not (reader.may(ANSWER_INQUIRY) or reader.may(SUPERVISE)):
        raise NotAllowed(what=ANSWER_INQUIRY.name)


def _view(dossier: Inquiry, reader: Reader, at: datetime) -> View:
    course = dossier.course
    theirs = reader.may(ANSWER_INQUIRY)
    return View(
        course, opened(dossier, "question"), opened(dossier, "who") if theirs else "",
        opened(dossier, "contact") if theirs else "",
        name_of(course.owner_id) if course.owner_id else "",
        name_of(course.taker_id) if course.taker_id else "",
        offered(dossier, reader), due_on(dossier.subject, at),
    )  # fmt: skip
