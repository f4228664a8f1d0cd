"""Services of a site, and which windows give them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from yichuang.journal.actions import record
from yichuang.organization.changes import changed
from yichuang.reception.errors import ServiceTaken
from yichuang.reception.models import Service, WindowService

if TYPE_CHECKING:
    from yichuang.organization.models import Site, Window
    from yichuang.organization.queries import Reader


def add_service(
    *, site: Site, code: str, name: str, name_en: str, prefix: str, words: str = "",
    words_en: str = "", usual_minutes: int = 8, at: datetime, by: Reader,
) -> Service:  # fmt: skip
    """Add a service visitors take numbers for (业务).

    `prefix` begins its numbers; services may share one. `words` are what a visitor would
    say ("我要办执照"). Raises ServiceTaken for a code already used at the site.
    """
    try:
        with transaction.atomic():
            service = Service.objects.create(
                site=site, code=code, name=name, name_en=name_en, prefix=prefix, words=words,
                words_en=words_en, usual_minutes=usual_minutes,
            )  # fmt: skip
            record(site=site.code, kind="service.added", subject=f"service:{site.code}:{code}",
                   actor=by.name, at=at, data={"name": name, "prefix": prefix})  # fmt: skip
    except IntegrityError as error:
        raise ServiceTaken(service=code, field="code") from error
    return service


def assign_service(*, window: Window, service: Service, at: datetime, by: Reader) -> None:
    """Let a window give a service (窗口承办); doing it again changes nothing."""
    with transaction.atomic():
        _, made = WindowService.objects.get_or_create(window=window, service=service)
        if made:
            site = window.site.code
            record(site=site, kind="window.assigned", subject=f"window:{site}:{window.code}",
                   actor=by.name, at=at, data={"service": service.code})  # fmt: skip
            changed(site)
