"""The five levels of a rating and the tags that may say why.

5 is very satisfied, as in the national exchange of ratings (国办发〔2019〕51号 and its
interface). GB/T 39046 A.8 numbers the same five words the other way round: who exports by
that table turns the number over.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase

LONGEST_TEXT = 500


class Channel(StrEnum):
    """Where a rating was given."""

    CODE = "code"
    WINDOW = "window"
    API = "api"


class Level(IntEnum):
    """How satisfied somebody is (满意程度). The two lowest are bad ratings (差评)."""

    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    FAIRLY_SATISFIED = 3
    SATISFIED = 4
    VERY_SATISFIED = 5

    @property
    def is_bad(self) -> bool:
        return self <= Level.DISSATISFIED

    @property
    def words(self) -> Phrase:
        return _WORDS[self]


_WORDS: Mapping[Level, Phrase] = MappingProxyType({
    Level.VERY_DISSATISFIED: Phrase("非常不满意", "Very dissatisfied"),
    Level.DISSATISFIED: Phrase("不满意", "Dissatisfied"),
    Level.FAIRLY_SATISFIED: Phrase("基本满意", "Fairly satisfied"),
    Level.SATISFIED: Phrase("满意", "Satisfied"),
    Level.VERY_SATISFIED: Phrase("非常满意", "Very satisfied"),
})  # fmt: skip

GOOD_TAGS: Mapping[str, Phrase] = MappingProxyType({
    "friendly": Phrase("态度热情", "Friendly"),
    "clear": Phrase("说得清楚", "Explained clearly"),
    "quick": Phrase("办得快", "Quick"),
    "once": Phrase("一次办成", "Done in one visit"),
    "few_papers": Phrase("材料少", "Few documents needed"),
    "easy_to_find": Phrase("好找好办", "Easy to find and to do"),
})  # fmt: skip

BAD_TAGS: Mapping[str, Phrase] = MappingProxyType({
    "unfriendly": Phrase("态度不好", "Unfriendly"),
    "unclear": Phrase("没说清楚", "Not explained clearly"),
    "not_told_once": Phrase("没有一次说全", "Not told everything at once"),
    "extra_papers": Phrase("要了指南以外的材料", "Asked for papers not in the guide"),
    "long_wait": Phrase("等得太久", "Long wait"),
    "late": Phrase("没按承诺时间办结", "Not done by the promised time"),
    "sent_away": Phrase("来回跑", "Sent back and forth"),
    "fee_unclear": Phrase("收费不明", "Fees not clear"),
    "guide_wrong": Phrase("指南不准、找不到", "Guide wrong or hard to find"),
    "equipment": Phrase("设备环境不好", "Poor equipment or place"),
})  # fmt: skip

TAGS: Mapping[str, Phrase] = MappingProxyType({**GOOD_TAGS, **BAD_TAGS})
