"""How the demo catalogue is written down, and how it becomes items.

The files are written for people: a text is one line ``中文 | English``, a law is a key of
laws.yaml, a common paper a key of materials.yaml, a step its name. Reading them spells all
of that out into `ItemContent`, and refuses what isn't known, with the file and the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from yichuang.catalog.citations import RANKS, Citation, Law, Rank, cite
from yichuang.catalog.codes import implementation_code
from yichuang.catalog.content import ItemContent, Text
from yichuang.catalog.demo.files import item_files, read
from yichuang.catalog.kinds import LEVELS

_CITING = ("basis", "legal_basis")


class DemoDepartment(BaseModel):
    """The department a file of the catalogue belongs to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"[a-z]+")
    credit_code: str = Field(min_length=18, max_length=18)
    name: Text
    phone: str = ""
    place: Text | None = None


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One item of the demo catalogue: how it is called in data, its codes, its content."""

    key: str
    code: str
    """The implementation code (实施编码), 31 or 33 characters."""
    basic_code: str
    department: DemoDepartment
    content: ItemContent


class CatalogueError(ValueError):
    """A file of the demo catalogue doesn't say what it should; names the file and the item."""


@cache
def laws() -> Mapping[str, Law]:
    """Every law the demo catalogue may cite, by key."""
    ranked = cast(dict[Rank, dict[str, str]], read("laws.yaml"))
    known: dict[str, Law] = {}
    for rank, titles in ranked.items():
        if rank not in RANKS:
            raise CatalogueError(f"laws.yaml: {rank!r} is not a rank of law")
        for key, title in titles.items():
            zh, _, en = title.partition(" | ")
            known[key] = Law(key=key, rank=rank, zh=zh, en=en)
    return known


@cache
def demo_items() -> tuple[DemoItem, ...]:
    """The whole demo catalogue, in the order of its files.

    Raises CatalogueError where a file can't be read as items.
    """
    items = [item for file in item_files() for item in _items(file)]
    codes = {item.key: item.code for item in items}
    departments = {item.department.code: item.department.credit_code for item in items}
    return tuple(_joined(item, codes, departments) for item in items)


def _joined(item: DemoItem, codes: Mapping[str, str], departments: Mapping[str, str]) -> DemoItem:
    """A joint item with its parts by code; any other item as it is."""
    if not item.content.joint:
        return item
    try:
        parts = tuple(
            part.model_copy(
                update={
                    "department": departments[part.department],
                    "item": codes[part.item] if part.item else "",
                }
            )
            for part in item.content.joint
        )
        lead = departments[item.content.lead]
    except KeyError as unknown:
        raise CatalogueError(f"{item.key}: nothing is called {unknown}") from unknown
    return replace(item, content=item.content.model_copy(update={"joint": parts, "lead": lead}))


def _items(file: str) -> Iterator[DemoItem]:
    sheet = read(f"items/{file}")
    try:
        department = DemoDepartment.model_validate(sheet["department"])
    except (KeyError, TypeError, ValidationError) as wrong:
        raise CatalogueError(f"{file}: department: {wrong}") from wrong
    for row in sheet["items"]:
        key = row.get("key", "?")
        try:
            yield _item(row, department)
        except (KeyError, TypeError, ValueError) as wrong:
            raise CatalogueError(f"{file}: {key}: {wrong}") from wrong


def _item(row: Mapping[str, Any], department: DemoDepartment) -> DemoItem:
    said = dict(row)
    key, basic = said.pop("key"), said.pop("basic_code")
    handling = said.pop("handling", "")
    said["materials"] = [_material(each) for each in said.get("materials", ())]
    said["steps"] = [_step(each) for each in said.pop("procedure", ())]
    said["conditions"] = [
        {"text": each} if isinstance(each, str) else each for each in said.get("conditions", ())
    ]
    said.setdefault("phone", department.phone)
    if department.place is not None:
        said.setdefault("place", department.place)
    if "fee" in said:
        said["fees"] = _fees(said.pop("fee"), said["kind"])
    content = ItemContent.model_validate(_spelled_out(said))
    if basic[2:4] != content.kind:
        raise ValueError(f"the basic code says kind {basic[2:4]}, the item says {content.kind}")
    code = implementation_code(
        credit_code=department.credit_code,
        level=LEVELS[content.level][0],
        basic_code=basic,
        handling=handling,
    )
    return DemoItem(key=key, code=code, basic_code=basic, department=department, content=content)


def _material(written: str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(written, str):
        written = {"use": written}
    said = dict(written)
    common = said.pop("use", None)
    if common is None:
        return said
    if common not in _common_materials():
        raise ValueError(f"the material {common!r} is not in materials.yaml")
    return {"code": common, **_common_materials()[common], **said}


def _step(written: str | Mapping[str, Any]) -> dict[str, Any]:
    """A step: its kind, or its kind and limit in one line (``site_survey 5 working_day``)."""
    if not isinstance(written, str):
        return dict(written)
    kind, _, limit = written.partition(" ")
    return {"kind": kind, "limit": limit} if limit else {"kind": kind}


def _fees(written: str | Mapping[str, Any], kind: str) -> dict[str, Any]:
    """`free`: a licence by 行政许可法 58, anything else as not on the national list of fees."""
    if written != "free":
        return dict(cast(Mapping[str, Any], written))
    return {"basis": ["licensing 58" if kind == "01" else "fee-catalogue"]}


def _spelled_out(value: Any, name: str = "") -> Any:
    """The same data with every citation replaced by the law it names."""
    if name in _CITING and value is not None:
        written = [value] if isinstance(value, str) else value
        return [_cited(each) for each in written]
    if isinstance(value, dict):
        return {key: _spelled_out(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_spelled_out(part) for part in value]
    return value


def _cited(written: str) -> Citation:
    return cite(written, dict(laws()))


@cache
def _common_materials() -> Mapping[str, Mapping[str, Any]]:
    return cast(Mapping[str, Mapping[str, Any]], read("materials.yaml"))
