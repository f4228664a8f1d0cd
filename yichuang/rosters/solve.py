"""Proposing a roster (排班建议): who sits where, so that no window stands empty that needn't.

Half-days hang together by fairness alone: who sits where in the morning forbids nothing in the
afternoon. So each is a question of its own, a flow of least cost from windows to people, and the
roster as a whole leaves no window empty that any roster could man. What is weighed beside that, the
heaviest first: as little changed as can be where a roster stands already; days of rest shared out
with the past twelve months in mind; whole days at one window; equal loads; everybody at their usual
window. Half-days follow in order of time, each knowing the loads of those before. The same question
has the same answer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from yichuang.rules.halfdays import Half
from yichuang.rules.roster import Facts, Post, Shift, Slot, Worker, gone_of, is_away, qualified

_EMPTY, _CHANGED, _REST, _WHOLE_DAY, _LOAD, _ELSEWHERE = 10_000_000, 100_000, 1_000, 150, 60, 1
_OUT_OF, _INTO, _FIRST = 0, 1, 2  # nodes of the flow


@dataclass(frozen=True, slots=True)
class Question:
    """What a roster is proposed for."""

    facts: Facts
    slots: Sequence[Slot]
    standing: frozenset[Shift] = frozenset()
    """What stands already and is changed as little as can be."""
    fixed: frozenset[Shift] = frozenset()
    """What has passed, or was settled by hand: it stays."""
    usual: Mapping[str, str] = field(default_factory=dict)
    """The window somebody usually sits at, by staff number."""
    rest_days: Mapping[str, int] = field(default_factory=dict)
    """Half-days of rest somebody worked in the past twelve months, by staff number."""


def propose(question: Question) -> tuple[Shift, ...]:
    """The roster, in order of day, half-day and window; what can't be manned is left out."""
    return tuple(sorted(_Proposal(question).shifts()))


class _Proposal:
    """A roster as it grows, with what each person has been given so far."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._gone = gone_of(question.facts)
        self._load: Counter[str] = Counter()
        self._rest: Counter[str] = Counter(question.rest_days)
        self._seat: dict[tuple[date, str], str] = {}
        self._fixed: dict[tuple[date, Half], list[Shift]] = defaultdict(list)
        for shift in question.fixed:
            self._fixed[shift.on, shift.half].append(shift)

    def shifts(self) -> Iterator[Shift]:
        for slot in self._question.slots:
            given = self._fixed.get(slot.key, [])
            for shift in (*given, *self._of(slot, given)):
                self._load[shift.person] += 1
                self._rest[shift.person] += slot.rest
                self._seat[slot.on, shift.person] = shift.window
                yield shift

    def _of(self, slot: Slot, given: Sequence[Shift]) -> list[Shift]:
        taken, busy = {one.window for one in given}, {one.person for one in given}
        facts = self._question.facts
        posts = [post for post in facts.posts if post.window not in taken]
        free = [
            one for one in facts.workers
            if one.number not in busy and not is_away(self._gone, one.number, slot.on, slot.half)
        ]  # fmt: skip
        pairs = [(p, w) for p in posts for w in free if qualified(w, p)]
        least = min((self._load[one.number] for one in free), default=0)
        costs = [self._cost(slot, post, worker, least) for post, worker in pairs]
        return [
            Shift(slot.on, slot.half, post.window, worker.number)
            for post, worker in _cheapest(pairs, costs)
        ]

    def _cost(self, slot: Slot, post: Post, worker: Worker, least: int) -> int:
        asked, number = self._question, worker.number
        cost = _LOAD * (self._load[number] - least)
        if slot.rest:
            cost += _REST * self._rest[number]
        if asked.standing and Shift(*slot.key, post.window, number) not in asked.standing:
            cost += _CHANGED
        if self._seat.get((slot.on, number)) != post.window:
            cost += _WHOLE_DAY
        return cost + _ELSEWHERE * (asked.usual.get(number) != post.window)


def _cheapest(
    pairs: Sequence[tuple[Post, Worker]], costs: Sequence[int]
) -> Iterator[tuple[Post, Worker]]:
    """As many windows manned as can be, at the least cost."""
    # The solver brings numpy along: nobody but who asks for a roster waits for it.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    if not pairs:
        return
    nodes: dict[Post | Worker, int] = {}
    flow = SimpleMinCostFlow()
    for (post, worker), cost in zip(pairs, costs, strict=True):
        for end in (post, worker):
            nodes.setdefault(end, len(nodes) + _FIRST)
        flow.add_arc_with_capacity_and_unit_cost(nodes[post], nodes[worker], 1, cost)
    posts = [node for one, node in nodes.items() if isinstance(one, Post)]
    for one, node in nodes.items():
        # A window that nobody takes goes on by itself, at a price beyond any other.
        price = _EMPTY if isinstance(one, Post) else 0
        flow.add_arc_with_capacity_and_unit_cost(node, _INTO, 1, price)
    for node in posts:
        flow.add_arc_with_capacity_and_unit_cost(_OUT_OF, node, 1, 0)
    flow.set_node_supply(_OUT_OF, len(posts))
    flow.set_node_supply(_INTO, -len(posts))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the flow of a half-day has no solution: {status}")
    for arc, pair in enumerate(pairs):
        if flow.flow(arc):
            yield pair
