"""What a case looks like to its readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from yichuang.cases.joint.queries import latest
from yichuang.cases.states import Kind, State
from yichuang.phrases import Phrase
from yichuang.rules import deadline

if TYPE_CHECKING:
    from yichuang.cases.applicants import Applicant
    from yichuang.cases.joint.queries import Opinion
    from yichuang.cases.queries.days import Day
    from yichuang.rules.reasons import Reason

PaperKind = Literal[
    "acceptance", "correction", "refusal", "extension", "segment", "result", "delivery", "receipt"
]
PAPERS: Mapping[Kind, tuple[PaperKind, Phrase]] = MappingProxyType(
    {
        Kind.ACCEPTED: ("acceptance", Phrase("受理通知书", "Acceptance notice")),
        Kind.NOTIFIED: ("correction", Phrase("补正通知书", "Correction notice")),
        Kind.REFUSED: ("refusal", Phrase("不予受理决定书", "Refusal to accept")),
        Kind.EXTENDED: ("extension", Phrase("延期办结通知书", "Extension notice")),
        Kind.SEGMENT_STARTED: ("segment", Phrase("特别程序告知书", "Special procedure notice")),
        Kind.DECIDED: ("result", Phrase("决定书", "Decision")),
        Kind.ISSUED: ("delivery", Phrase("送达回证", "Delivery slip")),
    }
)

PAPER_KINDS = tuple(PAPERS)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that went to the applicant."""

    number: str
    seq: int
    kind: PaperKind
    title: Phrase


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline."""

    seq: int
    at: datetime
    recorded_at: datetime
    kind: Kind
    title: Phrase
    who: str
    """Whoever did it; empty for the system, and on the public page."""
    text: Phrase
    paper: Paper | None


@dataclass(frozen=True, slots=True)
class MaterialView:
    code: str
    name: Phrase
    required: bool
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A special procedure with what the rule says of it."""

    kind: str
    name: Phrase
    ruling: deadline.SegmentRuling
    days: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class SegmentChoice:
    """A special procedure the book knows, and whether the clock stops for it."""

    code: str
    name: Phrase
    stops: bool


@dataclass(frozen=True, slots=True)
class Approver:
    """An office that may approve an extension."""

    code: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class Choices:
    """What the book allows for this case: special procedures, and an extension by whom."""

    segments: tuple[SegmentChoice, ...]
    approvers: tuple[Approver, ...]
    longest_extension: int


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its handlers see it; the applicant masked."""

    number: str
    item_code: str
    item: Phrase
    item_kind: str
    department: Phrase
    department_id: int
    site: Phrase
    state: State
    state_said: Phrase
    applicant: Applicant
    received_at: datetime
    accepted_at: datetime | None
    deemed: bool
    deemed_too_early: bool
    """Silence accepted it; as days are counted now it would not have yet."""
    promised_due: datetime | None
    statutory_due: datetime | None
    clock: deadline.Ruling
    materials: tuple[MaterialView, ...]
    events: tuple[Event, ...]
    segments: tuple[SegmentView, ...]
    papers: tuple[Paper, ...]
    days: tuple[Day, ...]
    may: frozenset[str]
    """What this reader could do to it now."""
    choices: Choices
    book_names: tuple[str, ...]
    book_digest: str
    decision: str
    ticket: int | None
    acceptance_entry: int | None
    by_the_hour: bool
    """Its limit runs in hours or minutes: the due has its hour."""
    unfit: Mapping[int, Phrase]
    """What doesn't fit the record and isn't shown, by the number of the fact."""
    joint: tuple[Opinion, ...] = ()
    """Of a joint case: the opinions of the departments."""

    @property
    def latest(self) -> Opinion | None:
        """The department that holds a joint case up."""
        return latest(self.joint)

    @property
    def because(self) -> tuple[Reason, ...]:
        return self.clock.because

    @property
    def light(self) -> str | None:
        return self.clock.light

    @property
    def opinions(self) -> tuple[Event, ...]:
        said = (Kind.REVIEWED, Kind.VERIFIED, Kind.RETURNED, Kind.DECIDED)
        return tuple(event for event in self.events if event.kind in said)

    @property
    def hands(self) -> tuple[Event, ...]:
        """Everybody who had it in hand, in order (经手的人)."""
        return tuple(event for event in self.events if event.who)

    @property
    def stopped_since(self) -> date | None:
        return stopped_since(self.clock)

    @property
    def stopped(self) -> bool:
        return self.stopped_since is not None


def stopped_since(clock: deadline.Ruling) -> date | None:
    """Since when a clock stands still (计时停止); None: it runs, and its due can be told."""
    return min(
        (s.from_ for s in clock.segments if s.finding is None and s.to is None), default=None
    )


@dataclass(frozen=True, slots=True)
class PublicView:
    """A case as its applicant sees it on the public page: nothing personal in full."""

    number: str
    item: Phrase
    department: Phrase
    site: Phrase
    state: State
    state_said: Phrase
    applicant: Applicant
    received_at: datetime
    accepted_at: datetime | None
    promised_due: datetime | None
    statutory_due: datetime | None
    clock: deadline.Ruling
    materials: tuple[MaterialView, ...]
    events: tuple[Event, ...]
    papers: tuple[Paper, ...]
    days: tuple[Day, ...]
    decision: str
    acceptance_entry: int | None
    by_the_hour: bool
    """Its limit runs in hours or minutes: the due has its hour."""
    unfit: Mapping[int, Phrase]
    """What doesn't fit the record and isn't shown, by the number of the fact."""

    @property
    def because(self) -> tuple[Reason, ...]:
        return self.clock.because

    @property
    def stopped_since(self) -> date | None:
        return stopped_since(self.clock)

    @property
    def light(self) -> str | None:
        return self.clock.light
