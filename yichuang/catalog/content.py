"""What one version of an item says: everything a visitor is told and a window needs.

An item's version is one document of typed parts. It is stored whole, so that a case can
keep the very text it was accepted under, and compared whole, so that importing the same
catalogue twice changes nothing. Nothing here reads a database or a clock.

A condition, material or step may name the article it comes from. Where it names none, the
item's own legal basis holds; a part that states outright that it has no basis makes the
item inadmissible (no basis, no requirement).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from yichuang.catalog.citations import Citation
from yichuang.catalog.kinds import (
    MINUTES_PER_DAY,
    UNITS,
    CaseKind,
    Channel,
    Kind,
    Level,
    Served,
    StepKind,
    Unit,
)
from yichuang.phrases import Language, Phrase


def _phrase(value: object) -> Phrase:
    """Chinese and English: a phrase, a mapping of both, or one line ``中文 | English``."""
    match value:
        case Phrase():
            return value
        case {"zh": str(zh), "en": str(en)}:
            return Phrase(zh=zh.strip(), en=en.strip())
        case str() if value.count(" | ") == 1:
            zh, en = value.split(" | ")
            return Phrase(zh=zh.strip(), en=en.strip())
    raise ValueError(f"expected '中文 | English', found {value!r}")


def _filled(value: Phrase) -> Phrase:
    if not value.zh or not value.en:
        raise ValueError("both languages are needed")
    return value


Text = Annotated[
    Phrase,
    BeforeValidator(lambda value: _filled(_phrase(value))),
    PlainSerializer(lambda value: {"zh": value.zh, "en": value.en}, return_type=dict[str, str]),
    WithJsonSchema(
        {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
    ),
]


class Part(BaseModel):
    """A part of an item's version. Frozen; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(Part):
    """A time limit: so many working days, calendar days or minutes."""

    n: int = Field(ge=1)
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: object) -> object:
        if isinstance(value, str):
            n, _, unit = value.partition(" ")
            return {"n": n, "unit": unit}
        return value

    def say(self, language: Language = "zh", /) -> str:
        return UNITS[self.unit].say(language, n=self.n)

    def fits(self, longest: Limit) -> bool:
        """Whether this limit never ends after `longest`, whatever the calendar.

        Days of different kinds are compared on the safe side: n working days are taken to
        last at least n calendar days, and are only held to fit into calendar days when
        they fit with the longest holidays in between.
        """
        if self.unit == longest.unit:
            return self.n <= longest.n
        match self.unit, longest.unit:
            case "minute", _:
                return self.n <= longest.n * MINUTES_PER_DAY
            case "calendar_day", "working_day":
                return self.n <= longest.n
            case "working_day", "calendar_day":
                return self.n * 7 / 5 + _LONGEST_BREAK_DAYS <= longest.n
        return False


_LONGEST_BREAK_DAYS = 11
"""Two weekends around the longest national holiday (nine days in a row and their edges)."""


class StatutoryLimit(Part):
    """The limit the law sets (法定办结时限) and where it sets it."""

    limit: Limit
    basis: tuple[Citation, ...] = Field(min_length=1)


class Condition(Part):
    """A condition of acceptance (受理条件)."""

    text: Text
    basis: tuple[Citation, ...] | None = None


Source = Literal["applicant", "authority", "third_party"]


class Material(Part):
    """A paper to hand in (申请材料).

    `code` is the same wherever the same paper is asked for, so that what was handed in
    once can be used again. `shared_from` names who already holds it: then the hall fetches
    it and asks the applicant only when that fails.
    """

    code: str = Field(pattern=r"[a-z][a-z0-9_]{1,47}")
    name: Text
    required: bool = True
    when: Text | None = None
    """In which case it is needed; none: always."""
    originals: int = Field(default=0, ge=0, le=20)
    copies: int = Field(default=0, ge=0, le=20)
    electronic: bool = True
    source: Source = "applicant"
    issued_by: Text | None = None
    shared_from: Text | None = None
    deferrable: bool = False
    """May be handed in later (容缺受理)."""
    note: Text | None = None
    sample: bool = False
    """A filled sample is kept beside the guide."""
    basis: tuple[Citation, ...] | None = None


class Charge(Part):
    """One fee: what for, how much, for what unit, and what allows it."""

    name: Text
    amount: Decimal = Field(gt=0, decimal_places=2)
    per: Text
    basis: tuple[Citation, ...] = Field(min_length=1)
    exempt: Text | None = None


class Fees(Part):
    """What it costs (收费标准) and what allows it (收费依据); no charges: free, by `basis`."""

    charges: tuple[Charge, ...] = ()
    basis: tuple[Citation, ...] = ()
    """For a free item: what forbids charging, or the list of fees it isn't on."""
    note: Text | None = None
    due: Literal["", "before_issue"] = ""
    """``before_issue``: the result goes out once it is paid or exempted (先缴费后出件)."""

    @property
    def free(self) -> bool:
        return not self.charges


class Step(Part):
    """A step of the procedure (办理流程), in order; some happen outside the hall."""

    kind: StepKind
    limit: Limit | None = None
    note: Text | None = None
    basis: tuple[Citation, ...] | None = None


class Result(Part):
    """What the applicant gets (办理结果)."""

    name: Text
    form: Literal["certificate", "approval", "record", "payment", "reply", "proof"]
    valid: Text | None = None
    electronic: bool = True


class TacitApproval(Part):
    """No decision in time counts as approval (超时默许), by this article and no other."""

    basis: tuple[Citation, ...] = Field(min_length=1)
    note: Text | None = None


class JointPart(Part):
    """One department's part of a joint item (联办): its own item and its own limit."""

    department: str
    """Code of the department."""
    item: str = ""
    """Code of the part's own item; empty where it is handled only jointly."""
    text: Text
    limit: Limit
    stage: int = Field(default=1, ge=1, le=9)
    """Parts of one stage run side by side; the next stage waits for all of them."""
    silence: TacitApproval | None = None
    """The law by which a department that says nothing in time consents; none: it is waited for."""
    stand_in: bool = False
    """Whether the lead department may give the opinion for one that is late."""


class ItemContent(Part):
    """One version of an item (事项版本)."""

    name: Text
    group: Text | None = None
    """The main item (主项) of which this is one handling item, as the catalogue names it."""
    aliases: tuple[str, ...] = Field(default=(), max_length=20)
    """What people call it (俗称); it is found by these too."""
    kind: Kind
    case_kind: CaseKind = "promised"
    level: Level = "county"
    served: tuple[Served, ...] = ()
    legal_basis: tuple[Citation, ...] = ()
    service: Text | None = None
    """What is done for whom: the first of the six disclosures (服务内容)."""
    conditions: tuple[Condition, ...] = ()
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    fees: Fees | None = None
    statutory: StatutoryLimit | None = None
    promised: Limit | None = None
    result: Result | None = None
    visits: int | None = Field(default=None, ge=0, le=5)
    """How often one has to come (到现场次数)."""
    channels: tuple[Channel, ...] = ()
    phone: str = ""
    place: Text | None = None
    notes: Text | None = None
    review_by: date | None = None
    """The day by which the guide must have been looked over again (R08)."""
    tacit_approval: TacitApproval | None = None
    joint: tuple[JointPart, ...] = ()
    lead: str = ""
    """Code of the department that leads a joint item (牵头部门)."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        promised, statutory = self.promised, self.statutory
        if promised and statutory and not promised.fits(statutory.limit):
            raise ValueError(
                f"the promised limit {promised.say('en')} is longer than the statutory "
                f"{statutory.limit.say('en')}"
            )
        codes = [material.code for material in self.materials]
        if len(codes) != len(set(codes)):
            raise ValueError("a material is listed twice")
        if (self.case_kind == "joint") != bool(self.joint):
            raise ValueError("a joint item names its parts, and only a joint item does")
        if self.joint and not self.lead:
            raise ValueError("a joint item names the department that leads it")
        return self
