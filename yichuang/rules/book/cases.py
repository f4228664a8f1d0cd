"""Cases inside a book (书中的判例): facts, the outcome that the author expects, and its article.

A check rules on each by the composed book. Where the outcome is another, or rests on another
article, the book and its author disagree, and the check says so.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from yichuang.phrases import Phrase
from yichuang.rules import registry
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import Mark, mark_at
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.reading import read_row
from yichuang.rules.book.rulebook import Book
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError
from yichuang.rules.suggest import nearest

_NO_RULE = Phrase("没有名为“{found}”的规则", "there is no rule called {found}")
_OTHER = Phrase("裁定为 {found}", "the ruling is {found}")
_EXPECTED = Phrase("判例所写的 {wanted}", "{wanted}, as the case says")
_NOT_BY = Phrase("裁定没有依据 {article}，依据的是 {found}", "ruled by {found}, not by {article}")
_BY = Phrase("依据 {article}", "a reason by {article}")
_FACTS = Phrase("事实有误：{error}", "the facts are wrong: {error}")
_RULED = Phrase("能据以裁定的事实", "facts that can be ruled on")


class Case(BaseModel):
    """A case and its outcome (判例): the ruling may say more than is written here."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Annotated[str, Field(description="判例名称", title="name")] = ""
    rule: Annotated[str, Field(description="用哪条规则裁定", title="rule")]
    article: Annotated[str, Field(min_length=1, description="依据的条款", title="article")]
    facts: Annotated[dict[str, JsonValue], Field(description="事实", title="facts")]
    ruling: Annotated[dict[str, JsonValue], Field(description="应有的裁定", title="ruling")]


def cases_of(layer: Layer) -> tuple[list[tuple[Case, int]], list[Problem]]:
    """The cases of a layer with their places, and what is wrong with the way they are written."""
    made: list[tuple[Case, int]] = []
    problems: list[Problem] = []
    for index, row in enumerate(layer.cases):
        mark = layer.cases.marks[index]
        case, wrong = read_row(Case, row, mark, f"cases[{index}]")
        problems += wrong
        if case is None:
            continue
        if case.rule in registry.RULES:
            made.append((case, index))
        else:
            wanted, args = nearest(case.rule, registry.RULES)
            args["found"] = case.rule
            at = (index, "rule")
            problems.append(_problem("unknown_rule", layer, at, _NO_RULE, wanted, args))
    return made, problems


def per_article(layers: Sequence[Layer]) -> Counter[str]:
    """How many cases prove each article."""
    return Counter(case.article for layer in layers for case, _ in cases_of(layer)[0])


def failures(book: Book, layers: Sequence[Layer]) -> Iterator[Problem]:
    """Every case of the layers that the book rules otherwise."""
    for layer in layers:
        for case, index in cases_of(layer)[0]:
            yield from _failures(book, layer, case, index)


def _failures(book: Book, layer: Layer, case: Case, index: int) -> Iterator[Problem]:
    rule = registry.find(case.rule)
    try:
        facts = read_facts(rule.facts, json.dumps(case.facts))
        ruling = ruling_json(decide(rule, facts, book))
    except FactsError as error:
        said = error.sentence("zh")
        yield _problem("case_facts", layer, (index, "facts"), _FACTS, _RULED, {"error": said})
        return
    except BookError:
        return
    for steps, wanted, found in _differing(case.ruling, ruling, ()):
        at = (index, "ruling", *steps)
        args = {"found": _shown(found), "wanted": _shown(wanted)}
        yield _problem("case", layer, at, _OTHER, _EXPECTED, args)
    cited = list(dict.fromkeys(reason["article"] for reason in ruling["because"]))
    if case.article not in cited:
        args = {"article": case.article, "found": "、".join(cited)}
        yield _problem("case_article", layer, (index, "article"), _NOT_BY, _BY, args)


Place = tuple[str | int, ...]
_NOTHING = object()


def _differing(wanted: Any, found: Any, at: Place) -> Iterator[tuple[Place, Any, Any]]:
    """Where a ruling isn't what is written; what is not written may be anything."""
    if at[-1:] == ("readings",) and isinstance(wanted, Mapping) and isinstance(found, list):
        # A case writes `name: value`; a ruling lists also what else a reading could be.
        found = {reading["name"]: reading["value"] for reading in found}
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        for key, value in wanted.items():
            yield from _differing(value, found.get(key, _NOTHING), (*at, key))
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for index, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from _differing(one, other, (*at, index))
    elif wanted != found:
        yield at, wanted, found


def _shown(value: object) -> str:
    return "—" if value is _NOTHING else json.dumps(value, ensure_ascii=False)


def _problem(
    code: str, layer: Layer, at: Place, found: Phrase, wanted: Phrase, args: Mapping[str, object]
) -> Problem:
    mark = mark_at(layer.cases, at) or Mark(layer.name, 0)
    path = "cases" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in at)
    return Problem(code, mark.book, mark.line, path, found, wanted, args)
