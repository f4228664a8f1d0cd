"""Which route goes first (审批程序的先后): the narrower, or the one that says it overrides.

Nothing else decides. Two that can fit one leave, neither narrower and neither overriding the
other, are refused with a leave that falls into both; so is one that can never be reached, with
a leave that would fall into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.range import Range

if TYPE_CHECKING:
    from yichuang.rules.sections.leave import Route

_OTHER = "…"
"""A kind or a role that no route names."""


class Sample(NamedTuple):
    """A leave by what routes go by."""

    kind: str
    role: str
    staff: float
    years: float

    def said(self) -> tuple[str, str]:
        """The leave in words."""
        zh, en = [f"窗口 {self.staff:g} 人"], [f"a window of {self.staff:g}"]
        if self.kind != _OTHER:
            zh.insert(0, self.kind)
            en.insert(0, self.kind)
        if self.role != _OTHER:
            zh.append(f"请假人为 {self.role}")
            en.append(f"asked for by {self.role}")
        return "，".join(zh), ", ".join(en)


def first(fitting: Sequence[str], routes: Mapping[str, Route]) -> str:
    """Of the routes that fit a leave, the one that goes before all others."""
    return next(
        one
        for one in fitting
        if all(one == other or _beats(one, other, routes) for other in fitting)
    )


def check_routes(routes: Mapping[str, Route]) -> None:
    """Raise where two routes compete, one is never reached, or overrides names no route."""
    for name, route in routes.items():
        for other in route.overrides:
            if other not in routes or other == name or name in routes[other].overrides:
                raise wrong(
                    "unknown_route",
                    "{name} 的 overrides 中为另一程序，且不互相优先：{known}（而不是 {other}）",
                    "overrides of {name} to name another route, not one that overrides it: "
                    "{known} (not {other})",
                    name=name,
                    other=other,
                    known=", ".join(code for code in routes if code != name),
                )
    samples = list(_samples(routes.values()))
    for one, other in combinations(routes, 2):
        if _beats(one, other, routes) or _beats(other, one, routes):
            continue
        both = _excluding(routes[one].if_, routes[other].if_)
        met = (
            None
            if both
            else next(
                (s for s in samples if _fits(routes[one], s) and _fits(routes[other], s)), None
            )
        )
        if met is not None:
            zh, en = met.said()
            raise wrong(
                "routes_overlap",
                "{one} 与 {other} 都适用于同一种请假（例如：{met_zh}），在其一写明 overrides",
                "{one} and {other} both fit one leave (e.g. {met_en}): overrides in one of them",
                one=one,
                other=other,
                met_zh=zh,
                met_en=en,
            )
    for name in routes:
        _check_reached(name, routes, samples)


def _check_reached(name: str, routes: Mapping[str, Route], samples: list[Sample]) -> None:
    """Raise where every leave that fits a route goes to another one."""
    mine = [sample for sample in samples if _fits(routes[name], sample)]
    by: dict[str, None] = {}
    for sample in mine:
        stronger = next(
            (
                other
                for other, route in routes.items()
                if other != name
                and _fits(route, sample)
                and (route.if_ is None or route.if_ == routes[name].if_)
                and _beats(other, name, routes)
            ),
            None,
        )
        if stronger is None:
            return
        by[stronger] = None
    if mine:
        zh, en = mine[0].said()
        raise wrong(
            "never_reached",
            "{name} 有机会适用：所有属于它的请假（例如：{met_zh}）都先归 {by}",
            "{name} to be reached: every leave that fits it (e.g. {met_en}) goes to {by} first",
            name=name,
            by=", ".join(by),
            met_zh=zh,
            met_en=en,
        )


def _beats(one: str, other: str, routes: Mapping[str, Route]) -> bool:
    """Whether a route goes before another: it says so, or it is the narrower."""
    if other in routes[one].overrides:
        return True
    return one not in routes[other].overrides and _narrower(routes[one], routes[other])


def _narrower(a: Route, b: Route) -> bool:
    """Whether every leave that fits one fits the other, and not the other way round."""
    return _inside(a, b) and not _inside(b, a)


def _inside(a: Route, b: Route) -> bool:
    return (
        (not b.kinds or (bool(a.kinds) and set(a.kinds) <= set(b.kinds)))
        and (not b.roles or (bool(a.roles) and set(a.roles) <= set(b.roles)))
        and _range_inside(a.window, b.window)
        and _range_inside(a.service_years, b.service_years)
        and (b.if_ is None or a.if_ == b.if_)
    )


def _range_inside(a: Range | None, b: Range | None) -> bool:
    if b is None:
        return True
    if a is None:
        return False
    low, high = (a.lower, b.lower), (a.upper, b.upper)
    below = low[1] is None or (
        low[0] is not None
        and (low[0].value, not low[0].inclusive) >= (low[1].value, not low[1].inclusive)
    )
    above = high[1] is None or (
        high[0] is not None
        and (high[0].value, high[0].inclusive) <= (high[1].value, high[1].inclusive)
    )
    return below and above


def _excluding(a: Condition | None, b: Condition | None) -> bool:
    """Whether two circumstances can't hold at once, as far as that can be told."""
    if a is None or b is None:
        return False
    if a.measure and a.measure == b.measure and None not in (a.is_, b.is_):
        return a.is_ != b.is_
    return a.not_ == b or b.not_ == a


def _fits(route: Route, sample: Sample) -> bool:
    return (
        (not route.kinds or sample.kind in route.kinds)
        and (not route.roles or sample.role in route.roles)
        and (route.window is None or route.window.holds(sample.staff))
        and (route.service_years is None or route.service_years.holds(sample.years))
    )


def _samples(routes: Iterable[Route]) -> Iterator[Sample]:
    """Leaves of every sort that the routes tell apart."""
    rows = list(routes)
    kinds = [*dict.fromkeys(kind for row in rows for kind in row.kinds), _OTHER]
    roles = [*dict.fromkeys(role for row in rows for role in row.roles), _OTHER]
    staff = _numbers((row.window for row in rows), whole=True)
    years = _numbers((row.service_years for row in rows), whole=False)
    for kind, role, people, served in product(kinds, roles, staff, years):
        yield Sample(kind, role, people, served)


def _numbers(ranges: Iterable[Range | None], *, whole: bool) -> list[float]:
    """Numbers on both sides of every end; of people only whole ones, one at least."""
    found = {1.0}
    for one in ranges:
        for end in (one.lower, one.upper) if one is not None else ():
            if end is not None:
                step = 1 if whole else 0.5
                found |= {end.value - step, end.value, end.value + step}
    return sorted(n for n in found if n >= (1 if whole else 0) and (not whole or n == int(n)))
