"""The states of a department's opinion on a joint case, in words (部门意见)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    WAITING = "waiting"
    ASKED = "asked"
    GIVEN = "given"
    SILENT = "silent"
    DROPPED = "dropped"


class Kind(StrEnum):
    """What can happen to an opinion. The journal calls it ``opinion.<kind>``."""

    PLANNED = "planned"
    ASKED = "asked"
    GIVEN = "given"
    STOOD_IN = "stood_in"
    SILENT = "silent"
    DROPPED = "dropped"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新建", "New"),
    State.WAITING: Phrase("待前一阶段", "Waits for the stage before"),
    State.ASKED: Phrase("待出具意见", "Opinion awaited"),
    State.GIVEN: Phrase("已出具意见", "Opinion given"),
    State.SILENT: Phrase("逾期未答复，视为同意", "Consent by silence"),
    State.DROPPED: Phrase("不再需要", "No longer needed"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.PLANNED: Phrase("列入联合办理", "Part of joint handling"),
    Kind.ASKED: Phrase("征求部门意见", "Department asked for its opinion"),
    Kind.GIVEN: Phrase("部门出具意见", "Department gave its opinion"),
    Kind.STOOD_IN: Phrase("牵头部门代为出具意见", "Opinion given by the lead department instead"),
    Kind.SILENT: Phrase("部门逾期未答复，视为同意", "Department silent, taken as consent"),
    Kind.DROPPED: Phrase("部门意见不再需要", "Opinion no longer needed"),
})  # fmt: skip
