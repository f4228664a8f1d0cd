"""Erasing whose numbers they were (取号人信息), once the book lets nobody keep it longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from yichuang.journal.actions import record
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import local
from yichuang.reception.hours import midnight
from yichuang.reception.models import Appointment, Ticket
from yichuang.regulations.queries import NoBook, in_force


def erase_holders(at: datetime) -> int:
    """Erase the holders of numbers whose time is up (到期抹去); how many.

    The days are the `holders` of the book's `records` section (个人信息保护法 19, 47); a book
    without them lets nobody keep a holder beyond the day. Each day of a site leaves one
    entry that says how many were erased and by which article.
    """
    today, erased = local(at).date(), 0
    held = Ticket.objects.filter(personal__isnull=False, day__lt=today)
    days = held.values_list("site", "site__code", "day").annotate(n=Count("id")).order_by("day")
    for site_id, code, day, _ in list(days):
        keep, article = _kept(site_id, at)
        if day + timedelta(days=keep) >= today:
            continue
        with transaction.atomic():
            gone = Ticket.objects.filter(site=site_id, day=day, personal__isnull=False)
            count = gone.update(personal=None)
            if count:
                record(site=code, kind="holders.erased", subject=f"day:{code}:{day}",
                       actor=SYSTEM.name, at=at,
                       data={"numbers": count, "article": article})  # fmt: skip
        erased += count
    return erased + _erase_appointments(at)


def _erase_appointments(at: datetime) -> int:
    """The same for those who booked: what is kept of an appointment is when, not whose."""
    today, erased = local(at).date(), 0
    held = Appointment.objects.filter(personal__isnull=False, starts_at__lt=midnight(at))
    for site_id, code in set(held.values_list("site", "site__code")):
        keep, article = _kept(site_id, at)
        before = midnight(at - timedelta(days=keep))
        with transaction.atomic():
            gone = held.filter(site=site_id, starts_at__lt=before).update(personal=None)
            if gone:
                record(site=code, kind="holders.erased", subject=f"day:{code}:{today}",
                       actor=SYSTEM.name, at=at,
                       data={"appointments": gone, "article": article})  # fmt: skip
        erased += gone
    return erased


def _kept(site_id: int, at: datetime) -> tuple[int, str]:
    try:
        records = in_force(site_id, local(at).date()).book.on(local(at).date()).records
    except NoBook:
        return 0, ""
    if records is None or records.holders is None:
        return 0, ""
    return records.holders.keep_days, records.holders.article
