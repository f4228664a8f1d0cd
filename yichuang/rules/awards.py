"""Awards (评优): candidates with their scores and gates → ranks, winners, ties left to a vote.

The figures are those in force on `facts.on`; where the facts name no day, the newest of the
book. What bars is never assumed; what must be so is not met by
silence. Where somebody else decides, the ranking is a proposal and nobody has won yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from yichuang.phrases import Phrase, phrase
from yichuang.rules.acts import Known, known_on
from yichuang.rules.assessment.facts import MOST_POINTS
from yichuang.rules.assessment.gates import from_results, said
from yichuang.rules.book.rulebook import Book
from yichuang.rules.effects import Effect, effects
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.parts.condition import Condition, Value, judge
from yichuang.rules.parts.consequence import Follows, follows, number, to_words, unnamed
from yichuang.rules.parts.deed import Deed, once_each
from yichuang.rules.parts.figure import plain, round_to
from yichuang.rules.parts.measures import measure_name
from yichuang.rules.parts.period import serial
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.awards import Award
from yichuang.rules.suggest import unknown

effects(
    "awards",
    all=("都评上", "all win"),
    none=("都不评上", "none wins"),
    vote=("投票决定", "decided by a vote"),
    decided=("已评定", "decided"),
    proposed=("提出名单", "proposed"),
    open=("名额不限", "no limit of places"),
    group_full=("该组名额已满", "the group is full"),
)


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
    """The candidates of one award (评优事实); `tie_votes` once a tie has been voted on.

    `voters`: how many might vote, where the score goes by it. `decided`: whom those who decide
    have chosen, where the book leaves it to somebody.
    """

    award: str
    candidates: tuple[Candidate, ...] = ()
    tie_votes: Mapping[str, int] = field(default_factory=dict)
    voters: float | None = None
    decided: tuple[str, ...] | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the ranking."""

    id: str
    rank: int
    score: float
    tied: bool
    parts: Mapping[str, float] = field(default_factory=dict)
    """What each part of the score comes to, and the values that decide ties."""


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
    proposed: tuple[str, ...]
    """Those put before whoever decides, in order; empty where the rule decides itself."""
    decided_by: str | None
    not_stated: tuple[Excluded, ...]
    """Whom something that would bar them was not stated of."""
    consequences: tuple[Follows, ...]
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]


_COUNT = "count."
_TWICE = Phrase("不重复的参评者", "each candidate once")
_NUMBER = Phrase("“{name}”的数值，不超过{most:g}", "a number for {name}, at most {most:g}")
_VOTES = Phrase("不小于0的票数", "a number of votes, 0 or more")

RANKED = phrase(
    "awards.ranked",
    "“{id}”得分{score}，第{rank}名{tied}{keys}",
    "“{id}”: {score}, place {rank}{tied_en}{keys_en}",
)
PLACES = phrase("awards.places", "{n}名参评，名额{places}", "{n} candidates, {places_en} place(s)")
PROPOSED = phrase(
    "awards.proposed",
    "按得分提出{ids}，由{by}决定，尚未决定",
    "{ids_en} are proposed in this order; {by_en} decides and has not yet",
)
DECIDED = phrase("awards.decided", "由{by}决定：{ids}", "decided by {by_en}: {ids_en}")
FOLLOWS = phrase("awards.follows", "“{id}”：对{to}：{said}", "“{id}”: for {to_en}: {said_en}")
OF_CANDIDATE = phrase(
    "awards.condition", "“{id}”，{what}：{facts}", "“{id}”, {what_en}: {facts_en}"
)
OF_SILENT = phrase(
    "awards.condition_not_stated",
    "“{id}”，{what}：{facts}，不作认定",
    "“{id}”, {what_en}: {facts_en}; nothing is found",
)
OF_LACKS = phrase(
    "awards.condition_lacks",
    "“{id}”，{what}：{facts}，必备条件视为不具备",
    "“{id}”, {what_en}: {facts_en}; what must be so is not met by silence",
)
WAYS = {
    "vote": ("投票决定", "to be voted"),
    "all": ("都评上", "all win"),
    "none": ("都不评上", "none wins"),
}
_AMONG = Phrase("列入名单的参评者之一", "one of the candidates that are ranked")
_WHOLE = Phrase("大于0的数", "a number above 0")
TIE = phrase(
    "awards.tie",
    "末位{n}名并列，余{left}个名额，{way}",
    "{n} tied for the last {left} place(s): {way_en}",
)
FULL_GROUP = phrase(
    "awards.group_full",
    "{id}同属{group}，该组最多{most}名",
    "{id} belong to {group}, which can have {most}",
)


@ruled("awards")
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
    readings = Readings()
    readings.of(section)
    readings.of(award)
    hall = _Hall(award, facts, known_on(book, facts.on or date.max), because, readings)
    excluded, silent = hall.excluded()
    keyed = hall.keyed({e.id for e in excluded})
    places = _places(award, len(keyed), readings)
    args: dict[str, object] = {"n": len(keyed), "places": places, "places_en": places}
    args = args if places is not None else {**args, "places": "不限", "places_en": "any number of"}
    because.append(Reason(award.article, PLACES, args, "open" if places is None else str(places)))
    ranking = _ranking(award, keyed, because, hall)
    won, to_vote, left, proposed = _outcome(award, facts, keyed, places, hall)
    consequences = _consequences(award, won, because)
    return Ruling(
        ranking=ranking,
        awarded=won,
        to_vote=to_vote,
        places_left=left,
        excluded=excluded,
        proposed=proposed,
        decided_by=award.decided_by or None,
        not_stated=silent,
        consequences=consequences,
        readings=readings.listed(),
        because=tuple(because) if reasons else (),
    )


def _outcome(
    award: Award, facts: Facts, keyed: Keyed, places: int | None, hall: _Hall
) -> tuple[tuple[str, ...], tuple[str, ...], int, tuple[str, ...]]:
    """Who wins, who is voted on, how many places are left, and who is only proposed."""
    if not award.decided_by:
        won, to_vote, left = _winners(award, facts, keyed, places, hall.because, hall.readings)
        return won, to_vote, left, ()
    ids = tuple(k.candidate.id for k in keyed)
    by = to_words(award.decided_by)
    args = {"by": by.zh, "by_en": by.en}
    if facts.decided is None:
        listed = {"ids": "、".join(ids) or "无人", "ids_en": ", ".join(ids) or "nobody"}
        hall.because.append(Reason(award.article, PROPOSED, {**args, **listed}, "proposed"))
        return (), (), 0, ids
    for i, chosen in enumerate(facts.decided):
        if chosen not in ids:
            raise FactsError(f"facts.decided[{i}]", _AMONG, chosen)
    listed = {"ids": "、".join(facts.decided), "ids_en": ", ".join(facts.decided)}
    hall.because.append(Reason(award.article, DECIDED, {**args, **listed}, "decided"))
    return facts.decided, (), 0, ids


def _consequences(award: Award, won: Sequence[str], because: list[Reason]) -> tuple[Follows, ...]:
    """What winning brings, each with its own reason."""
    made = []
    for id_ in won:
        for c in award.consequences:
            article = c.article or award.article
            made.append(follows(c, id_, article))
            to, said_ = to_words(c.to), c.says
            args = {"id": id_, "to": to.zh, "to_en": to.en, "said": said_.zh, "said_en": said_.en}
            because.append(Reason(article, FOLLOWS, args, Effect(c.action or "", said_)))
    return tuple(made)


def _check(facts: Facts) -> None:
    twice = [i for i, n in Counter(c.id for c in facts.candidates).items() if n > 1]
    if twice:
        raise FactsError("facts.candidates", _TWICE, twice[0])
    for name, votes in facts.tie_votes.items():
        if votes < 0:
            raise FactsError(f"facts.tie_votes.{name}", _VOTES, votes)


class _Keyed(NamedTuple):
    """A candidate with what it is ordered by, smallest first, and what its score is made of."""

    keys: tuple[Decimal, ...]
    candidate: Candidate
    score: Decimal
    parts: Mapping[str, Decimal]


@dataclass(slots=True)
class _Hall:
    """The candidates of an award, with what is known of them."""

    award: Award
    facts: Facts
    known: Known
    because: list[Reason]
    readings: Readings

    def value(self, candidate: Candidate, name: str) -> Value:
        """A value of a candidate by its name; None where nobody has stated it."""
        if name == "total" and candidate.total is not None:
            return candidate.total
        if name.startswith("results."):
            return from_results(candidate.results, name)
        if name.startswith(_COUNT) and name not in candidate.values:
            return self._times(candidate, name.removeprefix(_COUNT))
        return candidate.values.get(name)

    def _times(self, candidate: Candidate, code: str) -> int | None:
        """How often an act happened in the award's period; None where no acts are told."""
        if not candidate.acts:
            return None
        day = self.facts.on or max(deed.on for deed in candidate.acts)
        period = serial(day, self.award.period)
        deeds = [d for d in once_each(candidate.acts) if serial(d.on, self.award.period) == period]
        return sum(deed.count for deed in deeds if deed.code == code)

    def _of(self, candidate: Candidate, condition: Condition) -> Value:
        if condition.counts is None:
            return self.value(candidate, condition.measure)
        if not candidate.acts:
            return None
        counter = condition.counts
        deeds = self.known.counted("", counter, once_each(candidate.acts))
        until = self.facts.on or max(deed.on for deed in candidate.acts)
        return counter.total(deeds, until, self.award.period)

    def excluded(self) -> tuple[tuple[Excluded, ...], tuple[Excluded, ...]]:
        """Who may not win and by what; and of whom something that bars was not stated."""
        found, silent = [], []
        for candidate in self.facts.candidates:
            for conditions, wrong in ((self.award.barred, True), (self.award.needs, False)):
                for code, condition in conditions.items():
                    met = self._judge(candidate, code, condition, wrong=wrong)
                    # What must be so is never met by silence; what bars is never assumed.
                    if met is wrong or (met is None and not wrong):
                        found.append(Excluded(candidate.id, code))
                    elif met is None:
                        silent.append(Excluded(candidate.id, code))
        return tuple(found), tuple(silent)

    def _judge(
        self, candidate: Candidate, code: str, condition: Condition, *, wrong: bool
    ) -> bool | None:
        found = judge(
            condition, lambda one: self._of(candidate, one), self.called, code, called=False
        )
        if found.met is wrong or found.met is None:
            fact = OF_CANDIDATE if found.met is not None else OF_SILENT if wrong else OF_LACKS
            args = {**said(code, condition, found), "id": candidate.id}
            what = Phrase(str(args["what"]), str(args["what_en"]))
            self.because.append(Reason(condition.article, fact, args, Effect(code, what)))
        return found.met

    def called(self, name: str) -> Phrase:
        """What a value is called."""
        if name.startswith(_COUNT):
            act = self.known.name(name.removeprefix(_COUNT))
            return Phrase(f"{act.zh}次数", f"times: {act.en}")
        return measure_name(name, self.award.measures)

    def keyed(self, out: set[str]) -> list[_Keyed]:
        """The candidates that may win, in order."""
        inside = [
            (f"facts.candidates[{i}]", c)
            for i, c in enumerate(self.facts.candidates)
            if c.id not in out
        ]
        best = {
            name: max((_number(self.value(c, name), name, at) for at, c in inside), default=None)
            for name, part in self.award.score.items()
            if part.relative_to == "best"
        }
        made = [self._keys(candidate, at, best) for at, candidate in inside]
        return sorted(made, key=lambda k: (k.keys, k.candidate.id))

    def _keys(self, candidate: Candidate, at: str, best: Mapping[str, Decimal | None]) -> _Keyed:
        award = self.award
        parts: dict[str, Decimal] = {}
        for name, part in award.score.items():
            value = _number(self.value(candidate, name), name, at)
            if part.relative_to is not None:
                whole = best.get(name) if part.relative_to == "best" else self._voters()
                value = value / whole if whole else Decimal(0)
            parts[name] = part.weight * value
        score = sum(parts.values(), Decimal(0))
        if award.digits is not None:
            score = round_to(score, award.digits, award.rounding)
        keys = [-score if award.order == "high" else score]
        for key in award.tie_breakers:
            value = _number(self.value(candidate, key.by), key.by, at)
            keys.append(-value if key.order == "high" else value)
            parts.setdefault(key.by, value)
        return _Keyed(tuple(keys), candidate, score, parts)

    def _voters(self) -> Decimal:
        voters = self.facts.voters
        if not voters or voters < 0:
            raise FactsError("facts.voters", _WHOLE, "null" if voters is None else voters)
        return Decimal(str(voters))


def _number(value: Value, name: str, at: str) -> Decimal:
    if not isinstance(value, int | float) or not abs(value) <= MOST_POINTS:
        found = "null" if value is None else value
        raise FactsError(f"{at}.{name}", _NUMBER, found, {"name": name, "most": MOST_POINTS})
    return Decimal(str(value)) if not isinstance(value, bool) else Decimal(int(value))


def _places(award: Award, candidates: int, readings: Readings) -> int | None:
    if award.share is None:
        return award.places
    exact = award.share * candidates
    whole = round_to(exact, 0, award.rounding)
    if whole != exact:
        readings.setting("rounding", award, "rounding")
    return int(whole)


Keyed = Sequence[_Keyed]


def _ranking(award: Award, keyed: Keyed, because: list[Reason], hall: _Hall) -> tuple[Ranked, ...]:
    made: list[Ranked] = []
    ties = False
    for dense, (_, tied_group) in enumerate(groupby(keyed, key=lambda k: k.keys), 1):
        group = list(tied_group)
        rank = dense if award.numbering == "dense" else len(made) + 1
        tied = len(group) > 1
        ties = ties or tied
        for one in group:
            args = {
                "id": one.candidate.id,
                "score": plain(one.score, 2),
                "rank": rank,
                "tied": "，并列" if tied else "",
                "tied_en": ", tied" if tied else "",
                **_keys_said(award, one, hall),
            }
            because.append(Reason(award.article, RANKED, args, str(rank)))
        made += [
            Ranked(
                k.candidate.id, rank, number(k.score), tied,
                {name: number(round(value, 9)) for name, value in k.parts.items()},
            )
            for k in group
        ]  # fmt: skip
    if ties and len(made) > len({k.keys for k in keyed}):
        hall.readings.setting("numbering", award, "numbering")
    return tuple(made)


def _keys_said(award: Award, one: _Keyed, hall: _Hall) -> dict[str, str]:
    """The values that decide ties, as a clerk writes them."""
    said_ = []
    for nth, key in enumerate(award.tie_breakers, 1):
        name = hall.called(key.by)
        if name.zh == key.by:
            name = unnamed(key.by, f"第{nth}项比较")
        said_.append((name, plain(one.parts[key.by], 2)))
    zh = "".join(f"，{name.zh}{value}" for name, value in said_)
    en = "".join(f", {name.en} {value}" for name, value in said_)
    return {"keys": zh, "keys_en": en}


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
    for _, tied_group in groupby(keyed, key=lambda k: k.keys):
        tied, open_, room = _room(
            award, facts, [k.candidate for k in tied_group], groups, because, readings
        )
        left = len(tied) if places is None else places - len(won)
        if left <= 0 and tied:
            break
        if len(tied) > left:
            readings.setting("ties", award, "ties")
            args: dict[str, object] = {"n": len(tied), "left": left, "way": WAYS[award.ties][0]}
            args["way_en"] = WAYS[award.ties][1]
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
