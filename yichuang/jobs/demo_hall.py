"""The demo hall as it is written down: a set-up file like any other, and what people come for.

`yichuang.jobs.seed` builds the hall from it as any hall is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

import yaml

from yichuang.catalog.demo.schema import DemoDepartment, DemoItem, demo_items
from yichuang.jobs.opening.reading import SetUp, read_text
from yichuang.jobs.opening.schema import HallFile

DIVISION = "990101"
"""The division code of the county that doesn't exist."""
_FILE = "demo_hall.yaml"
_HERE = resources.files("yichuang.jobs")


@cache
def demo_set_up() -> SetUp:
    """The set-up file of the demo hall. Raises SetUpRefused where it names what isn't there."""
    text = _HERE.joinpath(_FILE).read_text(encoding="utf-8")
    return read_text(text, _FILE, folder=Path(str(_HERE)), bodies=demo_departments())


def demo_hall() -> HallFile:
    """The demo hall."""
    return demo_set_up().hall


@cache
def demo_departments() -> Mapping[str, DemoDepartment]:
    """The departments of the demo catalogue, by the key its files use."""
    known: dict[str, DemoDepartment] = {}
    for item in demo_items():
        known.setdefault(item.department.code, item.department)
    return MappingProxyType(known)


def demo_matters(site: str, service: str) -> list[DemoItem]:
    """What people who take a number for a service of the demo hall come for."""
    come_for = _matters().get(site, {}).get(service, {})
    bodies, keys = come_for.get("departments", ()), come_for.get("items", ())
    return [item for item in demo_items() if item.department.code in bodies or item.key in keys]


@cache
def _matters() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    text = _HERE.joinpath("living", "matters.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))
