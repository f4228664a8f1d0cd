"""The words of a publication (公示的状态和步骤)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    DROPPED = "dropped"


class Kind(StrEnum):
    """What can happen to a publication. The journal calls it ``publication.<kind>``."""

    DRAFTED = "drafted"
    EDITED = "edited"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    DROPPED = "dropped"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新建", "New"),
    State.DRAFT: Phrase("草稿，待审核", "Draft, to be reviewed"),
    State.REVIEWED: Phrase("已审核，待发布", "Reviewed, to be published"),
    State.PUBLISHED: Phrase("公示中", "Published"),
    State.ARCHIVED: Phrase("公示期满，已归档", "Archived"),
    State.DROPPED: Phrase("已作废", "Dropped"),
})  # fmt: skip

KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.DRAFTED: Phrase("起草", "Drafted"),
    Kind.EDITED: Phrase("修改", "Edited"),
    Kind.REVIEWED: Phrase("审核通过", "Reviewed"),
    Kind.RETURNED: Phrase("退回修改", "Returned for another edit"),
    Kind.PUBLISHED: Phrase("发布", "Published"),
    Kind.ARCHIVED: Phrase("公示期满归档", "Archived"),
    Kind.DROPPED: Phrase("作废", "Dropped"),
})  # fmt: skip
