"""What the journal shows of itself (流水账的门面)."""

from __future__ import annotations

from yichuang.faces import Face
from yichuang.phrases import Phrase

FACE = Face(
    journal={
        "hall.opened": Phrase("开立大厅", "Hall opened"),
        "hall.opened_for_training": Phrase("开立培训大厅", "Training hall opened"),
        "journal.carried_over": Phrase("流水账由链结转为树", "Journal carried over to the tree"),
    },
)
