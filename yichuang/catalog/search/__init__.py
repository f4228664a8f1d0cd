"""Finding an item by what people say (办事搜索): everyday words, pinyin, slips of the finger.

A visitor says 我要开饭店; the catalogue says 食品经营许可核发. Between the two stand, in this
order: the wish is stripped, everyday words are translated (`everyday.yaml`, and each item's
own other names), what is left is cut into words, and names come before other names before
text. Pinyin, whole or initials, and one wrong character are understood; what is found only
that way is offered where nothing better is.

A hall has a few thousand items, so all of them are looked at in memory: no index to keep,
and the order is plain code that can be read. A version never changes, so each is prepared
once for a process.
"""

from yichuang.catalog.search.documents import Document, document, named
from yichuang.catalog.search.questions import Question, question, warm_up
from yichuang.catalog.search.ranking import nearest, ranked

__all__ = ["Document", "Question", "document", "named", "nearest", "question", "ranked", "warm_up"]
