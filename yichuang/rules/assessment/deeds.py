"""From acts to marks (由行为到记分): what each entry of a sheet counts of a list of dated acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from yichuang.phrases import Phrase
from yichuang.rules.acts import Known, known_on
from yichuang.rules.assessment.charge import Placed
from yichuang.rules.assessment.facts import Facts, mark_of
from yichuang.rules.assessment.gates import Measures
from yichuang.rules.assessment.tally import place
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.deed import Deed, once_each
from yichuang.rules.sections.assessment import Entry, Sheet

_ONE_OF_THEM = Phrase(
    "acts 与 deductions、bonuses 只写其一", "either acts or deductions and bonuses"
)

Before = Mapping[str, Sequence[tuple[date, int, str]]]


def placed(
    facts: Facts, sheet: Sheet, book: Book, measures: Measures
) -> tuple[Mapping[str, Sequence[Placed]], Before | None]:
    """What is charged, by table, and how often each code happened before, where acts are given."""
    if facts.acts is None:
        marks = {"deductions": facts.deductions, "bonuses": facts.bonuses}
        return {table: place(of, table) for table, of in marks.items()}, None
    if facts.deductions or facts.bonuses or facts.earlier:
        raise FactsError("facts.acts", _ONE_OF_THEM, len(facts.acts))
    known = measures.known = known_on(book, facts.on or date.max)
    known.check(facts.acts)
    known.check(facts.earlier_acts, "facts.earlier_acts")
    deeds, earlier = once_each(facts.acts), once_each(facts.earlier_acts)
    made: dict[str, list[Placed]] = {"deductions": [], "bonuses": []}
    before: dict[str, list[tuple[date, int, str]]] = {}
    for table in made:
        for code, entry in getattr(sheet, table).items():
            made[table] += [
                _placed(code, entry, deed, facts) for deed in _of(code, entry, deeds, known)
            ]
            before[code] = [(d.on, d.count, d.code) for d in _of(code, entry, earlier, known)]
    return made, before


def _of(code: str, entry: Entry, deeds: Sequence[Deed], known: Known) -> list[Deed]:
    return known.counted(code, entry.counts, deeds)


def _placed(code: str, entry: Entry, deed: Deed, facts: Facts) -> Placed:
    """A mark of the entry for a deed; it says no more than what the entry goes by."""
    assert facts.acts is not None
    mark = mark_of(code, entry, deed)
    return Placed(mark, f"facts.acts[{facts.acts.index(deed)}]", deed.code)
