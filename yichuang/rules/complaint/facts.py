"""What a complaint ruling is given and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from yichuang.rules.extension import Extension
from yichuang.rules.limits import Light
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.complaints import Form, ReplyForm


@dataclass(frozen=True, slots=True)
class Reclassed:
    """The complaint was put into another kind (改类), at this moment."""

    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """A complaint so far. `departments`: how many it concerns."""

    form: Form
    received_at: datetime
    now: datetime
    departments: int = 1
    complex: bool = False
    severe: bool = False
    contacted_at: datetime | None = None
    replied_at: datetime | None = None
    reply_form: ReplyForm | None = None
    kind: str | None = None
    extension: Extension | None = None
    reclassed: tuple[Reclassed, ...] = ()
    """Changes of its kind since; `kind` is what it was at first."""
    circumstances: Mapping[str, bool | float] = field(default_factory=dict)
    """What is so, by the names of the book's conditions."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """By when to contact, reply and follow up; None: the book doesn't say."""

    contact_by: datetime | None
    reply_by: datetime | None
    extended: bool
    follow_up_by: datetime | None
    """By when the complainant is asked again, once there is a reply (回访)."""
    reply_form: ReplyForm
    light: Light | None
    remaining_working_days: int | None
    provisional: bool
    kind: str | None
    """The kind in force, where the facts name one."""
    acts: tuple[Deed, ...]
    """What passing a limit is, where the book names an act."""
    readings: tuple[Reading, ...]
    findings: tuple[str, ...]
    because: tuple[Reason, ...]
