"""What of the acts the journal binds (行为台账的账实核对)."""

from __future__ import annotations

from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase

KEPT = (Kept("acts_act", Phrase("行为记录", "an act")),)
