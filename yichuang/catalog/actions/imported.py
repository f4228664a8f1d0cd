"""Taking in a district's catalogue as a file has it.

A file tells what an item is called, what it is and whose it is; it has no materials, limits
or guides. So an item that is new gets a version with nothing else: it can be accepted at
the window, within the limits the law sets by default, but it isn't published until its six
disclosures are there. An item that stands already keeps what people have entered; only
what the file tells is compared and changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yichuang.catalog.actions.access import must_manage, one_at_a_time
from yichuang.catalog.actions.taking_in import BodyEntry, Entry, Taken, take_in
from yichuang.catalog.content import ItemContent
from yichuang.catalog.queries import last_contents
from yichuang.catalog.sheet import Row, main_codes
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase


def import_sheet(rows: Sequence[Row], *, ground: str, at: datetime, by: Reader) -> Taken:
    """Take in the rows of a file (导入事项), all or none. Raises what `take_in` raises."""
    must_manage(by)
    with transaction.atomic():
        one_at_a_time()
        standing = last_contents([row.item_code for row in rows])
        codes = main_codes(rows)
        bodies = {name: BodyEntry(code=code, name=name) for name, code in codes.items()}
        entries = [
            Entry(
                code=row.item_code,
                content=_content(row, standing.get(row.item_code)),
                department=bodies[row.department],
                body_code=row.department_code,
                area_code=row.area_code,
            )
            for row in rows
        ]
        return take_in(entries, ground=ground, publish=False, at=at, by=by)


def _content(row: Row, standing: ItemContent | None) -> ItemContent:
    """What the row says, over what stands. A file has no English: the Chinese stands in."""
    group = _named(row.parent_name, standing.group if standing else None)
    name = _named(row.name, standing.name if standing else None)
    assert name is not None
    if standing is None:
        return ItemContent(name=name, group=group, kind=row.kind)
    if (standing.name, standing.group, standing.kind) == (name, group, row.kind):
        return standing
    return standing.model_copy(update={"name": name, "group": group, "kind": row.kind})


def _named(zh: str, standing: Phrase | None) -> Phrase | None:
    if not zh:
        return None
    return standing if standing and standing.zh == zh else Phrase(zh, zh)
