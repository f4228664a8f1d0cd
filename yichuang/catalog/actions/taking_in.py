"""Taking in a whole catalogue at once: a district's file, or the demo catalogue.

Comparing comes first: what already stands as written is left alone, so taking in the same
catalogue twice changes nothing. What differs gets a new version; the old one ends there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Max

from yichuang.catalog.actions.access import must_manage, one_at_a_time
from yichuang.catalog.content import ItemContent
from yichuang.catalog.models import ItemVersion, ServiceItem
from yichuang.catalog.refusals import VersionAhead
from yichuang.catalog.versions import digest, new_version
from yichuang.journal.actions import record
from yichuang.organization.actions import add_department
from yichuang.organization.queries import Reader, departments

if TYPE_CHECKING:
    from yichuang.organization.models import Department

_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A department as a catalogue names it."""

    code: str
    name: str
    name_en: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as a catalogue has it."""

    code: str
    content: ItemContent
    department: BodyEntry
    basic_code: str = ""
    body_code: str = ""
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in a catalogue came to (导入结果)."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    withdrawn: tuple[str, ...]
    """Withdrawn earlier and left so: a file doesn't bring an item back."""
    published: int
    departments: int
    """How many departments the catalogue names."""

    @property
    def nothing_changed(self) -> bool:
        return not self.added and not self.changed


@dataclass(frozen=True, slots=True)
class _Standing:
    """How an item stands before: its row and its last version."""

    item: ServiceItem
    last: ItemVersion
    """The adopted version that began last."""
    highest: int
    """The highest number any version has, drafts included."""

    def says(self, entry: Entry, department: Department) -> bool:
        item = self.item
        return (
            self.last.digest == digest(entry.content)
            and item.department_id == department.pk
            and (item.body_code, item.area_code) == (entry.body_code, entry.area_code)
        )


def take_in(
    entries: Sequence[Entry], *, ground: str, publish: bool, at: datetime, by: Reader
) -> Taken:
    """Take in a catalogue (列入事项): new items, new versions of changed ones, one fact.

    `ground` is the document the catalogue was approved by. With `publish`, what has all six
    disclosures and a legal basis is published at once; the rest stays for the window alone.
    Each code is expected once. Raises NotAllowed, or VersionAhead where an item already has
    a version that begins later.
    """
    must_manage(by)
    with transaction.atomic():
        one_at_a_time()
        bodies = _departments(entries, at=at, by=by)
        before = _standing(entry.code for entry in entries)
        fresh = [entry for entry in entries if entry.code not in before]
        withdrawn, changed = _sort_out(entries, before, bodies, at)
        start = _start(at, [before[entry.code] for entry in changed])
        items = _write_items(fresh, changed, before, bodies)
        _end([before[entry.code].last.pk for entry in changed], start)
        rows = [
            _version(items[entry.code], entry, before.get(entry.code), start, ground, by)
            for entry in [*fresh, *changed]
        ]
        for row in rows:
            if publish and not row.missing and row.grounded:
                row.published_at = start
        ItemVersion.objects.bulk_create(rows, batch_size=500)
        taken = Taken(
            added=tuple(entry.code for entry in fresh),
            changed=tuple(entry.code for entry in changed),
            unchanged=len(entries) - len(fresh) - len(changed) - len(withdrawn),
            withdrawn=withdrawn,
            published=sum(row.published_at is not None for row in rows),
            departments=len(bodies),
        )
        _record(taken, rows, ground, at, by)
    return taken


def _departments(
    entries: Sequence[Entry], *, at: datetime, by: Reader
) -> dict[BodyEntry, Department]:
    """The departments the entries name: known by code, else by name, else added."""
    known = list(departments())
    by_code = {department.code: department for department in known}
    by_name = {department.name: department for department in known}
    found: dict[BodyEntry, Department] = {}
    for body in dict.fromkeys(entry.department for entry in entries):
        department = by_code.get(body.code) or by_name.get(body.name)
        if department is None:
            department = add_department(
                code=body.code, name=body.name, name_en=body.name_en, phone=body.phone,
                at=at, by=by,
            )  # fmt: skip
            by_code[body.code] = by_name[body.name] = department
        found[body] = department
    return found


def _standing(codes: Iterable[str]) -> dict[str, _Standing]:
    of_these = ItemVersion.objects.filter(item__code__in=list(codes))
    highest = dict(of_these.values_list("item_id").annotate(Max("number")))
    last = (
        of_these.filter(status=ItemVersion.Status.ADOPTED)
        .select_related("item")
        .order_by("item_id", "-valid__startswith")
        .distinct("item_id")
    )
    return {row.item.code: _Standing(row.item, row, highest[row.item_id]) for row in last}


def _sort_out(
    entries: Sequence[Entry],
    before: dict[str, _Standing],
    bodies: dict[BodyEntry, Department],
    at: datetime,
) -> tuple[tuple[str, ...], list[Entry]]:
    """Which of the known items were withdrawn, and which say something else now."""
    withdrawn, changed = [], []
    for entry in entries:
        standing = before.get(entry.code)
        if standing is None:
            continue
        valid = standing.last.valid
        assert valid is not None
        if valid.upper is not None:
            withdrawn.append(entry.code)
        elif not standing.says(entry, bodies[entry.department]):
            if valid.lower > at + _NEXT:
                raise VersionAhead(code=entry.code)
            changed.append(entry)
    return tuple(withdrawn), changed


def _start(at: datetime, changed: Sequence[_Standing]) -> datetime:
    """When the new versions begin: now, or just after the versions they follow."""
    start = at
    for standing in changed:
        assert standing.last.valid is not None
        start = max(start, standing.last.valid.lower + _NEXT)
    return start


def _write_items(
    fresh: Sequence[Entry],
    changed: Sequence[Entry],
    before: dict[str, _Standing],
    bodies: dict[BodyEntry, Department],
) -> dict[str, ServiceItem]:
    """The items' own rows, new and brought up to date, by code."""
    new = [
        ServiceItem(
            code=entry.code, basic_code=entry.basic_code, department=bodies[entry.department],
            body_code=entry.body_code, area_code=entry.area_code,
        )
        for entry in fresh
    ]  # fmt: skip
    ServiceItem.objects.bulk_create(new, batch_size=500)
    old = []
    for entry in changed:
        item = before[entry.code].item
        item.department = bodies[entry.department]
        item.body_code, item.area_code = entry.body_code, entry.area_code
        old.append(item)
    ServiceItem.objects.bulk_update(old, ["department", "body_code", "area_code"], batch_size=500)
    return {item.code: item for item in [*new, *old]}


def _end(versions: list[int], start: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_itemversion SET valid = tstzrange(lower(valid), %s) WHERE id = ANY(%s)",
            (start, versions),
        )


def _version(
    item: ServiceItem,
    entry: Entry,
    before: _Standing | None,
    start: datetime,
    ground: str,
    by: Reader,
) -> ItemVersion:
    return new_version(
        item, entry.content, number=before.highest + 1 if before else 1,
        ground=ground, at=start, by=by.name, valid_from=start,
    )  # fmt: skip


def _record(
    taken: Taken, rows: Sequence[ItemVersion], ground: str, at: datetime, by: Reader
) -> None:
    """One fact for the whole: how many, by what ground, and the digest of what was written."""
    if not rows:
        return
    written = "\n".join(sorted(f"{row.item.code} {row.number} {row.digest}" for row in rows))
    record(
        site="-", kind="catalog.taken_in", subject="catalog", actor=by.name, at=at,
        data={
            "ground": ground, "added": len(taken.added), "changed": len(taken.changed),
            "unchanged": taken.unchanged, "published": taken.published,
            "versions": hashlib.sha256(written.encode()).hexdigest(),
        },
    )  # fmt: skip
