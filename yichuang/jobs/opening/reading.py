"""Reading a set-up file (读设置文件): everything wrong with it at once, each at its line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError

from yichuang.catalog.sheet import Sheet, read_sheet
from yichuang.errors import HallError
from yichuang.jobs.opening import checks
from yichuang.jobs.opening.schema import CatalogueEntry, HallFile
from yichuang.phrases import Language, Phrase
from yichuang.regulations.queries import faults
from yichuang.rules.book import source
from yichuang.rules.book.part import Part, mark_at, to_plain
from yichuang.rules.book.problems import Problem
from yichuang.rules.book.refused import of_validation
from yichuang.sheets import SheetRefused, Wrong, open_sheet

_UNREADABLE = Phrase("打不开文件 {file}：{why}", "the file {file} can't be opened: {why}")
_NO_TEXT = Phrase("{file} 不是 UTF-8 编码的文本", "{file} is not a text in UTF-8")
_A_TEXT = Phrase("一份 UTF-8 文本", "a text in UTF-8")
_A_CATALOGUE = Phrase("一份事项目录（CSV）", "a catalogue of items (CSV)")
_AS_IT_IS = Phrase("{zh}", "{en}")


class SetUpRefused(HallError):
    """The set-up file can't be used; nothing was opened."""

    code: ClassVar[str] = "hall.setup_refused"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "设置文件有 {n} 处问题，大厅没有开立，什么也没有写入。改正后再来一次。",
        "{n} problems in the set-up file; no hall was opened and nothing was written. "
        "Correct them and try again.",
    )

    def __init__(self, problems: Sequence[Problem], rows: Sequence[tuple[str, Wrong]] = ()) -> None:
        self.problems = sorted(dict.fromkeys(problems), key=lambda p: (p.book, p.line, p.path))
        self.rows = rows
        """What is wrong with rows of the catalogue, by file."""
        super().__init__(n=len(self.problems) + len(rows))

    def each(self, language: Language) -> Iterator[str]:
        """Every problem in a sentence."""
        yield from (problem.say(language) for problem in self.problems)
        yield from (f"{file} {wrong.say(language)}" for file, wrong in self.rows)


@dataclass(frozen=True, slots=True)
class SetUp:
    """A set-up file that can be opened, with the files it names."""

    hall: HallFile
    own_books: Mapping[str, str] = field(default_factory=dict)
    """The text of a place's own rule book, by its code."""
    sheet: Sheet | None = None
    """The catalogue it names."""
    ground: str = ""


def read_file(path: Path) -> SetUp:
    """Read a set-up file and what it names. Raises SetUpRefused with every problem."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        args = {"file": path, "why": error.strerror or str(error)}
        raise SetUpRefused(
            [Problem("unreadable", path.name, 0, "", _UNREADABLE, _A_TEXT, args)]
        ) from error
    except UnicodeDecodeError as error:
        problem = Problem("unreadable", path.name, 0, "", _NO_TEXT, _A_TEXT, {"file": path})
        raise SetUpRefused([problem]) from error
    return read_text(text, path.name, folder=path.parent)


def read_text(
    text: str, name: str, *, folder: Path | None = None, bodies: Collection[str] = ()
) -> SetUp:
    """Read the text of a set-up file; files it names lie in `folder`.

    `bodies`: names of departments that are known already. Raises SetUpRefused.
    """
    raw, problems = source.read_part(text, name)
    if not raw:
        raise SetUpRefused(problems if text.strip() and problems else [_empty(name)])
    reading = _Reading(raw, name, folder or Path(), problems)
    hall = reading.types()
    sheet = reading.catalogue()
    known = {*bodies, *(_bodies_of(sheet) if sheet else ())}
    problems += checks.everything(raw, name, known)
    own_books = reading.books()
    rows = [(reading.catalogue_name, wrong) for wrong in sheet.wrong] if sheet else []
    if hall is None or problems or rows:
        raise SetUpRefused(problems, rows)
    ground = hall.catalogue.ground or reading.catalogue_name if hall.catalogue else ""
    return SetUp(hall, own_books, sheet, ground[:200])


def _bodies_of(sheet: Sheet) -> Iterator[str]:
    for row in sheet.rows:
        yield from (row.department_code, row.department)


def _any_inside(path: str, paths: Collection[str]) -> bool:
    return any(other.startswith(f"{path}[") for other in paths)


def _empty(name: str) -> Problem:
    return Problem("empty", name, 1, "", Phrase("文件是空的", "the file is empty"), Phrase(
        "一份设置文件；样例见 yichuang hall template",
        "a set-up file; for an example: yichuang hall template"))  # fmt: skip


class _Reading:
    """A set-up file while it is read; what is wrong is added to `problems`."""

    def __init__(self, raw: Part, name: str, folder: Path, problems: list[Problem]) -> None:
        self.raw, self.name, self.folder, self.problems = raw, name, folder, problems
        self.catalogue_name = ""

    def types(self) -> HallFile | None:
        try:
            return HallFile.model_validate_json(json.dumps(to_plain(self.raw)), strict=True)
        except ValidationError as error:
            found = list(of_validation(error, "", self.raw, HallFile))
            faulty = tuple(problem.path for problem in found)
            self.problems += [
                problem if problem.line else replace(problem, book=self.name, line=1)
                for problem in found
                # A list is too short for want of its faulty entries, which are told already.
                if problem.code != "too_short" or not _any_inside(problem.path, faulty)
            ]
            return None

    def catalogue(self) -> Sheet | None:
        """The rows of the catalogue the file names."""
        try:
            entry = CatalogueEntry.model_validate(to_plain(self.raw.get("catalogue")))
        except ValidationError:  # `types` has said so, or there is none
            return None
        path = self.folder / entry.file
        self.catalogue_name = path.name
        try:
            with open_sheet(path) as file:
                return read_sheet(file)
        except SheetRefused as error:
            args = {"zh": error.why.zh, "en": error.why.en}
            self.complain(("catalogue", "file"), "catalogue.file", _AS_IT_IS, _A_CATALOGUE, args)
            return None

    def books(self) -> dict[str, str]:
        """Every place's own rule book, by code; each is tried with the presets beneath it."""
        texts: dict[str, str] = {}
        rows = self.raw.get("sites")
        for n, row in enumerate(rows if isinstance(rows, list) else ()):
            if not isinstance(row, Part):
                continue
            said = row.get("books")
            books = tuple(map(str, said)) if isinstance(said, list) else ()
            own = str(row.get("own_book") or "")
            text = self.own_text(own, n) if own else ""
            for problem in faults(books, text, Path(own).name or "own"):
                self.problems.append(self.of_book(problem, n))
            texts[str(row.get("code"))] = text
        return texts

    def own_text(self, own: str, n: int) -> str:
        at, path = ("sites", n, "own_book"), self.folder / own
        try:
            return path.read_text(encoding="utf-8-sig")
        except OSError as error:
            args = {"file": path, "why": error.strerror or str(error)}
            self.complain(at, f"sites[{n}].own_book", _UNREADABLE, _A_TEXT, args)
        except UnicodeDecodeError:
            self.complain(at, f"sites[{n}].own_book", _NO_TEXT, _A_TEXT, {"file": path})
        return ""

    def of_book(self, problem: Problem, n: int) -> Problem:
        """A problem of a place's books: at its own line, or where the books are named."""
        if problem.line:
            return problem
        mark = mark_at(self.raw, ("sites", n, "books"))
        line = mark.line if mark else 0
        return replace(problem, book=self.name, line=line, path=f"sites[{n}].books")

    def complain(
        self, at: tuple[str | int, ...], path: str, found: Phrase, expected: Phrase,
        args: Mapping[str, object],
    ) -> None:  # fmt: skip
        mark = mark_at(self.raw, at)
        line = mark.line if mark else 1
        self.problems.append(Problem("set_up", self.name, line, path, found, expected, args))
