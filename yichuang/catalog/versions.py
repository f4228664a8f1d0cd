"""Turning what an item says into a row of its history, and back."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import lru_cache

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from yichuang.catalog.content import ItemContent
from yichuang.catalog.disclosures import missing_disclosures, without_basis
from yichuang.catalog.models import ItemVersion, ServiceItem

_KEPT_IN_MEMORY = 4096


def stored(content: ItemContent) -> dict[str, object]:
    """The content as JSON, without what says nothing."""
    return content.model_dump(mode="json", exclude_defaults=True)


def digest(content: ItemContent) -> str:
    """SHA-256 of the content; two versions with the same one say the same."""
    said = json.dumps(stored(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


@lru_cache(maxsize=_KEPT_IN_MEMORY)
def _read(digest_of: str, said: str) -> ItemContent:
    """Contents never change, so each is read once; equal ones are one."""
    return ItemContent.model_validate_json(said)


def content_of(row: ItemVersion) -> ItemContent:
    """What a version says."""
    return _read(row.digest, json.dumps(row.content, ensure_ascii=False, sort_keys=True))


def new_version(
    item: ServiceItem, content: ItemContent, *, number: int, ground: str, at: datetime, by: str,
    valid_from: datetime | None = None,
) -> ItemVersion:  # fmt: skip
    """The row of a new version: a draft, or adopted from `valid_from` on. Not saved."""
    adopted = valid_from is not None
    return ItemVersion(
        item=item, number=number, content=stored(content), digest=digest(content),
        status=ItemVersion.Status.ADOPTED if adopted else ItemVersion.Status.DRAFT,
        valid=DateTimeTZRange(valid_from, None) if adopted else None,
        name=content.name.zh, name_en=content.name.en, kind=content.kind,
        case_kind=content.case_kind, missing=list(missing_disclosures(content)),
        grounded=not any(True for _ in without_basis(content)),
        ground=ground, added_at=at, added_by=by,
    )  # fmt: skip
