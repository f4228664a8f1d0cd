"""Rule books on disk: what `--book` names, read and composed (手册文件)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from yichuang.phrases import Phrase
from yichuang.rules.book import Book, BookError, Layer, Problem
from yichuang.rules.book.cases import per_article
from yichuang.rules.book.check import among, check_texts, in_order, remarks_on
from yichuang.rules.book.compose import compose
from yichuang.rules.book.presets import names, preset

_UNREADABLE = Phrase("无法读取（{detail}）", "it can't be read ({detail})")
_READABLE = Phrase("UTF-8 编码的 YAML 文件", "a YAML file in UTF-8")
_SUFFIXES = (".yaml", ".yml")


class Shelf:
    """Finds books by name: a preset, a file, or a file beside the one that asks for it."""

    def __init__(self) -> None:
        self._read: dict[Path, Layer] = {}
        self._folders: dict[int, Path] = {}

    def find(self, name: str, asked_by: Layer | None = None) -> Layer:
        """The layer of a name. Raises KeyError if there is none, BookError if it is broken."""
        if name in names():
            return preset(name)
        folder = self._folders.get(id(asked_by), Path())
        path = _file(folder, name)
        if path is None:
            raise KeyError(name)
        if path not in self._read:
            layer = self._read[path] = Layer.parse(read_text(path), path.name)
            self._folders[id(layer)] = path.parent
        return self._read[path]

    def open(self, wanted: Sequence[str]) -> Book:
        """The book composed of what `--book` names, later over earlier. Raises BookError."""
        # A book may extend another that is given with it, by the name that one gives itself.
        files = [self.find(name) for name in wanted if name not in names() and _is_file(name)]
        return compose(wanted, among(files, self.find))

    def check(self, *paths: Path, since: date | None = None) -> list[Problem]:
        """Every problem of files laid over one another, later over earlier; remarks too.

        Each may extend the others by name, and files beside it.
        """
        problems: list[Problem] = []
        texts: list[tuple[str, str]] = []
        for path in paths:
            try:
                texts.append((read_text(path), path.name))
            except BookError as error:
                problems += error.problems
        folders = list(dict.fromkeys(path.parent for path in paths))

        def find(name: str, asked_by: Layer | None) -> Layer:
            if id(asked_by) in self._folders or name in names():
                return self.find(name, asked_by)
            for folder in folders:
                if _file(folder, name) is not None:
                    return self.find(str(folder / name), asked_by)
            raise KeyError(name)

        problems += check_texts(texts, find)
        return in_order([*problems, *remarks_on(texts, find, since=since)])

    def proved(self, *paths: Path) -> Mapping[str, int]:
        """How many cases of the files prove each article."""
        return per_article([Layer.parse(read_text(path), path.name) for path in paths])


def _is_file(name: str) -> bool:
    return _file(Path(), name) is not None


def _file(folder: Path, name: str) -> Path | None:
    for suffix in ("", *_SUFFIXES):
        path = folder / f"{name}{suffix}"
        if path.is_file():
            return path.resolve()
    return None


def read_text(path: Path) -> str:
    """The text of a book's file. Raises BookError where it can't be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or type(error).__name__
        args = {"detail": detail}
        problem = Problem("unreadable", str(path), 0, "", _UNREADABLE, _READABLE, args)
        raise BookError([problem]) from None
