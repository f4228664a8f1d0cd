"""What differs between two rule books (手册对比), in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from yichuang.phrases import Language, Phrase
from yichuang.rules import sections
from yichuang.rules.book.outline import Leaf, leaves
from yichuang.rules.book.rulebook import Book

_CHANGED = Phrase("{name}：{old} → {new}{article}", "{name}: {old} → {new}{article}")
_READ = Phrase(
    "换了解释 {name}：{old} → {new}{article}", "another reading: {name}: {old} → {new}{article}"
)
_ADDED = Phrase("新增 {name}：{what}{article}", "new: {name}: {what}{article}")
_REMOVED = Phrase("不再有 {name}（原为 {what}）", "no longer: {name} (was {what})")
_SECTION = Phrase("新增一节 {name}（{n} 项）", "new section: {name} ({n} figures)")
_NO_SECTION = Phrase("不再有 {name} 一节（{n} 项）", "section gone: {name} ({n} figures)")
_MOVED = Phrase("{name}：依据 {old} → {new}", "{name}: by {old} → {new}")
_FROM = Phrase("自 {day} 起，{sentence}", "from {day}: {sentence}")
_BY = Phrase("（依据 {old} → {new}）", " (by {old} → {new})")
_NOW_BY = Phrase("（{new}）", " ({new})")

Path = tuple[str, ...]
_A_SENTENCE = 8
"""The figures one sentence names."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: figures under one place, before and after. `since`: None from ever."""

    since: date | None
    old: tuple[Leaf, ...]
    new: tuple[Leaf, ...]
    depth: int
    """How many steps of the place the figures share, where a whole entry came or went."""

    @property
    def of_reading(self) -> bool:
        """Whether the text is the same and read in another way."""
        return bool(self.old and self.new) and (self.old[0].reads or self.new[0].reads)

    def say(self, language: Language = "zh") -> str:
        """The difference in one sentence."""
        sentence = self._sentence(language)
        if self.since is None:
            return sentence
        return _FROM.say(language, day=self.since.isoformat(), sentence=sentence)

    def _sentence(self, language: Language) -> str:
        if self.old and self.new:
            return _changed(self.old[0], self.new[0], language)
        there = self.old or self.new
        name = " › ".join(n.say(language) for n in there[0].names[: self.depth])
        what = _summary(there, self.depth, language)
        if self.depth == 1:
            whole = _NO_SECTION if self.old else _SECTION
            return whole.say(language, name=name, n=len(there))
        if self.old:
            return _REMOVED.say(language, name=name, what=what)
        article = _NOW_BY.say(language, new=there[0].article)
        return _ADDED.say(language, name=name, what=what, article=article)


def _changed(old: Leaf, new: Leaf, language: Language) -> str:
    name = new.name(language)
    if old.value == new.value:
        return _MOVED.say(language, name=name, old=old.article, new=new.article)
    moved = old.article != new.article
    article = _BY.say(language, old=old.article, new=new.article) if moved else ""
    changed = _READ if old.reads or new.reads else _CHANGED
    return changed.say(
        language, name=name, old=old.text(language), new=new.text(language), article=article
    )


def _summary(found: tuple[Leaf, ...], depth: int, language: Language) -> str:
    parts = [f"{leaf.name(language, depth)} {leaf.text(language)}".strip() for leaf in found]
    return ("，" if language == "zh" else ", ").join(parts)


def diff(old: Book, new: Book) -> list[Change]:
    """Every difference between two books, section by section, and by date where they change."""
    return [change for name in sections.known() for change in _of_section(name, old, new)]


def _of_section(name: str, old: Book, new: Book) -> Iterator[Change]:
    days = sorted({*old.timeline(name).starts, *new.timeline(name).starts})
    before: dict[tuple[Path, ...], Change] = {}
    for day in days:
        since = None if day == date.min else day
        now = {
            (tuple(leaf.path for leaf in c.old + c.new)): c for c in _on(name, day, since, old, new)
        }
        for key, change in now.items():
            if key not in before or _values(before[key]) != _values(change):
                yield change
        before = now


def _values(change: Change) -> tuple[list[object], list[object]]:
    return [leaf.value for leaf in change.old], [leaf.value for leaf in change.new]


def _on(name: str, day: date, since: date | None, old: Book, new: Book) -> Iterator[Change]:
    was, now = _figures(old, name, day), _figures(new, name, day)
    for path, leaf in was.items():
        if path in now and leaf.value != now[path].value:
            yield Change(since, (leaf,), (now[path],), len(path))
    yield from _moved(was, now, since)
    for depth, group in _apart(was, now):
        yield Change(since, group, (), depth)
    for depth, group in _apart(now, was):
        yield Change(since, (), group, depth)


def _moved(
    was: Mapping[Path, Leaf], now: Mapping[Path, Leaf], since: date | None
) -> Iterator[Change]:
    """Parts whose figures stayed and whose article changed: one figure of each speaks for it."""
    changed = {p[:-1] for p, leaf in was.items() if p in now and leaf.value != now[p].value}
    said: set[tuple[str, str]] = set()
    for path, leaf in was.items():
        if path not in now or path[:-1] in changed or leaf.article == now[path].article:
            continue
        if not (leaf.is_set or now[path].is_set):
            continue
        if (leaf.article, now[path].article) not in said:
            said.add((leaf.article, now[path].article))
            yield Change(since, (leaf,), (now[path],), len(path))


def _figures(book: Book, name: str, day: date) -> dict[Path, Leaf]:
    timeline = book.timeline(name)
    section = timeline.read(day)
    found = [] if section is None else leaves(section, name, timeline.raw(day))
    return {leaf.path: leaf for leaf in found}


def _apart(
    these: Mapping[Path, Leaf], those: Mapping[Path, Leaf]
) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
    """The figures that only these have, grouped by the outermost entry that only these have."""
    shared = {path[:depth] for path in those for depth in range(len(path) + 1)}
    groups: dict[Path, list[Leaf]] = {}
    for path, leaf in these.items():
        if path in those or leaf.value == ():
            continue
        depth = next((d for d in range(1, len(path) + 1) if path[:d] not in shared), len(path))
        if leaf.is_set or leaf.value is not None:
            groups.setdefault(path[:depth], []).append(leaf)
    for prefix, group in groups.items():
        written = [leaf for leaf in group if leaf.is_set] or group
        yield from _split(len(prefix), written)


def _split(depth: int, group: list[Leaf]) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
    """A group too long for one sentence in several, by what the figures belong to."""
    if depth == 1 or len(group) <= _A_SENTENCE:
        yield depth, tuple(group)
        return
    inner: dict[Path, list[Leaf]] = {}
    for leaf in group:
        inner.setdefault(leaf.path[: depth + 1], []).append(leaf)
    for leaves_ in inner.values():
        yield from _split(depth + 1, leaves_)
