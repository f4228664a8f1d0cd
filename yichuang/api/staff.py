"""Staff at the API: day results and months, with what shows them."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from yichuang import clock
from yichuang.api.auth import CLERK
from yichuang.api.errors import Problem, answer, language
from yichuang.attendance import reading
from yichuang.attendance.days import Days
from yichuang.attendance.evidence import Evidence
from yichuang.attendance.months import Month
from yichuang.errors import HallError
from yichuang.organization.queries import Reader
from yichuang.phrases import Language, Phrase
from yichuang.rules.border import ruling_json

router = Router(tags=["staff"])
_ANSWERS: dict[Any, Any] = {200: dict, frozenset({401, 403, 404, 409, 422, 429}): Problem}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class BadPeriod(HallError):
    code: ClassVar[str] = "api.invalid"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "“{at}”填写有误：应为 {expected}。", "{at} is wrong: expected {expected}."
    )


_DAYS = Phrase("from 当天或以后、三年以内的日期", "a day from `from` on, within three years")
_A_MONTH = Phrase("月份，如 2026-03", "a month such as 2026-03")
_LONGEST = 1_100


def _reader(request: HttpRequest) -> Reader:
    reader: Reader = request.auth  # type: ignore[attr-defined]
    return reader


@router.get("/staff/{staff_no}/days", auth=CLERK, response=_ANSWERS)
def days(
    request: HttpRequest, staff_no: str, from_: Annotated[date, Query(alias="from")],
    to: date,
) -> HttpResponse:  # fmt: skip
    """逐日考勤认定 / the attendance ruling of these days, with what shows each half-day."""
    if not 0 <= (to - from_).days < _LONGEST:
        raise BadPeriod(at="to", expected=_DAYS, field="to")
    found = reading.days(staff_no, from_, to, reader=_reader(request), at=clock.now())
    return answer(days_json(found, language(request)))


@router.get("/staff/{staff_no}/month", auth=CLERK, response=_ANSWERS)
def month(request: HttpRequest, staff_no: str, month: str) -> HttpResponse:
    """一人一月 / the `month` ruling, with what shows each act."""
    if not _MONTH.fullmatch(month) or month < "2000":
        raise BadPeriod(at="month", expected=_A_MONTH, field="month")
    first = date.fromisoformat(f"{month}-01")
    found = reading.month(staff_no, first, reader=_reader(request), at=clock.now())
    return answer(month_json(found, language(request)))


def evidence_json(found: tuple[Evidence, ...]) -> list[dict[str, str | None]]:
    """What shows a half-day or an act."""
    return [
        {"kind": one.kind, "at": one.at.isoformat(), "device": one.device or None} for one in found
    ]


def days_json(found: Days, language: Language) -> dict[str, Any]:
    """The ruling, and per half-day what shows it and whether more may come."""
    told: dict[str, Any] = ruling_json(found.ruling, language)
    for half, row in zip(found.halves, told["half_days"], strict=True):
        row["provisional"] = half.provisional
        row["evidence"] = evidence_json(half.evidence)
    times = dict.fromkeys(one.at.isoformat() for one in found.unclaimed)
    told["unclaimed"] = list(times)
    return told


def month_json(found: Month, language: Language) -> dict[str, Any]:
    """The `month` ruling with each act's evidence."""
    told: dict[str, Any] = ruling_json(found.ruling, language)
    for deed, row in zip(found.ruling.acts, told["acts"], strict=True):
        row["evidence"] = evidence_json(found.evidence_of(deed))
    told["revision"] = found.revision
    return told
