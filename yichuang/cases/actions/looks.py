"""Looks that are on record (查看留痕, R63): unmasking, and wrong codes on the public page."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction

from yichuang import text
from yichuang.cases.applicants import Applicant, code_index, take_out
from yichuang.cases.models import Case, WrongCode
from yichuang.cases.queries.shapes import PublicView
from yichuang.cases.queries.view import public_view
from yichuang.errors import HallError, NotFound
from yichuang.journal.actions import record
from yichuang.organization.face import SEE_PERSONAL_DATA
from yichuang.organization.personal import blind_index
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

# A code has 30^8 forms; these only keep machines from trying in earnest.
_WINDOW = timedelta(minutes=15)
_PER_CASE = 5
_PER_SOURCE = 60
"""Behind one address there may be a whole hall."""


class PurposeNeeded(HallError):
    code: ClassVar[str] = "cases.purpose_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "查看完整个人信息须写明用途，并记入流水账。",
        "Say what the personal data is needed for; the look goes on record.",
    )


class WrongPublicCode(HallError):
    code: ClassVar[str] = "cases.wrong_code"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "没有查到：办件编号或查询码不对。两者都印在受理通知书上，请核对后再试。",
        "Nothing found: the case number or the code is wrong. Both are printed on the notice.",
    )


class TooManyTries(HallError):
    code: ClassVar[str] = "cases.too_many_tries"
    status: ClassVar[int] = 429
    phrase: ClassVar[Phrase] = Phrase(
        "查询码连续输错，已暂停查询。请十五分钟后再试，或到窗口查询。",
        "Too many wrong codes. Try again in fifteen minutes, or ask at a window.",
    )


def unmask(*, number: str, purpose: str, at: datetime, by: Reader) -> Applicant:
    """Show the applicant in full (查看完整信息) to somebody who needs it; the look is recorded.

    Raises NotAllowed, NotFound outside the reader's site and department, PurposeNeeded.
    """
    by.must(SEE_PERSONAL_DATA)
    purpose = text.passage(purpose)
    if not purpose:
        raise PurposeNeeded(field="purpose")
    with transaction.atomic():
        case = Case.objects.filter(
            number=number, site=by.site_id, department=by.department_id
        ).select_related("site").first()  # fmt: skip
        if case is None:
            raise NotFound(what=number, field="number")
        record(site=case.site.code, kind="case.unmasked", subject=f"case:{number}",
               actor=by.name, at=at, reason=purpose)  # fmt: skip
        return take_out(case.personal, number=number)


_CHECKS_PER_SOURCE = 30


def count_check(*, source: str, at: datetime) -> None:
    """Count one look-up of a result's number from somewhere (真伪查询限速). Raises TooManyTries."""
    of_source = blind_index("check_source", source)
    tries = WrongCode.objects.filter(source_index=of_source, tried_at__gt=at - _WINDOW)
    if tries.count() >= _CHECKS_PER_SOURCE:
        raise TooManyTries(retry_after=15 * 60)
    WrongCode.objects.create(number_index="", source_index=of_source, tried_at=at)


def _as_given(number: str) -> str:
    """The number as it was given out, however it was typed: blanks, full width, small letters."""
    typed = number.strip()
    forms = (typed, text.number(typed))
    found = Case.objects.filter(number__in=forms).values_list("number", flat=True).first()
    return found or typed


def follow(*, number: str, code: str, source: str, at: datetime) -> PublicView:
    """Let the applicant look a case up (进度查询) by its number and the code on the notice.

    `source`: where the question comes from, so that guessing is stopped; nothing readable
    of it is kept. Raises WrongPublicCode, the same for an unknown number, and TooManyTries.
    """
    number = _as_given(number)
    of_source, of_number = blind_index("source", source), blind_index("wrong_code", number)
    tries = WrongCode.objects.filter(source_index=of_source, tried_at__gt=at - _WINDOW)
    if tries.filter(number_index=of_number).count() >= _PER_CASE or tries.count() >= _PER_SOURCE:
        raise TooManyTries(retry_after=15 * 60)
    known = Case.objects.filter(number=number).values_list("code_index", flat=True).first()
    if known is None or not hmac.compare_digest(known, code_index(number, code)):
        WrongCode.objects.create(number_index=of_number, source_index=of_source, tried_at=at)
        raise WrongPublicCode
    return public_view(number, at=at)
