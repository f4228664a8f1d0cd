"""What of leave the journal binds (请销假的账实核对)."""

from __future__ import annotations

from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase

KEPT = (
    Kept("leave_leave", Phrase("请假", "a leave")),
    Kept("leave_holding", Phrase("任职", "the holding of an office")),
    Kept("leave_post", Phrase("AB岗", "a post with its deputy")),
    Kept("leave_outing", Phrase("外出", "an outing")),
)  # fmt: skip
