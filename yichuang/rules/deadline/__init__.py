"""The clock of a case (办理期限): accepted when, due when, which light, why.

Acceptance. What is accepted in words is accepted on that day. If the applicant was told in
time what to correct (in the very minute of the close is in time), no clock runs. If nothing
was said by the close of the last day for it, the materials count from that minute on as
accepted on the day they were received, so the days since then have already run.

Count. The day of acceptance isn't counted. A limit in working days ends with the last
session of its last day; in calendar days or months it moves off a day off; in minutes or
hours it ends by the clock, holiday or not. Working hours run during sessions only; a limit
in half-days ends with so many sessions that begin after it did. 0 working days means by the
close of that day's work. A month without the same day ends on its last day.

Segments. Both clocks stand still on the days after a segment's first day up to its last,
if the book names its kind as one that stops the clock and the applicant was told in writing
by its first day. An open segment lasts until `now`, or until the decision: what is decided
doesn't become punctual by time going on. Days in two segments are left out once. For limits
in calendar days, months, minutes or hours all days of the segment are left out. A kind the
clock doesn't stop for needs no telling, so it is found fault with once, not twice. A kind
may have a limit of its own, counted from its first day; a book may say that the clock goes
on with the days beyond it.

Extension. It holds whole or not at all: short enough (in days, and in the share of the limit
if the book names one, cut to whole days), with a reason, approved by the right person on or
before the last day of the limit. Who may approve a long one may approve a short one. It adds
to both dues, in days counted from the last day of each, moved off a day off.

Light. By the promised due, or the statutory one if that is earlier. Whoever decides in the
very minute the limit ends is in time. Remaining days are those that count after today, so a
limit that ends today, one in minutes among them, is yellow until it is red.

Reminders. A book may name steps before and after the due: so many working days left, such a
share of them used, so many working days over. Those reached are listed; once there is a
decision, only those for being over.

Silence. Where the item names the law that allows it, a case undecided past its promised due
is approved as of the next working day. Without such a law nothing follows but a finding, and
that only once the due is past.

Classes. A book may promise by the class of a case. The class in force by `now` decides; where
it was changed, the book says whether its limit is counted from the receipt, from the
acceptance or from the change (`from`, a reading). A promise that holds as a rule is no breach
when it is passed, but an explanation is owed.

What nobody promised is due by law; what a centre promises for every item holds where the item
promises nothing and the law doesn't ask for less. Handing over to the department and
delivering the result have limits of their own, which no segment stops.

Facts are taken as given, also those dated after `now` (a planned hearing, a replayed case).
"""

from __future__ import annotations

from yichuang.rules.deadline.acceptance import TO_CONFIRM as SILENCE_TO_CONFIRM
from yichuang.rules.deadline.facts import (
    Classed,
    CorrectionNotice,
    Facts,
    Ruling,
    Segment,
    SegmentRuling,
    TacitApproval,
)
from yichuang.rules.deadline.ruling import rule
from yichuang.rules.deadline.told import TACIT_TO_CONFIRM
from yichuang.rules.extension import Extension
from yichuang.rules.limits import Limit

__all__ = [
    "SILENCE_TO_CONFIRM",
    "TACIT_TO_CONFIRM",
    "Classed",
    "CorrectionNotice",
    "Extension",
    "Facts",
    "Limit",
    "Ruling",
    "Segment",
    "SegmentRuling",
    "TacitApproval",
    "rule",
]
