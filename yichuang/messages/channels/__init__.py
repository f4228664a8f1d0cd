"""The ways out of the house (外发渠道), each set up by a setting; unset, it isn't there.

A channel hands one message over. It says that it was taken, raises `Refused` where trying
again is of no use, and `Away` where it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from yichuang.journal.queries import is_training
from yichuang.messages.channels import http, mail
from yichuang.messages.channels.outcome import Away, Refused
from yichuang.messages.models import Channel
from yichuang.messages.words import Parcel

__all__ = ["Away", "Outgoing", "Refused", "ways_out"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way: its key stays the same at every try."""

    key: str
    hall: str
    parcel: Parcel
    real: datetime
    """The machine's time of this try."""


Send = Callable[[Outgoing], str]
"""Hands it over; what the other side said, as a code."""


def ways_out() -> dict[Channel, Send]:
    """The channels this hall has set up; a training hall's applicants are told nothing outside
    of it, unless its settings say so."""
    found: dict[Channel, Send] = {}
    if settings.MAIL:
        found[Channel.MAIL] = _mail
    if settings.SMS:
        found[Channel.SMS] = _sms
    if settings.GROUP:
        found[Channel.GROUP] = _group
    if found and not settings.TRAINING_SENDS and is_training():
        return {}
    return found


def _mail(one: Outgoing) -> str:
    return mail.send(settings.MAIL, key=one.key, to=one.parcel.address, hall=one.hall,
                     told=one.parcel.told)  # fmt: skip


def _sms(one: Outgoing) -> str:
    text = f"【{one.hall}】{one.parcel.told.text.zh}"
    return http.to_gateway(
        settings.SMS, key=one.key, to=one.parcel.address, text=text, real=one.real
    )


def _group(one: Outgoing) -> str:
    told = one.parcel.told
    text = f"{told.title.zh}\n{told.text.zh}"
    return http.to_group(settings.GROUP, mobile=one.parcel.address, text=text, real=one.real)
