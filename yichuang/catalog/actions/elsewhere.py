"""Matters that are not admitted: told to the public with where they are handled (R06)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.catalog.actions.access import must_manage
from yichuang.catalog.models import HandledElsewhere
from yichuang.journal.actions import record
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase


def list_elsewhere(
    *, name: Phrase, where: Phrase, why: Phrase, phone: str, at: datetime, by: Reader
) -> None:
    """List a matter that isn't admitted (未进驻事项) with its place and the reason."""
    must_manage(by)
    with transaction.atomic():
        HandledElsewhere.objects.update_or_create(
            name=name.zh,
            defaults={
                "name_en": name.en, "where": where.zh, "where_en": where.en, "why": why.zh,
                "why_en": why.en, "phone": phone, "listed_at": at,
            },
        )  # fmt: skip
        record(site="-", kind="item.listed_elsewhere", subject="catalog", actor=by.name, at=at,
               data={"name": name.zh, "where": where.zh})  # fmt: skip
