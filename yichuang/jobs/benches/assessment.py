"""The monthly sheet of one person: marks of the whole catalogue, votes, the year so far."""

from __future__ import annotations

from yichuang.jobs.benches import Bench, Target
from yichuang.phrases import Phrase
from yichuang.rules.assessment import Facts, Mark

_CODES = (
    "conduct.dress", "conduct.language", "conduct.untidy", "conduct.posture",
    "conduct.phone_hangup", "conduct.notices", "conduct.service_dispute",
    "discipline.no_fingerprint", "discipline.late_early", "discipline.off_post",
    "discipline.personal_leave_half", "discipline.absence_day", "discipline.meeting_late",
    "discipline.devices_left_on", "performance.overdue", "performance.false_data",
    "performance.not_archived", "performance.once_only_unclear",
    "performance.criticised_or_exposed",
)  # fmt: skip


def _fact(number: int) -> Facts:
    marks = [
        Mark(_CODES[(number + 7 * k) % len(_CODES)], count=1 + (number + k) % 3)
        for k in range(number % 13)
    ]
    if number % 4 == 0:
        marks.append(Mark("performance.late_data", days_late=1 + number % 9))
    excellent = 10 + number % 11
    return Facts(
        deductions=tuple(marks),
        bonus=number % 3,
        votes={"excellent": excellent, "fair": (20 - excellent) // 2, "poor": number % 2},
        working_days=10 + number % 13,
        year={
            "months": 6 + number % 7,
            "late_early": number % 35,
            "absence_days": number % 5 / 2,
            "leave_days": number % 32,
            "satisfaction": 0.75 + number % 26 / 100,
            "complaints": number % 3,
        },
    )


BENCHES = (
    Bench(
        "assessment",
        Phrase("一人一月考核（0–13 条扣分）", "a person's month with 0–13 marks"),
        ("yunnan-assessment",),
        _fact,
        with_reasons=Target(1_000, 2),
    ),
)
