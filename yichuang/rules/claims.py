"""Which class of number somebody may take, and on what ground (取号资格), by the book alone."""

from __future__ import annotations

from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.parts.named import Named
from yichuang.rules.sections.queue import Queue


class Choice(NamedTuple):
    """Something a visitor can say about themselves at a machine: the class it gives."""

    code: str
    """A ground, a class without grounds, or both where the ground alone isn't clear."""
    class_: str
    ground: str
    words: Phrase


def choices(section: Queue, *, by_guide: bool = False) -> list[Choice]:
    """What can be chosen at a machine (取号机上的选项); the ordinary number comes first.

    A class ordered by slots is booked, not chosen. A guide (`by_guide`) sees who stands
    there, and so may choose every ground.
    """
    ordinary = section.classes[section.ordinary]
    made = [Choice("", section.ordinary, "", _label(ordinary))]
    ranked = sorted(section.classes.items(), key=lambda item: -item[1].rank)
    for class_, one in ranked:
        if class_ == section.ordinary or one.since == "slot":
            continue
        if not one.grounds:
            made.append(Choice(class_, class_, "", _label(one)))
        for ground, said in one.grounds.items():
            if said.at_machine or by_guide:
                alone = sum(ground in other.grounds for other in section.classes.values()) == 1
                code = ground if alone and ground not in section.classes else f"{class_}.{ground}"
                made.append(Choice(code, class_, ground, _label(said)))
    return made


def chosen(section: Queue, code: str, *, by_guide: bool = False) -> Choice:
    """The choice of a code; the ordinary number where there is none such."""
    every = choices(section, by_guide=by_guide)
    return next((one for one in every if one.code == code), every[0])


def ground_of(section: Queue, class_: str, ground: str) -> str | None:
    """The ground to keep with a number of this class; None: it can't be claimed on this one."""
    one = section.classes[class_]
    if not ground:
        return one.otherwise if one.otherwise is not None else None if one.grounds else ""
    known = one.grounds or section.grounds
    return ground if ground in known else None


def class_words(section: Queue, class_: str) -> Phrase:
    """What a class is called; a class the book no longer has by its code."""
    one = section.classes.get(class_)
    return _label(one) if one else Phrase(class_, class_)


def ground_words(section: Queue, class_: str, ground: str) -> Phrase | None:
    """What a ground is called; None where there is none."""
    if not ground:
        return None
    one = section.classes.get(class_)
    found = (one.grounds.get(ground) if one else None) or section.grounds.get(ground)
    return _label(found) if found else Phrase(ground, ground)


def _label(named: Named) -> Phrase:
    """A name as it stands by itself on a button or a tag."""
    return Phrase(named.zh, named.en[:1].upper() + named.en[1:])
