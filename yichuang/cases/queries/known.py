"""All that is known of one case, put together once for whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from yichuang.cases import rulings
from yichuang.cases.agreement import unfit
from yichuang.cases.dossier import CaseDossier
from yichuang.cases.models import Case, Fact
from yichuang.cases.queries.days import Day, day_strip
from yichuang.cases.queries.shapes import (
    PAPERS,
    Approver,
    Choices,
    Event,
    MaterialView,
    Paper,
    SegmentChoice,
    SegmentView,
)
from yichuang.cases.stages import INTERNAL
from yichuang.cases.states import KINDS, Kind
from yichuang.errors import HallError
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.rules import deadline

if TYPE_CHECKING:
    from yichuang.rules.sections.deadlines import Deadlines


class RecordDiffers(HallError):
    code: ClassVar[str] = "cases.record_differs"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "办件 {number} 的数据与流水账的登记不符，不予显示。请向大厅的审计管理员反映。",
        "What is stored of case {number} is not what was recorded, and isn't shown. Tell the "
        "hall's audit administrator.",
    )


class Known(CaseDossier):
    """A case as it can be shown: what fits its record, and what the rule says of its clock."""

    def __init__(self, row: Case, at: datetime) -> None:
        self.unfit = unfit(row.number)
        facts = list(Fact.objects.filter(case=row).select_related("person").order_by("seq"))
        # What doesn't fit the record isn't shown, and what came after it isn't built upon.
        first = min(self.unfit, default=len(facts) + 1)
        self.facts = [fact for fact in facts if fact.seq < first]
        if not self.facts:
            raise RecordDiffers(number=row.number)
        whole = CaseDossier.of(row, self.facts)
        super().__init__(row, whole.course, whole.item, whole.book)
        self.facts_of_clock = rulings.facts_that_stand(self.course, self.item, self.book, at)
        self.ruling = deadline.rule(self.facts_of_clock, self.book)

    @property
    def deemed(self) -> bool:
        return self.ruling.acceptance == "deemed" or self.deemed_too_early

    @property
    def deemed_too_early(self) -> bool:
        """Silence accepted it and, as days are counted now, would not have yet."""
        accepted = self.course.acceptance
        deemed = accepted is not None and accepted.data.get("deemed") is True
        return deemed and self.ruling.acceptance != "deemed"

    @property
    def promised_due(self) -> datetime | None:
        return instant(self.ruling.promised_due) if self.ruling.promised_due else None

    @property
    def statutory_due(self) -> datetime | None:
        return instant(self.ruling.statutory_due) if self.ruling.statutory_due else None

    @property
    def by_the_hour(self) -> bool:
        """Its limit runs in hours or minutes, so its due has an hour."""
        promised = self.item.promised
        return promised is not None and ("hour" in promised.unit or "minute" in promised.unit)

    @property
    def decision(self) -> str:
        return str(self.course.decision.data["decision"]) if self.course.decision else ""

    @property
    def acceptance_entry(self) -> int | None:
        return self.course.acceptance.entry_id if self.course.acceptance else None

    def materials(self) -> tuple[MaterialView, ...]:
        status: dict[str, str] = {}
        why: dict[str, str] = {}
        for submission in self.course.submissions:
            status |= submission.materials
            for code in submission.materials:
                why[code] = submission.why.get(code, "")
        asked = set(rulings.asked_for(self.course, self.item))
        return tuple(
            MaterialView(m.code, m.name, m.required, status.get(m.code, "missing"),
                         why.get(m.code, ""))
            for m in self.item.materials if m.code in asked
        )  # fmt: skip

    def events(self, *, named: bool) -> tuple[Event, ...]:
        made = []
        for fact in self.facts:
            kind = Kind(fact.kind)
            if kind in INTERNAL and not named:
                continue
            who = fact.person.name if named and fact.person and fact.actor != "system" else ""
            text = self._told(kind, fact.data, inside=named)
            made.append(Event(fact.seq, fact.at, fact.recorded_at, kind, _title(kind, fact.data),
                              who, text, self._paper(fact)))  # fmt: skip
        return tuple(made)

    def segments(self) -> tuple[SegmentView, ...]:
        return tuple(
            SegmentView(one.kind, self.segment_name(one.kind), ruled, one.days, one.reason)
            for one, ruled in zip(self.course.segments, self.ruling.segments, strict=True)
        )

    def papers(self) -> tuple[Paper, ...]:
        return tuple(paper for fact in self.facts if (paper := self._paper(fact)) is not None)

    def days(self) -> tuple[Day, ...]:
        return day_strip(self.facts_of_clock, self.ruling, self.book)

    @property
    def section(self) -> Deadlines | None:
        """The deadlines in force when the case was accepted."""
        on = self.ruling.accepted_on or self.facts_of_clock.received_at.date()
        return self.book.on(on).deadlines

    def choices(self) -> Choices:
        section = self.section
        if section is None:
            return Choices((), (), 0)
        allowed = section.joint.extension if self.item.joint else section.extension
        return Choices(
            tuple(
                SegmentChoice(code, Phrase(kind.zh, kind.en), kind.stops_clock)
                for code, kind in section.segments.items()
            ),
            tuple(
                Approver(code, Phrase(one.zh, one.en)) for code, one in allowed.approvers.items()
            ),
            allowed.max_days,
        )

    def segment_name(self, kind: str) -> Phrase:
        section = self.section
        known = section.segments.get(kind) if section else None
        return Phrase(known.zh, known.en) if known else Phrase(kind, kind)

    def _paper(self, fact: Fact) -> Paper | None:
        found = PAPERS.get(Kind(fact.kind))
        return Paper(self.case.number, fact.seq, *found) if found else None

    def _told(self, kind: Kind, data: Mapping[str, object], *, inside: bool) -> Phrase:
        """What the line of the timeline adds to its title."""
        match kind:
            case Kind.NOTIFIED | Kind.BREACH_FOUND:
                names = self.item.names(tuple(cast("list[str]", data["items"])))
                return Phrase("、".join(n.zh for n in names), "; ".join(n.en for n in names))
            case Kind.REVIEWED | Kind.VERIFIED | Kind.RETURNED:
                return _same(data["opinion"]) if inside else Phrase("", "")
            case Kind.DECIDED:
                return _same(data["reasons"])
            case Kind.REFUSED:
                return _same(" ".join(str(data[k]) for k in ("reasons", "where_to_go") if data[k]))
            case Kind.SEGMENT_STARTED | Kind.SEGMENT_ENDED:
                name = self.segment_name(str(data["segment"]))
                more = str(data.get("reason") or data.get("outcome") or "")
                return Phrase(f"{name.zh} {more}".strip(), f"{name.en} {more}".strip())
            case Kind.EXTENDED:
                return Phrase(f"{data['days']} 个工作日。{data['reason']}",
                              f"{data['days']} working days. {data['reason']}")  # fmt: skip
            case Kind.WITHDRAWN:
                return _same(data["reason"])
            case _:
                return Phrase("", "")


_DECIDED = {
    ("approve", False): Phrase("准予", "Approved"),
    ("deny", False): Phrase("不予许可", "Denied"),
    ("approve", True): Phrase("超时默许，视为准予", "Approved by silence"),
}
_REVIEWED = {
    "approve": Phrase("审查，建议准予", "Reviewed, proposes approval"),
    "deny": Phrase("审查，建议不予许可", "Reviewed, proposes denial"),
}
_DEEMED = Phrase("视为受理（逾期未告知）", "Accepted by silence")


def _title(kind: Kind, data: Mapping[str, object]) -> Phrase:
    if kind == Kind.DECIDED:
        return _DECIDED[str(data["decision"]), data.get("tacit") is True]
    if kind == Kind.REVIEWED:
        return _REVIEWED[str(data["proposes"])]
    if kind == Kind.ACCEPTED and data.get("deemed") is True:
        return _DEEMED
    return KINDS[kind]


def _same(text: object) -> Phrase:
    return Phrase(str(text), str(text))
