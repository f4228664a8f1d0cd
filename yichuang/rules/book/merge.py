"""Laying one part of a book over another (叠加): key by key, with the article each figure has.

Mappings merge deeply; lists and single values are replaced; a key set to null is removed.
A part of the upper layer that names figures brings its own article with it.
"""

from __future__ import annotations

from yichuang.rules.book.part import Part, Rows

ABOUT = frozenset({"article", "note", "checked_on"})
"""Keys that say something about a part's figures, and are none themselves."""


def lay_over(low: object, high: object) -> object:
    """What holds when `high` is laid over `low`. Neither is changed."""
    if not isinstance(high, Part):
        return high
    if not isinstance(low, Part):
        return without_nulls(high)
    made = Part(high.mark)
    made.update(low)
    made.marks.update(low.marks)
    for key, value in high.items():
        if value is None:
            made.pop(key, None)
            made.marks.pop(key, None)
        elif key != "article":
            made[key] = lay_over(low.get(key), value)
            made.marks[key] = high.marks[key]
    made.article, made.level = low.article, low.level
    if speaks_itself(high, low):
        made.article, made.level = high.article, high.level
        made.pop("article", None)
        for about in ("note", "checked_on"):
            if about not in high:
                made.pop(about, None)
    return made


def speaks_itself(part: Part, low: Part) -> bool:
    """Whether the article of a part holds for what lies beneath it too.

    It does where the part names figures itself, names nothing but an article, or is written
    anew in full. Otherwise its article is only for the parts inside it.
    """
    said = set(part) - ABOUT
    return has_own_figures(part) or ("article" in part and said in (set(), set(low) - ABOUT))


def without_nulls(part: Part) -> Part:
    """A part that lies over nothing: a key set to null is as good as not there."""
    made = Part(part.mark)
    made.article, made.level = part.article, part.level
    for key, value in part.items():
        if value is not None:
            made[key] = without_nulls(value) if isinstance(value, Part) else value
            made.marks[key] = part.marks[key]
    return made


def has_own_figures(part: Part) -> bool:
    """Whether the part itself (not one inside it) says anything that needs an article."""
    return any(
        not isinstance(value, Part) and value is not None and key not in ABOUT
        for key, value in part.items()
    )


def join_versions(first: object, then: object) -> object:
    """A later dated version of one layer over the earlier one; nulls stay for the layers below.

    Both have their articles. A part that names none keeps that of the version before it.
    """
    if not isinstance(then, Part) or not isinstance(first, Part):
        return then
    made = Part(then.mark)
    made.update(first)
    made.marks.update(first.marks)
    made.article, made.level = first.article, first.level
    for key, value in then.items():
        if key != "article":
            made[key] = join_versions(first.get(key), value)
            made.marks[key] = then.marks[key]
    if then.article and speaks_itself(then, first):
        made.article, made.level = then.article, then.level
        made.pop("article", None)
    return made


def with_articles(value: object, level: int, article: str = "") -> object:
    """A layer's part with the article in force at every place inside it: the nearest around."""
    if isinstance(value, Rows):
        rows = Rows(value.mark)
        rows.marks = value.marks
        rows.extend(with_articles(inner, level, article) for inner in value)
        return rows
    if not isinstance(value, Part):
        return value
    own = value.get("article")
    made = Part(value.mark)
    made.marks, made.level = value.marks, level
    # One that isn't text was complained of when the layer was read.
    made.article = article if own in (None, "") else str(own)
    for key, inner in value.items():
        made[key] = with_articles(inner, level, made.article)
    return made
