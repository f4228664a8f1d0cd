"""Whether who sits where is as the rosters' facts say (排班的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from yichuang.courses.store import all_of
from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Unbound
from yichuang.organization.queries import SYSTEM
from yichuang.phrases import Phrase
from yichuang.rosters.course import RosterDossier, State
from yichuang.rosters.models import Place

UNBOUND = (
    Unbound("rosters_place", Phrase("由排班各步推出，逐班核对",
                                    "follows from the facts of rosters; each is compared")),
)  # fmt: skip
_DIFFERS = Phrase("{n} 个班次与流水账推出的不符", "{n} shifts aren't what the journal adds up to")
_EVERY = 10_000


def check() -> Iterator[Disagreement]:
    """Every roster in force, folded anew, against the rows that windows and people read."""
    known = set()
    for dossier in all_of(RosterDossier, SYSTEM, states=(State.FILED,), most=_EVERY):
        number = dossier.course.number
        known.add(number)
        rows = Place.objects.filter(roster=number).values_list(
            "on", "half", "window__code", "person__staff_no", "site"
        )
        plan = {(*one, dossier.standing.site_id) for one in dossier.course.plan}
        wrong = len(plan.symmetric_difference(rows))
        if wrong:
            yield _differs(dossier.subject, wrong)
    for number in (
        Place.objects.exclude(roster__in=known).values_list("roster", flat=True).distinct()
    ):
        yield _differs(f"roster:{number}", Place.objects.filter(roster=number).count())


def _differs(subject: str, n: int) -> Disagreement:
    told = {"n": n}
    words = Phrase(_DIFFERS.say("zh", **told), _DIFFERS.say("en", **told))
    return Disagreement(subject, None, words)
