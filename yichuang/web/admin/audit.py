"""The audit administrator's page: is the record whole, and who did what. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from yichuang import clock
from yichuang.journal import queries
from yichuang.journal.agreement import Disagreement, all_checks
from yichuang.journal.digests import Fact
from yichuang.journal.outside import Outside
from yichuang.journal.verification import WHAT, Late, Verdict, verify
from yichuang.organization.face import READ_AUDIT
from yichuang.phrases import Phrase
from yichuang.regulations.records import limits_on
from yichuang.web.admin.kinds import kind_words, subject_words
from yichuang.web.base.asked import asked_text
from yichuang.web.base.readers import reader, staff

_SHOWN = 50
_IN_GROUP = 10
_VERIFIED_HERE = 300_000
"""Entries up to which a page may verify the whole journal; beyond it the command does."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the page shows it."""

    fact: Fact
    words: Phrase
    is_late: bool


@require_safe
@staff(READ_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """The journal (流水账): how far it is sealed, and its entries, the newest first."""
    subject = asked_text(request, "subject", 96)
    given = request.GET.get("before", "")
    before = int(given) if given.isdecimal() and len(given) < 19 else None
    found = queries.entries(
        sites=[reader(request).site_code, "-"], subject=subject, before=before, most=_SHOWN + 1
    )
    late_after = limits_on(clock.today()).recording
    lines = [
        Line(fact, kind_words(fact.kind), fact.recorded_at - fact.happened_at > late_after)
        for fact in found[:_SHOWN]
    ]
    kept = {"subject": subject} if subject else {}
    older = ""
    if len(found) > _SHOWN:
        older = urlencode({**kept, "before": str(found[_SHOWN - 1].id)})
    context = {
        "state": queries.tree_state(), "lines": lines, "subject": subject,
        "older": f"?{older}" if older else "", "newer": "",
    }  # fmt: skip
    return render(request, "web/admin/audit.html", context)


@dataclass(frozen=True, slots=True)
class LateGroup:
    """Late entries of one kind: how many, the longest, and the first few by subject."""

    what: Phrase
    kind: Phrase
    count: int
    longest: timedelta
    shown: tuple[tuple[Late, Phrase], ...]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def _grouped(late: Sequence[Late]) -> list[LateGroup]:
    groups: dict[tuple[str, str], list[Late]] = {}
    for one in late:
        groups.setdefault((one.what, one.kind), []).append(one)
    return [
        LateGroup(
            WHAT[what], kind_words(kind), len(rows), max(row.by for row in rows),
            tuple((row, subject_words(row.subject)) for row in rows[:_IN_GROUP]),
        )
        for (what, kind), rows in groups.items()
    ]  # fmt: skip


def _differs(verdict: Verdict | None) -> Sequence[Disagreement]:
    return verdict.disagreements[:_SHOWN] if verdict else ()


@require_safe
@staff(READ_AUDIT)
def verification(request: HttpRequest) -> HttpResponse:
    """Verify the whole journal now (校验流水账)."""
    state = queries.tree_state()
    verdict: Verdict | None = None
    if state.sealed <= _VERIFIED_HERE:
        verdict = verify(
            Outside(settings.HOME.journal, settings.HOME.keys, settings.STAMP_ROOTS),
            limits=limits_on(clock.today()), checks=all_checks(),
        )  # fmt: skip
    context = {
        "state": state,
        "verdict": verdict,
        "differs": [(one, subject_words(one.subject)) for one in _differs(verdict)],
        "more": max(0, len(verdict.disagreements) - _SHOWN) if verdict else 0,
        "broken": WHAT[verdict.broken.what] if verdict and verdict.broken else None,
        "late": _grouped(verdict.late) if verdict else [],
        "at": clock.now(),
    }
    return render(request, "web/admin/verification.html", context)
