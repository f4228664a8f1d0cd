"""The course of a publication (公示流程), and what it says as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from yichuang.courses.course import Course
from yichuang.courses.store import Stored
from yichuang.courses.table import Act, Row, Table, Who
from yichuang.errors import HallError
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.queries import Reader
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.publications.face import PUBLISH, REVIEW
from yichuang.publications.refusals import Lacks, NotNow, SamePerson
from yichuang.publications.states import KINDS, STATES, Kind, State

_WRITTEN = (Kind.DRAFTED, Kind.EDITED)


def another_person(dossier: PublicationDossier, by: Reader) -> HallError | None:
    """Whoever drafted or edited it doesn't review it."""
    facts = dossier.course.happened
    writers = {fact.person_id for fact in facts if fact.kind in _WRITTEN}
    return SamePerson() if by.person_id in writers else None


def complete(dossier: PublicationDossier, act: Act) -> HallError | None:
    """A title, a text, and a last day after today."""
    try:
        until = date.fromisoformat(str(act.data["until"]))
    except ValueError:
        return Lacks(field="until")
    for field in ("title", "text"):
        if not act.data[field]:
            return Lacks(field=field)
    return None if until > local(act.at).date() else Lacks(field="until")


_S, _K = State, Kind
_NO: tuple[()] = ()
_WRITES, _REVIEWS, _ANOTHER = Who(PUBLISH), Who(REVIEW), (another_person,)

_ROWS: tuple[Row[PublicationDossier], ...] = (
    # state         what happens   who may    provided   and typed    leads to
    (_S.NEW,        _K.DRAFTED,    _WRITES,   _NO,       (complete,), _S.DRAFT),
    (_S.DRAFT,      _K.EDITED,     _WRITES,   _NO,       (complete,), _S.DRAFT),
    (_S.DRAFT,      _K.REVIEWED,   _REVIEWS,  _ANOTHER,  _NO,         _S.REVIEWED),
    (_S.DRAFT,      _K.DROPPED,    _WRITES,   _NO,       _NO,         _S.DROPPED),
    (_S.REVIEWED,   _K.RETURNED,   _REVIEWS,  _NO,       _NO,         _S.DRAFT),
    (_S.REVIEWED,   _K.PUBLISHED,  _WRITES,   _NO,       _NO,         _S.PUBLISHED),
    (_S.PUBLISHED,  _K.ARCHIVED,   Who(),     _NO,       _NO,         _S.ARCHIVED),
)  # fmt: skip


def _to_review(_: PublicationDossier) -> list[Owed]:
    return [Owed("publication.review", Debtor(permission=REVIEW))]


def _to_publish(_: PublicationDossier) -> list[Owed]:
    return [Owed("publication.publish", Debtor(permission=PUBLISH))]


def _to_archive(dossier: PublicationDossier) -> list[Owed]:
    """It is archived by itself when its last day is over."""
    limit = Limit(lapse_at=dossier.course.over_at)
    return [Owed("publication.archive", Debtor(permission=PUBLISH), limit)]


PUBLICATION: Table[PublicationDossier] = Table(
    name="publication", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.ARCHIVED, _S.DROPPED}), out_of_order=NotNow,
    owed={_S.DRAFT: _to_review, _S.REVIEWED: _to_publish, _S.PUBLISHED: _to_archive},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Publication(Course):
    """What it says, and how far it got."""

    table: ClassVar[Table[PublicationDossier]] = PUBLICATION
    state: State = State.NEW

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    def _said(self, name: str) -> str:
        """A part of the newest wording."""
        written = [fact for fact in self.happened if fact.kind in _WRITTEN]
        return str(written[-1].data.get(name, "")) if written else ""

    @property
    def title(self) -> str:
        return self._said("title")

    @property
    def text(self) -> str:
        return self._said("text")

    @property
    def corrects(self) -> str:
        """The number of the publication that this one corrects; empty: none."""
        return str(self.happened[0].data.get("corrects", "")) if self.happened else ""

    @property
    def until(self) -> date:
        return date.fromisoformat(self._said("until"))

    @property
    def over_at(self) -> datetime:
        """The instant after its last day."""
        return instant(datetime.combine(self.until + timedelta(days=1), time()))

    @property
    def published_at(self) -> datetime | None:
        found = [fact.at for fact in self.happened if fact.kind == Kind.PUBLISHED]
        return found[-1] if found else None


class PublicationDossier(Stored[Publication]):
    """A publication; its wording stands in its own facts."""

    kind_of_course = Publication

    @property
    def about(self) -> About:
        assert self.standing.site_id is not None
        title = self.course.title
        return About(self.subject, self.standing.site_id, Phrase(title, title))
