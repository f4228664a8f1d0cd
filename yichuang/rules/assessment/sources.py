"""Points that do not come from marks (票决、打分、指标): votes, scores, measured quantities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.facts import Facts, check_amount
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.consequence import unnamed
from yichuang.rules.parts.figure import plain
from yichuang.rules.parts.reading import Readings
from yichuang.rules.parts.table import Gap
from yichuang.rules.sections.assessment import Dimension
from yichuang.rules.sections.scoring import MeasureRule, ScoreRule, VoteRule
from yichuang.rules.suggest import unknown

ZERO = Decimal(0)
_BALLOTS = Phrase("0到{most}之间的票数", "a number of ballots from 0 to {most}")
_MOST_BALLOTS = 100_000_000
_WHOLE = Phrase("大于0的数", "a number above 0")

SHARE = phrase(
    "assessment.vote_share",
    "{what}：{grades}共{votes}票，占{of}票的{percent}%",
    "{what_en}: {votes} of {of} ballots are {grades_en}, {percent} %",
)
SHARE_SHORT = phrase(
    "assessment.vote_below",
    "{what}：各档比例均未达到（{counts}）",
    "{what_en}: no share is reached ({counts_en})",
)
VOTE_MEAN = phrase(
    "assessment.vote_mean",
    "{what}：{of}票按折算分值平均（{counts}）",
    "{what_en}: the mean value of {of} ballots ({counts_en})",
)
NO_VOTES = phrase(
    "assessment.no_votes",
    "{what}：收到{of}票，少于{least}票",
    "{what_en}: {of} ballots, fewer than {least}",
)
SCORED = phrase(
    "assessment.scored", "{what}：{n}个打分，取{method}", "{what_en}: the {method_en} of {n} scores"
)
NO_SCORES = phrase("assessment.no_scores", "{what}：没有打分", "{what_en}: no scores")
MEASURED = phrase("assessment.measured", "{what}：实际为{value}", "{what_en}: it is {value}")
NOT_MEASURED = phrase(
    "assessment.not_measured",
    "{what}：数量没有说明，按满分计",
    "{what_en}: the quantity is not stated; full points",
)
RELATIVE = phrase(
    "assessment.relative",
    "{what}：{value}，为{whole_of}{whole}的{percent}%",
    "{what_en}: {value}, {percent} % of {whole_of_en} {whole}",
)
SILENT = phrase(
    "assessment.silent",
    "{what}：{value}处条文没有规定，不扣分也不得分，请人工认定",
    "{what_en}: the text is silent at {value}; no points either way, somebody has to decide",
)


METHODS = {"mean": ("平均", "mean"), "median": ("中位数", "median"), "sum": ("合计", "sum")}


@dataclass(slots=True)
class Found:
    """What a source gives a dimension; None: the dimension is left out."""

    points: Decimal | None
    fact: Phrase
    args: dict[str, object]
    readings: Readings = field(default_factory=Readings)
    undecided: bool = False


def voted(name: str, dimension: Dimension, rule: VoteRule, facts: Facts) -> Found:
    """The points of a vote (互评得分). Shares are compared exactly: 18 of 20 is 90 %."""
    if rule.groups is None:
        ballots = facts.ballots.get(name, facts.votes)
        at = f"facts.ballots.{name}" if name in facts.ballots else "facts.votes"
        return _one_vote(name, dimension, rule, _checked(ballots, rule, at), at)
    parts: list[tuple[Decimal, Decimal]] = []
    of = 0
    counts: list[str] = []
    counts_en: list[str] = []
    found: Found | None = None
    for group, weight in rule.groups.items():
        at = f"facts.ballots.{name}.{group}"
        ballots = _checked(facts.ballots.get(f"{name}.{group}", {}), rule, at)
        found = _one_vote(name, dimension, rule, ballots, at)
        if found.points is not None:
            parts.append((weight, found.points))
        of += int(str(found.args["of"]))
        who = unnamed(group, f"第{len(counts) + 1}组")
        counts.append(f"{who.zh}：{found.args['counts']}")
        counts_en.append(f"{who.en} {found.args['counts_en']}")
    assert found is not None
    args = {"of": of, "counts": "；".join(counts), "counts_en": "; ".join(counts_en)}
    return Found(_weighted(parts), VOTE_MEAN, {**_names(dimension), **args}, found.readings)


def _checked(ballots: Mapping[str, int], rule: VoteRule, at: str) -> Mapping[str, int]:
    for grade, n in ballots.items():
        if grade not in rule.grades and grade not in rule.blank:
            raise unknown(f"{at}.{grade}", grade, [*rule.grades, *rule.blank])
        if not 0 <= n <= _MOST_BALLOTS:
            raise FactsError(f"{at}.{grade}", _BALLOTS, n, {"most": _MOST_BALLOTS})
    return ballots


def _one_vote(
    name: str, dimension: Dimension, rule: VoteRule, ballots: Mapping[str, int], at: str
) -> Found:
    valid = sum(n for grade, n in ballots.items() if grade in rule.grades)
    of = valid if rule.share_of == "valid" else sum(ballots.values())
    zh, en = _grade_names(rule)
    args: dict[str, object] = {
        **_names(dimension),
        "of": of,
        "counts": "、".join(f"{zh[g]}{ballots.get(g, 0)}票" for g in rule.grades),
        "counts_en": ", ".join(f"{en[g]} {ballots.get(g, 0)}" for g in rule.grades),
    }
    if of < rule.at_least:
        readings = Readings()
        readings.setting(f"{name}.missing", rule, "missing", dimension.article)
        points = {"nothing": ZERO, "full": dimension.full, "left_out": None}[rule.missing]
        return Found(points, NO_VOTES, {**args, "least": rule.at_least}, readings)
    used = Readings()
    if rule.blank:
        used.setting(f"{name}.share_of", rule, "share_of", dimension.article)
    if rule.values is not None:
        total = sum((v * ballots.get(g, 0) for g, v in rule.values.items()), ZERO)
        return Found(total / of, VOTE_MEAN, args, used)
    for tier in rule.tiers:
        votes = sum(ballots.get(grade, 0) for grade in tier.counting)
        share = Fraction(votes, of)
        if tier.holds(share):
            percent = f"{float(share * 100):.4g}"
            reached = {
                "grades": "、".join(zh[g] for g in tier.counting),
                "grades_en": " or ".join(en[g] for g in tier.counting),
                "votes": votes,
                "percent": percent,
            }
            return Found(tier.points, SHARE, {**args, **reached}, used)
    return Found(rule.otherwise, SHARE_SHORT, args, used)


def scored(name: str, dimension: Dimension, rule: ScoreRule, facts: Facts) -> Found:
    """The points of scores given by people or by earlier periods (打分得分)."""
    names = _names(dimension)
    if rule.groups is None:
        points, n = _one_score(name, rule, facts)
    else:
        parts, n = [], 0
        for group, weight in rule.groups.items():
            points, given = _one_score(f"{name}.{group}", rule, facts)
            n += given
            if points is not None:
                parts.append((weight, points))
        points = _weighted(parts)
    if points is None:
        readings = Readings()
        readings.setting(f"{name}.missing", rule, "missing", dimension.article)
        nothing = {"nothing": ZERO, "full": dimension.full, "left_out": None}[rule.missing]
        return Found(nothing, NO_SCORES, names, readings)
    if rule.out_of is not None:
        points = points * dimension.full / rule.out_of
    return Found(
        points,
        SCORED,
        {**names, "n": n, "method": METHODS[rule.method][0], "method_en": METHODS[rule.method][1]},
    )


def _one_score(name: str, rule: ScoreRule, facts: Facts) -> tuple[Decimal | None, int]:
    given = facts.scores.get(name, ())
    for i, score in enumerate(given):
        check_amount(score, f"facts.scores.{name}[{i}]")
    kept = sorted(Decimal(str(score)) for score in given)
    if len(kept) > rule.drop_lowest + rule.drop_highest:
        kept = kept[rule.drop_lowest : len(kept) - rule.drop_highest]
    if not kept:
        return None, 0
    if rule.method == "sum":
        return sum(kept, ZERO), len(given)
    if rule.method == "mean":
        return sum(kept, ZERO) / len(kept), len(given)
    middle = len(kept) // 2
    if len(kept) % 2:
        return kept[middle], len(given)
    return (kept[middle - 1] + kept[middle]) / 2, len(given)


def measured(
    name: str, dimension: Dimension, rule: MeasureRule, value: float | None, facts: Facts
) -> Found:
    """The points a measured quantity earns (指标得分)."""
    shown = "—" if value is None else _shown(Decimal(str(value)))
    args: dict[str, object] = {**_names(dimension), "value": shown}
    if value is None:
        return Found(dimension.full, NOT_MEASURED, args)
    if rule.tiers:
        tier = rule.pick(value)
        if isinstance(tier, Gap):
            return Found(ZERO, SILENT, args, undecided=True)
        return Found(ZERO if tier is None else tier.points, MEASURED, args)
    exact = Decimal(str(value))
    if rule.proportional is not None:
        zero, full = (
            Decimal(str(v)) for v in (rule.proportional.zero_at, rule.proportional.full_at)
        )
        share = min(max((exact - zero) / (full - zero), ZERO), Decimal(1))
        return Found(dimension.full * share, MEASURED, args)
    if rule.relative_to is not None:
        return _relative(dimension, rule, exact, facts)
    target = Decimal(str(rule.target))
    off = target - exact if rule.side == "below" else exact - target
    units = max(off, ZERO) / Decimal(str(rule.every))
    readings = Readings()
    if units != units.to_integral_value():
        readings.setting(f"{name}.part", rule, "part", dimension.article)
        if rule.part != "exact":
            way = ROUND_CEILING if rule.part == "whole" else ROUND_FLOOR
            units = units.to_integral_value(way)
    return Found(dimension.full - rule.points * units, MEASURED, args, readings)


def _shown(value: Decimal) -> str:
    """A quantity as people write it: a share in percent."""
    return f"{plain(value * 100, 2)}%" if 0 < value < 1 else plain(value, 2)


def _relative(dimension: Dimension, rule: MeasureRule, exact: Decimal, facts: Facts) -> Found:
    """Points in proportion to the best, or to those who might vote (与最好者、投票人数相比)."""
    best = rule.relative_to == "best"
    given = facts.best.get(rule.measure) if best else facts.voters
    if not given or given < 0:
        at = f"facts.best.{rule.measure}" if best else "facts.voters"
        raise FactsError(at, _WHOLE, "null" if given is None else given)
    whole = Decimal(str(given))
    share = min(exact / whole, Decimal(1))
    args = {
        **_names(dimension),
        "value": plain(exact),
        "whole": plain(whole),
        "percent": plain(share * 100, 2),
        "whole_of": "最高者" if best else "投票人数",
        "whole_of_en": "the best," if best else "those who might vote,",
    }
    return Found(dimension.full * share, RELATIVE, args)


def _weighted(parts: list[tuple[Decimal, Decimal]]) -> Decimal | None:
    """The weighted mean of what is there; weights of what is missing are shared out."""
    weights = sum((w for w, _ in parts), ZERO)
    return sum((w * p for w, p in parts), ZERO) / weights if weights else None


def _names(dimension: Dimension) -> dict[str, object]:
    return {"what": dimension.title.zh, "what_en": dimension.title.en}


def _grade_names(rule: VoteRule) -> tuple[dict[str, str], dict[str, str]]:
    titles = rule.titles
    zh = {g: titles[g].zh if g in titles else g for g in rule.grades}
    return zh, {g: titles[g].en if g in titles else g for g in rule.grades}
