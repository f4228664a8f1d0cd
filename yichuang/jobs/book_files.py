"""Rule books on disk: what `--book` names, read and composed (手册文件)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yichuang.phrases import Phrase
from yichuang.rules.book import Book, BookError, Layer, Problem
from yichuang.rules.book.check import check
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
        return compose(wanted, self.find)

    def check(self, path: Path) -> list[Problem]:
        """Every problem of a file; it may extend files beside it."""
        try:
            text = read_text(path)
        except BookError as error:
            return error.problems
        folder = path.parent

        def find(name: str, asked_by: Layer | None) -> Layer:
            known = id(asked_by) in self._folders
            return self.find(name if known or name in names() else str(folder / name), asked_by)

        return check(text, path.name, find)


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
