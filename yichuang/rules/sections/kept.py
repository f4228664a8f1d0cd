"""What a book may say and nothing reads yet (留存备用): figures whose capability isn't built.

They are typed, shown and compared like all others; `check` says of each that it is kept and
not used yet. `*` is any entry of a table, `**` any way down. A test holds the list against the
code: what stands here is read by nothing, what doesn't is read by something.
"""

from __future__ import annotations

KEPT: frozenset[str] = frozenset(
    {
        "accountability.acts.*.subject",
        "accountability.heard",
        "accountability.investigated_by",
        "acts.catalogue.*.subject",
        "assessment.sheets.*.subject",
        "assessment.subject",
        "attendance.publication.report_home_unit",
        "awards.kinds.*.subject",
        "conduct.phrases",
        "conduct.rules",
        "duty.handover",
        "duty.leaders",
        "duty.opening",
        "duty.roster.filed_with",
        "duty.weekdays",
        "duty.windows",
        "hygiene.items.*.says",
        "hygiene.items.*.when",
        "hygiene.rules",
        "integrity",
        "numbering.tickets",
        "patrols.kinds.*.counts_for",
        "patrols.kinds.*.irregular",
        "secondment",
        "suggestions.improve",
    }
)
