"""Putting an item on the public site, and taking it off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.catalog.actions.access import must_manage, one_at_a_time
from yichuang.catalog.content import ItemContent
from yichuang.catalog.disclosures import missing_disclosures, without_basis
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.refusals import Incomplete, NoLegalBasis, NotInForce, ReasonNeeded
from yichuang.catalog.versions import content_of
from yichuang.journal.actions import record
from yichuang.organization.queries import Reader
from yichuang.text import passage


def publish(*, code: str, at: datetime, by: Reader) -> None:
    """Publish the version in force (公开事项) with its six disclosures.

    Raises NotInForce, NoLegalBasis (R06), Incomplete with what is missing (R08).
    """
    must_manage(by)
    with transaction.atomic():
        one_at_a_time()
        row = in_force_row(code, at)
        content = content_of(row)
        must_be_grounded(content)
        if missing := missing_disclosures(content):
            raise Incomplete(missing)
        if row.published_at is None:
            row.published_at = at
            row.save(update_fields=["published_at"])
            record(site="-", kind="item.published", subject=f"item:{code}", actor=by.name, at=at,
                   data={"version": row.number, "digest": row.digest})  # fmt: skip


def unpublish(*, code: str, reason: str, at: datetime, by: Reader) -> None:
    """Take an item off the public site (撤下公开), with a reason; it stays in force.

    Raises ReasonNeeded, NotInForce.
    """
    must_manage(by)
    reason = passage(reason)
    if not reason:
        raise ReasonNeeded(field="reason")
    with transaction.atomic():
        one_at_a_time()
        row = in_force_row(code, at)
        if row.published_at is not None:
            row.published_at = None
            row.save(update_fields=["published_at"])
            record(site="-", kind="item.unpublished", subject=f"item:{code}", actor=by.name,
                   at=at, reason=reason, data={"version": row.number})  # fmt: skip


def in_force_row(code: str, at: datetime) -> ItemVersion:
    """The version in force at an instant. Raises NotInForce."""
    row = (
        ItemVersion.objects.filter(
            item__code=code, status=ItemVersion.Status.ADOPTED, valid__contains=at
        )
        .select_related("item__department")
        .first()
    )
    if row is None:
        raise NotInForce(code=code, name=_last_name(code))
    return row


def must_be_grounded(content: ItemContent) -> None:
    """Raise NoLegalBasis with every part that has none."""
    if parts := list(without_basis(content)):
        raise NoLegalBasis(parts)


def _last_name(code: str) -> str:
    names = ItemVersion.objects.filter(item__code=code).order_by("-number")
    return names.values_list("name", flat=True).first() or "—"
