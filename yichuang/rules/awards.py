"""Awards (评优): candidates with their scores and gates → ranks, winners, ties left to a vote.

The figures are those in force on `facts.on`; where the facts name no day, the newest of the
book. A gate on something nobody has stated bars nobody; a need that
nobody has stated is not met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.facts import MOST_POINTS
from yichuang.rules.assessment.gates import Value, from_results, holds, said
from yichuang.rules.assessment.ruling import number
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.parts.deed import Deed, once_each
from yichuang.rules.parts.period import serial
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.awards import Award
from yichuang.rules.suggest import unknown


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something that may win (参评者).

    `values` are numbers by name (votes, dimensions.performance …); `results` are rulings of
    other rules about them; `group` is the window or unit they belong to. `acts` give the values
    `count.CODE`: how often, in the award's period that ends `on` the day of the facts.
    """

    id: str
    total: float | None = None
    values: Mapping[str, float | bool] = field(default_factory=dict)
    results: Mapping[str, Any] = field(default_factory=dict)
    group: str | None = None
    acts: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The candidates of one award (评优事实); `tie_votes` once a tie has been voted on."""

    award: str
    candidates: tuple[Candidate, ...] = ()
    tie_votes: Mapping[str, int] = field(default_factory=dict)
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the ranking."""

    id: str
    rank: int
    score: float
    tied: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """Who may not win, and by which condition."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome (评选结果). `to_vote`: the tied among whom `places_left` are to be voted."""

    ranking: tuple[Ranked, ...]
    awarded: tuple[str, ...]
    to_vote: tuple[str, ...]
    places_left: int
    excluded: tuple[Excluded, ...]
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]


_COUNT = "count."
_TWICE = Phrase("不重复的参评者", "each candidate once")
_NUMBER = Phrase("“{name}”的数值，不超过{most:g}", "a number for {name}, at most {most:g}")
_VOTES = Phrase("不小于0的票数", "a number of votes, 0 or more")

RANKED = phrase(
    "awards.ranked",
    "{id}得分{score}，第{rank}名{tied}",
    "{id}: {score}, place {rank}{tied_en}",
)
PLACES = phrase("awards.places", "{n}名参评，名额{places}", "{n} candidates, {places} place(s)")
TIE = phrase(
    "awards.tie",
    "末位{n}名并列，余{left}个名额（{way}）",
    "{n} tied for the last {left} place(s) ({way})",
)
NOT_STATED = phrase(
    "awards.not_stated",
    "{what}：没有给出，必备条件视为不具备",
    "{what_en} is not stated; what must be so is not met by silence",
)
FULL_GROUP = phrase(
    "awards.group_full",
    "{id}同属{group}，该组最多{most}名",
    "{id} belong to {group}, which can have {most}",
)


def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Rank the candidates and say who wins (评优).

    Raises FactsError for an unknown award, a candidate named twice or without a number the
    score needs; BookLacks without a section `awards`.
    """
    section = book.on(facts.on or date.max).awards
    if section is None:
        raise BookLacks("awards", book.name)
    if facts.award not in section.kinds:
        raise unknown("facts.award", facts.award, section.kinds)
    award = section.kinds[facts.award]
    _check(facts)
    because: list[Reason] = []
    excluded = _excluded(award, facts, because)
    out = {e.id for e in excluded}
    keyed = sorted(
        ((_keys(award, c, f"facts.candidates[{i}]", facts.on), c)
         for i, c in enumerate(facts.candidates) if c.id not in out),
        key=lambda k: (k[0], k[1].id),
    )  # fmt: skip
    places = _places(award, len(keyed))
    args = {"n": len(keyed), "places": "不限" if places is None else places}
    because.append(Reason(award.article, PLACES, args, "open" if places is None else str(places)))
    ranking = _ranking(award, keyed, because)
    readings = Readings()
    readings.of(section)
    readings.of(award)
    won, to_vote, left = _winners(award, facts, keyed, places, because, readings)
    return Ruling(
        ranking=ranking,
        awarded=won,
        to_vote=to_vote,
        places_left=left,
        excluded=excluded,
        readings=readings.listed(),
        because=tuple(because) if reasons else (),
    )


def _check(facts: Facts) -> None:
    twice = [i for i, n in Counter(c.id for c in facts.candidates).items() if n > 1]
    if twice:
        raise FactsError("facts.candidates", _TWICE, twice[0])
    for name, votes in facts.tie_votes.items():
        if votes < 0:
            raise FactsError(f"facts.tie_votes.{name}", _VOTES, votes)


def _value(candidate: Candidate, name: str, award: Award, on: date | None) -> Value:
    if name == "total" and candidate.total is not None:
        return candidate.total
    if name.startswith("results."):
        return from_results(candidate.results, name)
    if name.startswith(_COUNT) and name not in candidate.values:
        return _counted(candidate, name.removeprefix(_COUNT), award, on)
    return candidate.values.get(name)


def _counted(candidate: Candidate, code: str, award: Award, on: date | None) -> int | None:
    """How often an act happened in the award's period; None where no acts are told."""
    if not candidate.acts:
        return None
    day = on or max(deed.on for deed in candidate.acts)
    period = serial(day, award.period)
    deeds = [d for d in once_each(candidate.acts) if serial(d.on, award.period) == period]
    return sum(deed.count for deed in deeds if deed.code == code)


def _excluded(award: Award, facts: Facts, because: list[Reason]) -> tuple[Excluded, ...]:
    found = []
    for candidate in facts.candidates:
        for gates, wrong in ((award.gates, True), (award.needs, False)):
            for code, gate in gates.items():
                value = _value(candidate, gate.measure, award, facts.on)
                met = holds(gate, value)
                # What must be so is never met by silence; what bars is never assumed.
                if met is wrong or (met is None and not wrong):
                    found.append(Excluded(candidate.id, code))
                    fact, args = said(code, gate, value)
                    fact = NOT_STATED if met is None else fact
                    because.append(Reason(gate.article, fact, args, f"{candidate.id}: {code}"))
    return tuple(found)


def _keys(award: Award, candidate: Candidate, at: str, on: date | None) -> tuple[Decimal, ...]:
    """What a candidate is ordered by, smallest first: the score, then the tie-breakers."""
    score = sum(
        (
            weight * _number(_value(candidate, name, award, on), name, at)
            for name, weight in award.score.items()
        ),
        Decimal(0),
    )
    keys = [-score if award.order == "high" else score]
    for key in award.tie_breakers:
        value = _number(_value(candidate, key.by, award, on), key.by, at)
        keys.append(-value if key.order == "high" else value)
    return tuple(keys)


def _number(value: Value, name: str, at: str) -> Decimal:
    if not isinstance(value, int | float) or not abs(value) <= MOST_POINTS:
        found = "null" if value is None else value
        raise FactsError(f"{at}.{name}", _NUMBER, found, {"name": name, "most": MOST_POINTS})
    return Decimal(str(value)) if not isinstance(value, bool) else Decimal(int(value))


def _places(award: Award, candidates: int) -> int | None:
    if award.share is None:
        return award.places
    way = {"down": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "up": ROUND_CEILING}
    exact = award.share * candidates
    return int(exact.to_integral_value(way[award.share_rounding]))


Keyed = Sequence[tuple[tuple[Decimal, ...], Candidate]]


def _ranking(award: Award, keyed: Keyed, because: list[Reason]) -> tuple[Ranked, ...]:
    made: list[Ranked] = []
    for dense, (keys, tied_group) in enumerate(groupby(keyed, key=lambda k: k[0]), 1):
        group = list(tied_group)
        rank = dense if award.numbering == "dense" else len(made) + 1
        score = number(-keys[0] if award.order == "high" else keys[0])
        tied = len(group) > 1
        for _, candidate in group:
            args = {
                "id": candidate.id,
                "score": score,
                "rank": rank,
                "tied": "（并列）" if tied else "",
                "tied_en": " (tied)" if tied else "",
            }
            because.append(Reason(award.article, RANKED, args, str(rank)))
        made += [Ranked(candidate.id, rank, score, tied) for _, candidate in group]
    return tuple(made)


def _winners(
    award: Award,
    facts: Facts,
    keyed: Keyed,
    places: int | None,
    because: list[Reason],
    readings: Readings,
) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """The winners, the tied still to be voted on, and the places left for them."""
    won: list[str] = []
    groups: Counter[str] = Counter()
    for _, tied_group in groupby(keyed, key=lambda k: k[0]):
        tied, open_, room = _room(
            award, facts, [c for _, c in tied_group], groups, because, readings
        )
        left = len(tied) if places is None else places - len(won)
        if left <= 0 and tied:
            break
        if len(tied) > left:
            readings.setting("ties", award, "ties")
            args = {"n": len(tied), "left": left, "way": award.ties}
            because.append(Reason(award.article, TIE, args, award.ties))
            more, to_vote = _resolve(award, facts, [c.id for c in tied], left)
            return (*won, *more), to_vote, left - len(more) if to_vote else 0
        won += [c.id for c in tied]
        groups.update(c.group for c in tied if c.group is not None)
        if open_:
            return tuple(won), open_, room
    return tuple(won), (), 0


def _room(
    award: Award,
    facts: Facts,
    tied: Sequence[Candidate],
    groups: Counter[str],
    because: list[Reason],
    readings: Readings,
) -> tuple[list[Candidate], tuple[str, ...], int]:
    """Of the tied those their group has room for; those still to be voted on, for how many."""
    if award.per_group is None:
        return list(tied), (), 0
    kept: list[Candidate] = []
    open_: tuple[str, ...] = ()
    room = 0
    for group in dict.fromkeys(c.group for c in tied):
        members = [c for c in tied if c.group == group]
        left = len(members) if group is None else award.per_group - groups[group]
        if len(members) <= left:
            kept += members
            continue
        args = {"id": "、".join(c.id for c in members), "group": group, "most": award.per_group}
        because.append(Reason(award.article, FULL_GROUP, args, "group_full"))
        if left > 0:
            readings.setting("ties", award, "ties")
            sure, to_vote = _resolve(award, facts, [c.id for c in members], left)
            kept += [c for c in members if c.id in sure]
            open_ = open_ or to_vote
            room = room or (left - len(sure) if to_vote else 0)
    return kept, open_, room


def _resolve(
    award: Award, facts: Facts, tied: Sequence[str], left: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who of the tied wins, and who is still to be voted on."""
    if award.ties == "all":
        return tuple(tied), ()
    if award.ties == "none":
        return (), ()
    votes = {c: facts.tie_votes.get(c, 0) for c in tied}
    ordered = sorted(tied, key=lambda c: (-votes[c], c))
    last = votes[ordered[left - 1]]
    sure = [c for c in ordered if votes[c] > last]
    at_the_cut = [c for c in ordered if votes[c] == last]
    if len(sure) + len(at_the_cut) == left:
        return tuple(ordered[:left]), ()
    return tuple(sure), tuple(at_the_cut)
