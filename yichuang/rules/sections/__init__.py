"""The sections of a rule book (规则手册各节), each read into its type when first asked for.

A new section costs one import under TYPE_CHECKING and one line in `Sections`, in the group
of its kind. Its module is imported only when a rule asks for the section.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast, overload

from yichuang.rules.parts.node import Node

if TYPE_CHECKING:
    from yichuang.rules.sections.accountability import Accountability
    from yichuang.rules.sections.acts import Acts
    from yichuang.rules.sections.allowance import Allowance
    from yichuang.rules.sections.assessment import Assessment
    from yichuang.rules.sections.attendance import Attendance
    from yichuang.rules.sections.awards import Awards
    from yichuang.rules.sections.calendar import Calendar
    from yichuang.rules.sections.casework import Casework
    from yichuang.rules.sections.commitments import Commitments
    from yichuang.rules.sections.complaints import Complaints
    from yichuang.rules.sections.conduct import Conduct
    from yichuang.rules.sections.deadlines import Deadlines
    from yichuang.rules.sections.duty import Duty
    from yichuang.rules.sections.hygiene import Hygiene
    from yichuang.rules.sections.intake import Intake
    from yichuang.rules.sections.integrity import Integrity
    from yichuang.rules.sections.leave import LeaveRules
    from yichuang.rules.sections.numbering import Numbering
    from yichuang.rules.sections.patrols import Patrols
    from yichuang.rules.sections.queue import Queue
    from yichuang.rules.sections.records import Records
    from yichuang.rules.sections.secondment import Secondment
    from yichuang.rules.sections.sources import Sources
    from yichuang.rules.sections.standards import Standards
    from yichuang.rules.sections.suggestions import Suggestions
    from yichuang.rules.sections.worktime import Worktime

N = TypeVar("N", bound=Node)


class Section(Generic[N]):
    """One section by name; `model` is ``module:Class`` of its schema."""

    def __init__(self, model: str) -> None:
        self.module, self.model_name = model.split(":")
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def model(self) -> type[N]:
        """The schema of the section; imports its module."""
        return cast("type[N]", getattr(import_module(self.module), self.model_name))

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: Sections, owner: type) -> N | None: ...
    def __get__(self, instance: Sections | None, owner: type) -> Self | N | None:
        if instance is None:
            return self
        made = cast("N | None", instance.read(self.name))
        # No __set__ here, so the next look finds this one without coming back.
        instance.__dict__[self.name] = made
        return made


class Sections:
    """What is in force on one day: each section typed, or None where no layer has it.

    The same section in force over several intervals is the same object, so a rule may keep
    what it derives from a section beside that section's identity.
    """

    def __init__(self, read: Callable[[str], Node | None]) -> None:
        self.read = read

    calendar: Section[Calendar] = Section("yichuang.rules.sections.calendar:Calendar")
    records: Section[Records] = Section("yichuang.rules.sections.records:Records")
    worktime: Section[Worktime] = Section("yichuang.rules.sections.worktime:Worktime")
    sources: Section[Sources] = Section("yichuang.rules.sections.sources:Sources")

    # Clocks and queues:
    deadlines: Section[Deadlines] = Section("yichuang.rules.sections.deadlines:Deadlines")
    intake: Section[Intake] = Section("yichuang.rules.sections.intake:Intake")
    casework: Section[Casework] = Section("yichuang.rules.sections.casework:Casework")
    queue: Section[Queue] = Section("yichuang.rules.sections.queue:Queue")
    complaints: Section[Complaints] = Section("yichuang.rules.sections.complaints:Complaints")
    suggestions: Section[Suggestions] = Section("yichuang.rules.sections.suggestions:Suggestions")
    commitments: Section[Commitments] = Section("yichuang.rules.sections.commitments:Commitments")

    # Staff:
    attendance: Section[Attendance] = Section("yichuang.rules.sections.attendance:Attendance")
    leave: Section[LeaveRules] = Section("yichuang.rules.sections.leave:LeaveRules")
    allowance: Section[Allowance] = Section("yichuang.rules.sections.allowance:Allowance")

    # Points, duty and supervision:
    acts: Section[Acts] = Section("yichuang.rules.sections.acts:Acts")
    accountability: Section[Accountability] = Section(
        "yichuang.rules.sections.accountability:Accountability"
    )
    assessment: Section[Assessment] = Section("yichuang.rules.sections.assessment:Assessment")
    awards: Section[Awards] = Section("yichuang.rules.sections.awards:Awards")
    conduct: Section[Conduct] = Section("yichuang.rules.sections.conduct:Conduct")
    duty: Section[Duty] = Section("yichuang.rules.sections.duty:Duty")
    hygiene: Section[Hygiene] = Section("yichuang.rules.sections.hygiene:Hygiene")
    integrity: Section[Integrity] = Section("yichuang.rules.sections.integrity:Integrity")
    patrols: Section[Patrols] = Section("yichuang.rules.sections.patrols:Patrols")
    secondment: Section[Secondment] = Section("yichuang.rules.sections.secondment:Secondment")
    standards: Section[Standards] = Section("yichuang.rules.sections.standards:Standards")
    numbering: Section[Numbering] = Section("yichuang.rules.sections.numbering:Numbering")


def known() -> dict[str, Section[Node]]:
    """Every section of a rule book, by name."""
    return {name: value for name, value in vars(Sections).items() if isinstance(value, Section)}
