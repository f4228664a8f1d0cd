"""Reading results: what a number is worth now (真伪查询), and how it was changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang import text
from yichuang.cases.actions.looks import count_check
from yichuang.cases.face import ISSUE_RESULT, REVIEW_CASE, SEE_SITE_CASES, VERIFY_CASE
from yichuang.cases.outcomes import Granted, granted, granted_by_paper
from yichuang.courses.store import all_of, those
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, name_of
from yichuang.phrases import Phrase
from yichuang.results.refusals import NotOnRecord
from yichuang.results.result import Change, ResultDossier
from yichuang.results.states import STATES, WHATS, State, What
from yichuang.rules import masking

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Superseding:
    """A superseding decision in a list."""

    what: Phrase
    document: str
    at: datetime
    reason: str
    basis: str
    wording: str
    who: str
    seq: int


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result as the house sees it."""

    number: str
    document: str
    item: Phrase
    department: Phrase
    holder: str
    decided_at: datetime
    text: str
    """What holds now."""
    valid: bool
    state: State
    state_said: Phrase
    changes: tuple[Superseding, ...]
    proposal: Superseding | None
    """What waits to be decided."""
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the public is told of a number: what stands on the paper, and whether it holds."""

    number: str
    document: str
    item: Phrase
    department: Phrase
    holder: str
    decided_at: datetime
    text: str
    given: Phrase | None
    valid: bool
    changes: tuple[Superseding, ...]
    digest: str


def result(number: str, reader: Reader) -> ResultView:
    """A result with its changes, for who handles or sees the case. Raises NotFound."""
    of = granted(number)
    if of is None or of.site_id != reader.site_id or not _sees(reader, of):
        raise NotFound(what=number, field="number")
    return _view(of, reader)


def changing(reader: Reader) -> list[ResultView]:
    """Results on which a change is under way or was made, the newest first."""
    found = all_of(ResultDossier, reader, states=(), most=_A_PAGE)
    views = []
    for one in found:
        of = granted(one.standing.number)
        if of is not None and _sees(reader, of):
            views.append(_view(of, reader))
    return views


def check(printed: str, *, source: str, at: datetime) -> Checked:
    """Look a printed number up (真伪查询). Raises NotOnRecord for everything unknown, TooManyTries.

    `source`: where the question comes from, so that nobody reads all numbers one by one.

    The holder is masked: who has the paper can compare, who hasn't learns nothing.
    """
    count_check(source=source, at=at)
    of = granted_by_paper(text.number(printed)) or granted_by_paper(printed.strip())
    if of is None or not of.issued:
        raise NotOnRecord
    dossier = _dossier(of.number)
    changes = dossier.course.changes if dossier else ()
    holder = of.holder
    name = masking.name(holder.name) if holder.kind == "person" else holder.name
    return Checked(
        number=of.number, document=of.document, item=of.item, department=of.department,
        holder=name, decided_at=of.decided_at, text=_holds(of, changes), given=of.given,
        valid=dossier.course.is_valid if dossier else True,
        changes=tuple(map(_superseding, changes)), digest=of.digest,
    )  # fmt: skip


def _view(of: Granted, reader: Reader) -> ResultView:
    dossier = _dossier(of.number)
    if dossier is None:
        own = reader.may(REVIEW_CASE) and reader.department_id == of.department_id
        may = frozenset({"proposed"}) if own and of.issued else frozenset()
        return _made(of, reader, (), None, State.STANDING, may, valid=True)
    course = dossier.course
    proposal = None
    if course.state == State.PROPOSED and course.proposal is not None:
        said = course.proposal.data
        proposal = Superseding(
            WHATS[What(str(said["what"]))], "", course.proposal.at, str(said["reason"]),
            str(said["basis"]), str(said["wording"]), _who(course.proposal.person_id),
            course.proposal.seq,
        )  # fmt: skip
    return _made(of, reader, course.changes, proposal, course.state,
                 offered(dossier, reader), valid=course.is_valid)  # fmt: skip


def _made(
    of: Granted, reader: Reader, changes: tuple[Change, ...], proposal: Superseding | None,
    state: State, may: frozenset[str], *, valid: bool,
) -> ResultView:  # fmt: skip
    return ResultView(
        number=of.number, document=of.document, item=of.item, department=of.department,
        holder=of.holder.masked().name, decided_at=of.decided_at, text=_holds(of, changes),
        valid=valid, state=state, state_said=STATES[state],
        changes=tuple(map(_superseding, changes)), proposal=proposal, may=may,
    )  # fmt: skip


def _holds(of: Granted, changes: tuple[Change, ...]) -> str:
    worded = [one.wording for one in changes if one.wording]
    return worded[-1] if worded else of.text


def _superseding(one: Change) -> Superseding:
    return Superseding(WHATS[one.what], one.document, one.decided.at, one.reason, one.basis,
                       one.wording, _who(one.decided.person_id), one.decided.seq)  # fmt: skip


def _dossier(number: str) -> ResultDossier | None:
    found = those(ResultDossier, [number])
    return found[0] if found else None


def _sees(reader: Reader, of: Granted) -> bool:
    if reader.may(SEE_SITE_CASES) or reader.may(ISSUE_RESULT):
        return True
    own = reader.may(REVIEW_CASE) or reader.may(VERIFY_CASE)
    return own and reader.department_id == of.department_id


def _who(person_id: int | None) -> str:
    return name_of(person_id) if person_id is not None else ""
