"""Reading publications: what the public sees, and what is under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.courses.store import read, standings
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.papers import word
from yichuang.papers.press import Copy as Leaf
from yichuang.papers.press import Foot, Line, Sheet
from yichuang.papers.press import printed as pdf_of
from yichuang.phrases import Phrase
from yichuang.publications.face import PUBLISH, REVIEW
from yichuang.publications.publication import Publication, PublicationDossier
from yichuang.publications.states import KINDS, STATES, State

__all__ = ["PublicationView", "bulletin", "bulletins", "docx", "pdf", "publication", "publications"]
_SHOWN = 50
_OUT = (State.PUBLISHED, State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    title: Phrase
    reason: str


@dataclass(frozen=True, slots=True)
class PublicationView:
    """A publication as it stands."""

    number: str
    title: str
    text: str
    until: date
    corrects: str
    state: State
    state_said: Phrase
    published_at: datetime | None
    steps: tuple[Step, ...]
    may: frozenset[str]

    @property
    def paragraphs(self) -> list[str]:
        return [line for line in self.text.splitlines() if line]


def publications(reader: Reader) -> tuple[PublicationView, ...]:
    """All publications of the reader's site, the newest first. Raises NotAllowed."""
    _must(reader)
    rows = standings(PublicationDossier, reader).values_list("number", flat=True)[:_SHOWN]
    return tuple(publication(number, reader=reader) for number in list(rows))


def publication(number: str, *, reader: Reader) -> PublicationView:
    """One of them, for who writes or reviews. Raises NotAllowed, NotFound."""
    _must(reader)
    dossier = read(PublicationDossier, number, reader)
    return _view(dossier.course, offered(dossier, reader))


def bulletins(visitor: Reader) -> tuple[PublicationView, ...]:
    """What is published at a site now (公示公告), the newest first; open to everybody."""
    rows = standings(PublicationDossier, visitor).filter(state=State.PUBLISHED)
    numbers = list(rows.values_list("number", flat=True)[:_SHOWN])
    return tuple(bulletin(number, visitor) for number in numbers)


def bulletin(number: str, visitor: Reader) -> PublicationView:
    """One that was published, also after its period. Raises NotFound for drafts."""
    course = read(PublicationDossier, number, visitor).course
    if course.state not in _OUT:
        raise NotFound(what=number, field="number")
    return _view(course, frozenset())


def pdf(number: str, visitor: Reader, *, org: str) -> bytes:
    """A bulletin as PDF; printed from what was published, it is the same each time."""
    view = bulletin(number, visitor)
    assert view.published_at is not None
    return pdf_of(_sheet(view, org), view.published_at)


def docx(number: str, visitor: Reader, *, org: str) -> bytes:
    """A bulletin for Word."""
    view = bulletin(number, visitor)
    return word.written(visitor.site_code, "bulletin", _sheet(view, org)).content


def _sheet(view: PublicationView, org: str) -> Sheet:
    on = local(view.published_at).date() if view.published_at else view.until
    signed = f"{on.year}年{on.month}月{on.day}日"
    foot = Foot(lines=(Line("公示截止", view.until.isoformat()),))
    return Sheet(
        org=org, title=view.title, number=f"编号：{view.number}", addressee="",
        paragraphs=tuple(view.paragraphs), sign_org=org, sign_date=signed, copies=(Leaf("", foot),),
    )  # fmt: skip


def _must(reader: Reader) -> None:
    if not reader.may(REVIEW):
        reader.must(PUBLISH)


def _view(course: Publication, may: frozenset[str]) -> PublicationView:
    steps = tuple(
        Step(fact.at, KINDS[fact.kind], str(fact.data.get("reason", "")))
        for fact in course.happened
    )
    return PublicationView(
        course.number, course.title, course.text, course.until, course.corrects, course.state,
        STATES[course.state], course.published_at, steps, may,
    )  # fmt: skip
