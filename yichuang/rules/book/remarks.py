"""What an author is asked to look at (提请注意), besides what is wrong.

Figures that are kept and not used yet; and edges and gaps that can be read in two ways:
`以上` and `以下` both hold the number itself, so a number on which two tiers meet could lie in
either, and a gap could be filled from either side. A book says which way it takes by naming
a reading (or, where the text itself is plain, by a note); a `check` asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from yichuang.phrases import Phrase
from yichuang.rules import sections
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import Mark, Part, Rows, mark_at
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.refused import path_text
from yichuang.rules.book.rulebook import Book
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.range import Bound, Range
from yichuang.rules.parts.table import Gap, Tier
from yichuang.rules.sections.kept import KEPT
from yichuang.rules.shape import Step

_EDGE = Phrase(
    "恰为 {example} 时归上一档还是下一档，条文可有两种读法，没有写明所取的一种",
    "{example} itself could fall in the tier below or above; no reading is named",
)
_GAP = Phrase(
    "如 {example} 落在空档里，可归上一档或下一档，没有写明所取的一种",
    "{example}, say, falls in a gap that either side could fill; no reading is named",
)
_KEPT = Phrase("已留存，尚未使用", "kept, not used yet")
_CHECKED = Phrase("上次核对是 {day}", "last checked on {day}")
_NEVER = Phrase("从未核对", "never checked")
_HOLD = Phrase("请与原文核对后写 checked_on", "hold it against the text and write checked_on")
_MEANWHILE = Phrase(
    "有关功能建成之前，系统不据此认定",
    "nothing is ruled by it until the capability it belongs to is built",
)
_NAME_IT = Phrase(
    "请在 readings 中写明所取的解释与其余各种；条文本来清楚的，写 note",
    "name the reading and its alternatives under readings, or write a note where the text is plain",
)
_LOWEST = Bound(float("-inf"), inclusive=True)

Place = tuple[Step, ...]


def remarks(book: Book, layers: Sequence[Layer]) -> Iterator[Problem]:
    """What to look at in the given layers of a book."""
    for layer in layers:
        yield from _kept(layer)
    yield from _two_readings(book, layers)


def old(layers: Sequence[Layer], since: date) -> Iterator[Problem]:
    """Sections, and parts of them, last held against the text before a day, or never."""
    for layer in layers:
        for section, versions in layer.sections.items():
            for version in versions:
                found = [*_checked(version.part, section, layer.raw.marks[section])]
                if not found:
                    mark = layer.raw.marks[section]
                    yield _old(mark, section, _NEVER, "")
                for mark, path, day in found:
                    if day < since.isoformat():
                        yield _old(mark, path, _CHECKED, day)


def _old(mark: Mark, path: str, found: Phrase, day: str) -> Problem:
    return Problem("old", mark.book, mark.line, path, found, _HOLD, {"day": day}, "warning")


def _checked(value: object, path: str, mark: Mark) -> Iterator[tuple[Mark, str, str]]:
    if isinstance(value, Part):
        if "checked_on" in value:
            yield value.marks["checked_on"], path, str(value["checked_on"])
        for key, inner in value.items():
            yield from _checked(inner, f"{path}.{key}", value.marks[key])
    elif isinstance(value, Rows):
        for index, inner in enumerate(value):
            yield from _checked(inner, f"{path}[{index}]", value.marks[index])


def _kept(layer: Layer) -> Iterator[Problem]:
    """What a layer says and nothing reads yet."""
    for pattern in sorted(KEPT):
        section, *steps = pattern.split(".")
        for version in layer.sections.get(section, ()):
            for mark, path in _matches(version.part, steps, section, layer.raw.marks[section]):
                yield Problem("kept", mark.book, mark.line, path, _KEPT, _MEANWHILE, {}, "kept")


def _matches(
    value: object, steps: Sequence[str], path: str, mark: Mark
) -> Iterator[tuple[Mark, str]]:
    """The places of a part that a path of the schemas means; lists take no step of it."""
    if not steps:
        if value is not None:
            yield mark, path
    elif isinstance(value, Rows):
        for index, inner in enumerate(value):
            yield from _matches(inner, steps, f"{path}[{index}]", value.marks[index])
    elif isinstance(value, Part):
        deep = steps[0] == "**"
        if deep:
            yield from _matches(value, steps[1:], path, mark)
        for key, inner in value.items():
            if deep or steps[0] in ("*", key):
                here = f"{path}.{key}"
                yield from _matches(inner, steps if deep else steps[1:], here, value.marks[key])


def _two_readings(book: Book, layers: Sequence[Layer]) -> Iterator[Problem]:
    """Every edge and gap written in one of the layers for which no reading is named."""
    names = {layer.raw.mark.book for layer in layers}
    for section in sections.known():
        timeline = book.timeline(section)
        for day in timeline.starts:
            try:
                node, raw = timeline.read(day), timeline.raw(day)
            except BookError:
                continue
            if node is not None and raw is not None:
                for problem in _inside(node, section, raw, (), silent=False):
                    if problem.book in names:
                        yield problem


def _inside(
    value: object, section: str, raw: Part, place: Place, *, silent: bool
) -> Iterator[Problem]:
    """`silent`: a part around names readings, or says in a note how it is to be read."""
    if isinstance(value, Node):
        silent = _says(value)
        for name, field in type(value).model_fields.items():
            inner = getattr(value, name)
            here = (*place, field.alias or name)
            tiers = _stretches(inner, Tier)
            if tiers and not silent:
                gaps = _stretches(getattr(value, "gaps", ()), Gap)
                yield from _edges(tiers, section, raw, here)
                yield from _gaps(gaps, section, raw, (*place, "gaps"))
            yield from _inside(inner, section, raw, here, silent=silent)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _inside(inner, section, raw, (*place, key), silent=silent)
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from _inside(inner, section, raw, (*place, index), silent=silent)


def _says(node: Node) -> bool:
    return bool(node.readings or node.note)


def _stretches(value: object, kind: type[Range]) -> list[Range]:
    if not isinstance(value, tuple | list):
        return []
    return [inner for inner in value if isinstance(inner, kind)]


def _edges(tiers: list[Range], section: str, raw: Part, place: Place) -> Iterator[Problem]:
    ordered = sorted(enumerate(tiers), key=lambda row: (row[1].lower or _LOWEST).value)
    for (_, below), (index, above) in pairwise(ordered):
        high, low = below.upper, above.lower
        meet = high is not None and low is not None and high.value == low.value
        if meet and not _says(below) and not _says(above):
            assert low is not None
            yield _problem("edge", _EDGE, section, raw, (*place, index), low.value)


def _gaps(gaps: list[Range], section: str, raw: Part, place: Place) -> Iterator[Problem]:
    for index, gap in enumerate(gaps):
        # Above the last tier nothing else could fill it.
        if gap.lower is not None and gap.upper is not None and not _says(gap):
            yield _problem("gap", _GAP, section, raw, (*place, index), _example(gap))


def _example(gap: Range) -> float:
    """A number that falls into a gap, a whole one if there is one."""
    low, high = gap.lower, gap.upper
    assert low is not None
    assert high is not None
    middle = (low.value + high.value) / 2
    candidates = (low.value, float(int(low.value) + 1), high.value, middle)
    return next(number for number in candidates if gap.holds(number))


def _problem(
    code: str, found: Phrase, section: str, raw: Part, place: Place, example: float
) -> Problem:
    mark = mark_at(raw, place) or Mark(section, 0)
    path = path_text(section, place)
    args = {"example": f"{example:g}"}
    return Problem(code, mark.book, mark.line, path, found, _NAME_IT, args, "warning")
