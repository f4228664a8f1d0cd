"""The words of a contest (异议的状态和步骤)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    FILED = "filed"
    DISMISSED = "dismissed"
    APPEALED = "appealed"
    UPHELD = "upheld"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What can happen to a contest. The journal calls it ``contest.<kind>``."""

    FILED = "filed"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    APPEALED = "appealed"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("未提出异议", "Not contested"),
    State.FILED: Phrase("已提出异议，待裁定", "Contested, to be ruled on"),
    State.DISMISSED: Phrase("异议不成立，可申诉", "Dismissed; an appeal is open"),
    State.APPEALED: Phrase("已申诉，待裁定", "Appealed, to be ruled on"),
    State.UPHELD: Phrase("异议成立，认定已撤销", "Upheld: set aside"),
    State.FINAL: Phrase("申诉不成立，维持认定", "Dismissed on appeal: it stands"),
    State.WITHDRAWN: Phrase("已撤回异议", "Withdrawn"),
})  # fmt: skip

KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.FILED: Phrase("提出异议", "Objection filed"),
    Kind.WITHDRAWN: Phrase("撤回异议", "Objection withdrawn"),
    Kind.UPHELD: Phrase("裁定异议成立", "Objection upheld"),
    Kind.DISMISSED: Phrase("裁定异议不成立", "Objection dismissed"),
    Kind.APPEALED: Phrase("提出申诉", "Appealed"),
})  # fmt: skip
