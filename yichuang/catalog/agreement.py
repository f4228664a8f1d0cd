"""Whether items and their versions are as the journal left them (事项的账实核对)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from yichuang.catalog.models import ItemVersion
from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase

KEPT = (
    Kept("catalog_serviceitem", Phrase("事项", "an item")),
    Kept("catalog_itemversion", Phrase("事项版本", "a version of an item")),
    Kept("catalog_admission", Phrase("进驻申请", "an application to admit an item")),
    Kept("catalog_handledelsewhere", Phrase("未进驻事项", "a matter handled elsewhere")),
)

_CONTENT = Phrase(
    "第 {number} 版的内容与其摘要不符", "the content of version {number} doesn't fit its digest"
)


def check() -> Iterator[Disagreement]:
    """The content of every version against the digest it was taken in with."""
    rows = ItemVersion.objects.order_by("id").values_list(
        "item__code", "number", "content", "digest"
    )
    for code, number, content, digest in rows.iterator():
        said = json.dumps(content, ensure_ascii=False, sort_keys=True)
        if hashlib.sha256(said.encode()).hexdigest() != digest:
            yield Disagreement(
                f"item:{code}", None,
                Phrase(_CONTENT.say("zh", number=number), _CONTENT.say("en", number=number)),
            )  # fmt: skip
