"""Reading a district's catalogue from a CSV file (实施清单导入), row by row.

Every row is either an item as written or a list of what is wrong with it, each with its
line, its column and what was found; the reading never stops at the first mistake. Odd but
harmless things (a platform's own department number) are noted and let through. Nothing here
touches the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast, get_args

from yichuang.catalog.codes import NOT_AN_AREA, doubt_body_code, is_area_code
from yichuang.catalog.kinds import KINDS, Kind
from yichuang.phrases import Phrase
from yichuang.sheets import Line, Wrong, lines_of
from yichuang.text import number as code_of

COLUMNS = (
    "item_code", "name", "parent_name", "department", "kind_code", "kind", "area_code",
    "department_code",
)  # fmt: skip
_LONGEST = {"item_code": 64, "name": 300, "parent_name": 300, "department": 100,
            "department_code": 32}  # fmt: skip
_OPTIONAL = frozenset({"parent_name"})
_SHORTEST_CODE = 8
_CODES = frozenset({"item_code", "kind_code", "area_code", "department_code"})
_NOTHING = Phrase("文件里没有事项", "there are no items in the file")


@dataclass(frozen=True, slots=True)
class Row:
    """One item as the file has it."""

    line: int
    item_code: str
    name: str
    parent_name: str
    department: str
    kind: Kind
    area_code: str
    department_code: str


@dataclass(slots=True)
class Sheet:
    """A file read to its end: the rows that can be taken, what is wrong, what is odd."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    odd: list[Wrong] = field(default_factory=list)

    @property
    def bad_lines(self) -> int:
        return len({one.line for one in self.wrong})


def read_sheet(file: BinaryIO) -> Sheet:
    """Read a catalogue from a file opened for bytes.

    Raises SheetRefused for a file that is empty, too large, not text in UTF-8 from its
    first line on, or has other columns; what is wrong in single rows is in the result.
    """
    sheet, seen = Sheet(), dict[str, int]()
    for line in lines_of(file, COLUMNS, sheet.wrong, nothing=_NOTHING):
        sheet.wrong.extend(_read_row(line, seen, sheet))
    _check_departments(sheet)
    return sheet


def _read_row(line: Line, seen: dict[str, int], sheet: Sheet) -> list[Wrong]:
    """Read one row into the sheet; what is wrong with it, if anything, instead."""
    row, number = _in_one_form(line.cells), line.number
    wrong = list(line.faults(_LONGEST, optional=_OPTIONAL))
    faulty = {one.column for one in wrong}
    wrong += [
        Wrong(number, column, row[column], why)
        for column, form in _FORMS.items()
        if column not in faulty and (why := form(row[column])) is not None
    ]
    wrong.extend(_mismatches(number, row, {one.column for one in wrong}, seen))
    seen.setdefault(row["item_code"], number)
    if not wrong:
        sheet.odd.extend(_oddities(number, row))
        sheet.rows.append(
            Row(number, row["item_code"], row["name"], row["parent_name"], row["department"],
                _kind(row["kind_code"]), row["area_code"], row["department_code"])
        )  # fmt: skip
    return wrong


def _in_one_form(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells with their codes as codes are compared: plain, in capitals."""
    return {column: code_of(cell) if column in _CODES else cell for column, cell in cells.items()}


def _mismatches(
    line: int, row: Mapping[str, str], faulty: set[str], seen: dict[str, int]
) -> Iterator[Wrong]:
    """What is wrong between cells, or with an earlier row, where the cells are well formed."""
    code, kind = row["item_code"], row["kind"]
    if "item_code" not in faulty and code in seen:
        yield Wrong(line, "item_code", code, Phrase(
            f"事项编码与第 {seen[code]} 行重复",
            f"the code is already on line {seen[code]}"))  # fmt: skip
    if not faulty & {"kind_code", "kind"}:
        expected = KINDS[_kind(row["kind_code"])].zh
        if kind != expected:
            yield Wrong(line, "kind", kind, Phrase(
                f"与 kind_code 不一致，{row['kind_code']} 是“{expected}”",
                f"doesn't match kind_code: {row['kind_code']} is “{expected}”"))  # fmt: skip


def _item_code_fault(text: str) -> Phrase | None:
    fits = all(part.isascii() and part.isalnum() for part in text.split("-"))
    if fits and len(text) >= _SHORTEST_CODE and any(one.isdigit() for one in text):
        return None
    return Phrase(
        "不是事项编码：应由字母、数字组成，各段以“-”相连",
        "not an item code: letters and digits, in parts joined by “-”",
    )


def _kind_code_fault(text: str) -> Phrase | None:
    if text.isascii() and text.isdigit() and _padded(text) in get_args(Kind):
        return None
    known = "、".join(f"{int(code)} {name.zh}" for code, name in KINDS.items())
    return Phrase(f"没有这种事项类型；可用：{known}", "no such kind of item (1–10, 20)")


def _area_fault(text: str) -> Phrase | None:
    return None if is_area_code(text) else NOT_AN_AREA


def _body_fault(text: str) -> Phrase | None:
    doubt = doubt_body_code(text)
    return doubt.why if doubt and doubt.refused else None


_FORMS: dict[str, Callable[[str], Phrase | None]] = {
    "item_code": _item_code_fault,
    "kind_code": _kind_code_fault,
    "area_code": _area_fault,
    "department_code": _body_fault,
}


def _padded(kind_code: str) -> str:
    return kind_code.lstrip("0").rjust(2, "0")


def _kind(kind_code: str) -> Kind:
    return cast(Kind, _padded(kind_code))


def _oddities(line: int, row: Mapping[str, str]) -> Iterator[Wrong]:
    doubt = doubt_body_code(row["department_code"])
    if doubt:
        yield Wrong(line, "department_code", row["department_code"], doubt.why)
    if row["area_code"] not in row["item_code"].split("-") and "-" in row["item_code"]:
        yield Wrong(line, "item_code", row["item_code"], Phrase(
            f"编码里没有本行的区划代码 {row['area_code']}",
            f"the code doesn't name this row's division {row['area_code']}"))  # fmt: skip


def _check_departments(sheet: Sheet) -> None:
    """A code stands for one department: another name under it makes its row a wrong one."""
    names: dict[str, Counter[str]] = {}
    for row in sheet.rows:
        names.setdefault(row.department_code, Counter())[row.department] += 1
    owner = {code: counted.most_common(1)[0][0] for code, counted in names.items()}
    for row in sheet.rows:
        its = owner[row.department_code]
        if its != row.department:
            sheet.wrong.append(Wrong(row.line, "department_code", row.department_code, Phrase(
                f"这个代码在别的行是“{its}”，本行是“{row.department}”",
                f"elsewhere this code is “{its}”, here it is “{row.department}”")))  # fmt: skip
    sheet.rows = [row for row in sheet.rows if owner[row.department_code] == row.department]
    sheet.wrong.sort(key=lambda one: (one.line, one.column))


def main_codes(rows: Iterable[Row]) -> dict[str, str]:
    """The code each department goes by: the one most of its rows have.

    A district's catalogue may number one department in several ways.
    """
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        counted.setdefault(row.department, Counter())[row.department_code] += 1
    return {name: codes.most_common(1)[0][0] for name, codes in counted.items()}
