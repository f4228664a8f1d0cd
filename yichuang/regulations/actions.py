"""Adopting rule books (采用规则手册)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction

from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.organization.actions import must_at
from yichuang.organization.times import local
from yichuang.phrases import Language, Phrase
from yichuang.regulations.face import MANAGE_RULES
from yichuang.regulations.models import Adoption
from yichuang.regulations.queries import faults
from yichuang.rules.book.problems import BookError

if TYPE_CHECKING:
    from yichuang.organization.models import Site
    from yichuang.organization.queries import Reader


class BookRefused(HallError):
    code: ClassVar[str] = "regulations.book_refused"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("规则手册有误：{why}", "The rule book has errors: {why}")

    def __init__(self, error: BookError) -> None:
        self.error = error
        super().__init__()

    def say(self, language: Language = "zh") -> str:
        why = "\n".join(problem.say(language) for problem in self.error.problems)
        return self.phrase.say(language, why=why)


class NotBackwards(HallError):
    code: ClassVar[str] = "regulations.not_backwards"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "新手册只能从今天（{today}）或以后起用；已经按旧手册作出的处理不变。",
        "A new book takes effect today ({today}) or later; what the old one decided stands.",
    )


def adopt(
    *, site: Site, presets: Sequence[str], text: str = "", from_on: date, at: datetime, by: Reader
) -> Adoption:
    """Let a site run by these books from a day on.

    Raises NotAllowed, BookRefused with every problem, NotBackwards for a day that has passed (the
    site's first book may be in force since any day).
    """
    must_at(by, MANAGE_RULES, site.pk)
    today = local(at).date()
    if problems := faults(tuple(presets), text):
        raise BookRefused(BookError(problems))
    with transaction.atomic():
        if from_on < today and Adoption.objects.filter(site=site).exists():
            raise NotBackwards(today=today, field="from_on")
        adoption = Adoption.objects.create(
            site=site, presets=list(presets), text=text, from_on=from_on, adopted_at=at,
            adopted_by=by.name, digest=digest_of(presets, text),
        )  # fmt: skip
        record(site=site.code, kind="book.adopted", subject=f"book:{site.code}", actor=by.name,
               at=at, data={"adoption": adoption.pk, "presets": list(presets),
                            "digest": adoption.digest, "from": from_on.isoformat()})  # fmt: skip
    return adoption


def digest_of(presets: Sequence[str], text: str) -> str:
    """SHA-256 of what is adopted: the presets by name, and the site's own text."""
    said = json.dumps([list(presets), text], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
