"""What is wrong with a rule book (手册的问题): each problem with its line and what is expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from yichuang.phrases import Language, Phrase

_LINE = Phrase("{book} 第{line}行", "{book} line {line}")
_WHOLE = Phrase(
    "{where} {path}：{found}；应为{expected}", "{where} {path}: {found}; expected {expected}"
)


_REMARK = Phrase("{where} {path}：{found}；{expected}", "{where} {path}: {found}; {expected}")

Level = Literal["error", "warning", "kept"]
"""An error refuses the book; a warning asks its author to look; `kept`: not used yet."""


class ProblemJson(TypedDict):
    book: str
    line: int
    path: str
    code: str
    level: Level
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a rule book. `line` counts from 1; 0: no line (not from a file)."""

    code: str
    book: str
    line: int
    path: str
    found: Phrase
    expected: Phrase
    args: Mapping[str, object] = field(default_factory=dict, hash=False)
    level: Level = "error"

    def say(self, language: Language = "zh") -> str:
        """The problem in one sentence."""
        where = _LINE.say(language, book=self.book, line=self.line) if self.line else self.book
        whole = _WHOLE if self.level == "error" else _REMARK
        return whole.say(
            language,
            where=where,
            path=self.path or "—",
            found=self.found.say(language, **self.args),
            expected=self.expected.say(language, **self.args),
        )

    def to_json(self, language: Language = "zh") -> ProblemJson:
        """The problem as the command prints it."""
        return ProblemJson(
            book=self.book,
            line=self.line,
            path=self.path,
            code=self.code,
            level=self.level,
            found=self.found.say(language, **self.args),
            expected=self.expected.say(language, **self.args),
        )


class BookError(ValueError):
    """A rule book that can't be used (规则手册有误), with every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda p: (p.book, p.line, p.path))
        super().__init__("\n".join(p.say("en") for p in self.problems))
