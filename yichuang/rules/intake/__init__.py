"""What happens to handed-in materials (收件与一次性告知): accept, correct, tell once, refuse.

What is outside the authority's powers, or false, is refused whatever else it is. The rest is
judged on the latest submission, with what was handed in before carried along; a required
material never mentioned is missing. What isn't required plays no part.

A notice answers the latest submission made before it (given days only: made on that day or
before). It must name all that is missing or wrong: when a later notice names what was
already missing or defective in the submission an earlier notice answered, and that notice
was silent about it, the system finds a breach, whether anybody complains or not. What could
have been corrected on the spot, and what only became wrong later, is no breach.

All that one file neglected is one breach; which one it is by number follows from
`prior_breaches`. Each notice must be whole by itself: a material named once, left out by the
next notice and named again by a third is a breach, too.

Nothing is refused for being incomplete: that is told, at once and once. Where the time to
tell is over, the ruling says so; whether that makes the case accepted is for the deadline
ruling, which knows the hour of receipt.
"""

from __future__ import annotations

from yichuang.rules.intake.facts import (
    Breach,
    Facts,
    Material,
    Notice,
    Ruling,
    State,
    Submission,
)
from yichuang.rules.intake.ruling import rule

__all__ = ["Breach", "Facts", "Material", "Notice", "Ruling", "State", "Submission", "rule"]
