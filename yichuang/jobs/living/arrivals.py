"""When visitors come: few at the opening, most in the middle of a session, by seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

Span = tuple[datetime, datetime]


def arrivals(random: Random, sessions: Sequence[Span], visits: int) -> Iterator[datetime]:
    """About `visits` instants over a day's sessions, in order.

    Mornings are fuller than afternoons; within a session they lean to its first half, and
    nobody comes in its last minutes.
    """
    lengths = [(end - start).total_seconds() for start, end in sessions]
    shares = [length * (1.25 if n == 0 else 1.0) for n, length in enumerate(lengths)]
    drawn: list[datetime] = []
    for (start, _), length, share in zip(sessions, lengths, shares, strict=True):
        count = round(visits * share / sum(shares))
        drawn += [
            start + timedelta(seconds=length * 0.94 * random.betavariate(1.6, 2.4))
            for _ in range(count)
        ]
    yield from sorted(drawn)


def minutes(random: Random, usual: float) -> timedelta:
    """How long something takes that usually takes `usual` minutes."""
    return timedelta(minutes=max(0.5, random.lognormvariate(0, 0.45) * usual))
