"""By when a complaint (投诉) is answered, in what form, and what was neglected.

The limits count from receipt, whose day isn't counted. "That day" is by the close of that
day's work; received after the close, or on a day off, by that of the next working day
(received in the very minute of the close is still that day's). The first row of the book
that fits the complaint holds; where no row fits, the text is silent and the ruling says so.

What came orally is answered orally, what came in writing, in writing. A serious matter must
be put in writing, and is then answered so. Whoever has replied has also made contact.
A reply in the very minute the limit ends is in time. Where the book allows an extension, it
holds whole or not at all, and counts from the last day of the limit. A light is
yellow when the book's number of working days or fewer are left after today, as for cases.
"""

from __future__ import annotations

from yichuang.rules.complaint.facts import Facts, Ruling
from yichuang.rules.complaint.ruling import rule
from yichuang.rules.extension import Extension

__all__ = ["Extension", "Facts", "Ruling", "rule"]
