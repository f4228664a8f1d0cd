"""Reading a CSV file row by row: what is in it, and everything that is wrong with it.

Every row is given out or complained of with its line, its column and what was found; the
reading never stops at the first mistake. What a column must hold is the reader's to say.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Language, Phrase
from yichuang.text import passage, unreadable

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
_SHOWN = 40
_BOM = b"\xef\xbb\xbf"
_NOT_UTF8 = Phrase(
    "第 {line} 行起不是 UTF-8 编码（可能是 GBK 或 UTF-16）；"
    "如由 Excel 另存，请选“CSV UTF-8（逗号分隔）”",
    "from line {line} on it is not UTF-8 (GBK or UTF-16, perhaps); when saving from a "
    "spreadsheet choose “CSV UTF-8”",
)
EMPTY = Phrase("不能为空", "must not be empty")
CONTROL = Phrase("含有控制字符或者换行", "contains control characters or a line break")


class SheetRefused(HallError):
    """The file as a whole can't be read."""

    code: ClassVar[str] = "sheet.refused"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("无法导入：{why}", "Can't import: {why}")

    def __init__(self, why: Phrase) -> None:
        self.why = why
        super().__init__()

    def say(self, language: Language = "zh") -> str:
        return self.phrase.say(language, why=self.why.say(language))


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a row, or odd about it."""

    line: int
    column: str
    """Name of the column; empty: the row as a whole."""
    found: str
    why: Phrase

    def say(self, language: Language = "zh") -> str:
        shown = self.found if len(self.found) <= _SHOWN else self.found[: _SHOWN - 1] + "…"
        if language == "en":
            where = f"line {self.line}" + (f", {self.column}" if self.column else "")
            return f"{where}: {self.why.en}" + (f" (found “{shown}”)" if shown else "")
        where = f"第 {self.line} 行" + (f" {self.column} 列" if self.column else "")
        return f"{where}：{self.why.zh}" + (f"（现为“{shown}”）" if shown else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the file has it: its cells by column, without the spaces around them."""

    number: int
    cells: Mapping[str, str]

    def faults(
        self, longest: Mapping[str, int], *, optional: Collection[str] = ()
    ) -> Iterator[Wrong]:
        """Cells that are empty, too long, or hold what nobody types."""
        for column, text in self.cells.items():
            why = _fault(text, longest.get(column), column in optional)
            if why is not None:
                yield Wrong(self.number, column, text, why)


def _fault(text: str, longest: int | None, optional: bool) -> Phrase | None:
    if unreadable(text):
        return CONTROL
    if not text:
        return None if optional else EMPTY
    if longest is not None and len(text) > longest:
        return Phrase(f"超过 {longest} 个字符", f"longer than {longest} characters")
    return None


def open_sheet(path: Path) -> BinaryIO:
    """The file, opened for reading. Raises SheetRefused where it can't be."""
    try:
        return path.open("rb")
    except OSError as error:
        why = error.strerror or str(error)
        raise SheetRefused(
            Phrase(f"打不开文件 {path}：{why}", f"the file {path} can't be opened: {why}")
        ) from error


def lines_of(
    file: BinaryIO, columns: Sequence[str], wrong: list[Wrong], *, nothing: Phrase
) -> Iterator[Line]:
    """The rows of a file opened for bytes; rows that can't be read are added to `wrong`.

    Raises SheetRefused for a file that is empty, too large, not text in UTF-8 from its
    first line on, has other columns, or has no rows at all (`nothing`).
    """
    lines = _Lines(file)
    _check_header(lines, columns)
    reader, read = csv.reader(lines, strict=True), 0
    while True:
        start = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            wrong.append(Wrong(start, "", "", _quoting(str(error), lines.number)))
            read += 1
            continue
        cells = [_plain(cell) for cell in cells]
        if not any(cells):
            continue
        cells = _without_empty_end(cells, len(columns))
        read += 1
        if read > MOST_ROWS:
            raise SheetRefused(Phrase(f"超过 {MOST_ROWS} 行", f"more than {MOST_ROWS} rows"))
        if len(cells) != len(columns):
            wrong.append(Wrong(start, "", "", _columns(len(columns), len(cells))))
            continue
        yield Line(start, dict(zip(columns, cells, strict=True)))
    if not read:
        raise SheetRefused(nothing)


def _plain(cell: str) -> str:
    """A cell without the spaces around it; controls and line breaks stay, to be complained of."""
    return cell.strip() if unreadable(cell.strip()) else passage(cell)


def _without_empty_end(cells: list[str], columns: int) -> list[str]:
    """A row without the empty cells that a spreadsheet leaves behind its last column."""
    while len(cells) > columns and not cells[-1]:
        cells = cells[:-1]
    return cells


class _Lines:
    """The lines of a file as text. What is not UTF-8 refuses the whole file, once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._read = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._file.readline(MOST_BYTES + 1)
        except OSError as error:
            why = error.strerror or str(error)
            raise SheetRefused(Phrase(f"读不出来：{why}", f"it can't be read: {why}")) from error
        self._read += len(line)
        if self._read > MOST_BYTES:
            size = MOST_BYTES // 2**20
            raise SheetRefused(Phrase(f"文件大于 {size} MB", f"the file is larger than {size} MB"))
        if not line:
            raise StopIteration
        self.number += 1
        if self.number == 1:
            line = line.removeprefix(_BOM)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            raise SheetRefused(_not_utf8(self.number)) from None


def _check_header(lines: _Lines, columns: Sequence[str]) -> None:
    expected = ",".join(columns)
    try:
        header = next(lines)
    except StopIteration:
        raise SheetRefused(Phrase("文件是空的", "the file is empty")) from None
    if "\x00" in header:
        raise SheetRefused(_not_utf8(1))
    try:
        names = next(csv.reader([header]), [])
    except csv.Error:
        names = []
    names = _without_empty_end([passage(name) for name in names], len(columns))
    if names != list(columns):
        shown = header.strip()[:200]
        raise SheetRefused(
            Phrase(
                f"表头应为 {expected}；现为 {shown}",
                f"the header should be {expected}; it is {shown}",
            )
        )


def _not_utf8(line: int) -> Phrase:
    return Phrase(_NOT_UTF8.say("zh", line=line), _NOT_UTF8.say("en", line=line))


def _quoting(why: str, until: int) -> Phrase:
    return Phrase(
        f"引号或分隔符不成对，到第 {until} 行为止读不出来（{why}）",
        f"quotes don't match; can't be read up to line {until} ({why})",
    )


def _columns(expected: int, found: int) -> Phrase:
    return Phrase(
        f"应有 {expected} 列，现有 {found} 列", f"{expected} columns expected, {found} found"
    )
