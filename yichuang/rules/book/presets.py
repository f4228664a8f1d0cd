"""The rule books that come with the product (内置规则手册), read from the package."""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from yichuang.rules.book.layer import Layer

STATUTE = "statute"
NAMES = (
    STATUTE,
    "usual",
    "allowance-hall",
    "backup-posts",
    "baodi",
    "computer-use",
    "county-hall",
    "duty-windows",
    "hall-roster",
    "integrated-window",
    "leader-shifts",
    "national-codes",
    "power-supply",
    "township",
    "window-conduct",
    "yunnan-assessment",
)
"""Every preset, `statute` first. A new one is a file in `presets` and a line here."""


def names() -> tuple[str, ...]:
    """The presets there are, `statute` first."""
    return NAMES


def text_of(name: str) -> str:
    """The text of a preset. Raises KeyError if there is none of that name."""
    if name not in NAMES:
        raise KeyError(name)
    # importlib.resources would do too, at the price of importing zip files and mail.
    data = get_data("yichuang.rules", f"presets/{name}.yaml")
    return (data or b"").decode("utf-8")


@cache
def preset(name: str) -> Layer:
    """A preset, its sections read as they are asked for. Raises KeyError if there is none."""
    return Layer.sound(text_of(name), name)
