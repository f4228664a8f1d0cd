"""Who hears complaints against a decision (救济机关); every decision names them."""

from __future__ import annotations

from dataclasses import dataclass

from yichuang.phrases import Phrase

_NOBODY = Phrase("", "")


@dataclass(frozen=True, slots=True)
class Remedies:
    """The authority for reconsideration (行政复议机关) and the court (人民法院), by name.

    Nothing named: papers speak of the one that is competent.
    """

    reconsideration: Phrase = _NOBODY
    court: Phrase = _NOBODY

    def columns(self) -> dict[str, str]:
        """As the tables of places and departments keep them."""
        return {
            "reconsideration": self.reconsideration.zh,
            "reconsideration_en": self.reconsideration.en,
            "court": self.court.zh, "court_en": self.court.en,
        }  # fmt: skip

    def told(self) -> dict[str, object]:
        """As the journal keeps them: what is named."""
        named = {"reconsideration": self.reconsideration.zh, "court": self.court.zh}
        return {key: name for key, name in named.items() if name}


NO_REMEDIES = Remedies()


def remedies_of(*rows: object) -> Remedies:
    """The first named of each among a department and its place."""
    return Remedies(_first("reconsideration", rows), _first("court", rows))


def _first(column: str, rows: tuple[object, ...]) -> Phrase:
    for row in rows:
        zh = getattr(row, column)
        if zh:
            return Phrase(zh, getattr(row, f"{column}_en") or zh)
    return _NOBODY
