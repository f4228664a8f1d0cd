"""The sections of a rule book (规则手册各节), each read into its type when first asked for.

A new section costs one import under TYPE_CHECKING and one line in `Sections`, in the group
of its kind. Its module is imported only when a rule asks for the section.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast, overload

from yichuang.rules.book.node import Node

if TYPE_CHECKING:
    from yichuang.rules.book.accountability import Accountability
    from yichuang.rules.book.acts import Acts
    from yichuang.rules.book.allowance import Allowance
    from yichuang.rules.book.assessment import Assessment
    from yichuang.rules.book.attendance import Attendance
    from yichuang.rules.book.awards import Awards
    from yichuang.rules.book.calendar import Calendar
    from yichuang.rules.book.casework import Casework
    from yichuang.rules.book.commitments import Commitments
    from yichuang.rules.book.complaints import Complaints
    from yichuang.rules.book.conduct import Conduct
    from yichuang.rules.book.deadlines import Deadlines
    from yichuang.rules.book.duty import Duty
    from yichuang.rules.book.hygiene import Hygiene
    from yichuang.rules.book.intake import Intake
    from yichuang.rules.book.integrity import Integrity
    from yichuang.rules.book.leave import LeaveRules
    from yichuang.rules.book.numbering import Numbering
    from yichuang.rules.book.patrols import Patrols
    from yichuang.rules.book.queue import Queue
    from yichuang.rules.book.records import Records
    from yichuang.rules.book.sources import Sources
    from yichuang.rules.book.standards import Standards
    from yichuang.rules.book.worktime import Worktime

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

    calendar: Section[Calendar] = Section("yichuang.rules.book.calendar:Calendar")
    records: Section[Records] = Section("yichuang.rules.book.records:Records")
    worktime: Section[Worktime] = Section("yichuang.rules.book.worktime:Worktime")
    sources: Section[Sources] = Section("yichuang.rules.book.sources:Sources")

    # Clocks and queues:
    deadlines: Section[Deadlines] = Section("yichuang.rules.book.deadlines:Deadlines")
    intake: Section[Intake] = Section("yichuang.rules.book.intake:Intake")
    casework: Section[Casework] = Section("yichuang.rules.book.casework:Casework")
    queue: Section[Queue] = Section("yichuang.rules.book.queue:Queue")
    complaints: Section[Complaints] = Section("yichuang.rules.book.complaints:Complaints")
    commitments: Section[Commitments] = Section("yichuang.rules.book.commitments:Commitments")

    # Staff:
    attendance: Section[Attendance] = Section("yichuang.rules.book.attendance:Attendance")
    leave: Section[LeaveRules] = Section("yichuang.rules.book.leave:LeaveRules")
    allowance: Section[Allowance] = Section("yichuang.rules.book.allowance:Allowance")

    # Points, duty and supervision:
    acts: Section[Acts] = Section("yichuang.rules.book.acts:Acts")
    accountability: Section[Accountability] = Section(
        "yichuang.rules.book.accountability:Accountability"
    )
    assessment: Section[Assessment] = Section("yichuang.rules.book.assessment:Assessment")
    awards: Section[Awards] = Section("yichuang.rules.book.awards:Awards")
    conduct: Section[Conduct] = Section("yichuang.rules.book.conduct:Conduct")
    duty: Section[Duty] = Section("yichuang.rules.book.duty:Duty")
    hygiene: Section[Hygiene] = Section("yichuang.rules.book.hygiene:Hygiene")
    integrity: Section[Integrity] = Section("yichuang.rules.book.integrity:Integrity")
    patrols: Section[Patrols] = Section("yichuang.rules.book.patrols:Patrols")
    standards: Section[Standards] = Section("yichuang.rules.book.standards:Standards")
    numbering: Section[Numbering] = Section("yichuang.rules.book.numbering:Numbering")


def known() -> dict[str, Section[Node]]:
    """Every section of a rule book, by name."""
    return {name: value for name, value in vars(Sections).items() if isinstance(value, Section)}
