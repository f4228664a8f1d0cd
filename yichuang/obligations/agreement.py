"""What of the obligations the journal binds (待办的账实核对)."""

from __future__ import annotations

from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase

KEPT = (
    Kept("obligations_obligation", Phrase("待办", "an obligation"),
         left_out=("rung", "put_off_until", "put_off_times", "put_off_why", "next_at")),
    Kept("obligations_standingin", Phrase("顶岗", "a standing-in")),
    Kept("obligations_firing", Phrase("亮灯", "a light that came on"), once=True),
    Kept("obligations_opening", Phrase("定期事项的开立", "a periodic duty opened"), once=True),
)  # fmt: skip
