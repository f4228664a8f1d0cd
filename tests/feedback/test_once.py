"""R15: however many try at the same moment, a service has one rating."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from tests.conftest import AtOnce
from tests.feedback.conftest import make_site, make_window
from yichuang.feedback.actions import AlreadyRated, invite, rate
from yichuang.feedback.levels import Level
from yichuang.feedback.models import Invitation, Rating
from yichuang.organization.queries import SYSTEM
from yichuang.phrases import Phrase

pytestmark = pytest.mark.req("R15")


def test_of_many_at_once_one_rates(at_once: AtOnce, at: datetime) -> None:
    site = make_site(at)
    window = make_window(site, "A01", at)
    code = invite(subject="ticket:1", about=Phrase("A001 号", "Number A001"), site_id=site.pk,
                  site_code="C", window_id=window.pk, at=at, by=SYSTEM)  # fmt: skip
    outcomes = at_once(lambda n: rate(code=code, level=1 + n % 5, at=at), 6)
    assert [type(o) for o in outcomes].count(AlreadyRated) == 5
    (kept,) = [o for o in outcomes if isinstance(o, Level)]
    assert Rating.objects.get().level == kept
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE subject LIKE 'rating:%%'")
        assert cursor.fetchone()[0] == 1, "who came too late left no trace"


def test_of_many_at_once_one_invites(at_once: AtOnce, at: datetime) -> None:
    site = make_site(at)

    def again(_: int) -> str:
        return invite(subject="case:1", about=Phrase("办件", "Case"), site_id=site.pk,
                      site_code="C", at=at, by=SYSTEM)  # fmt: skip

    outcomes = at_once(again, 6)
    assert len(set(outcomes)) == 1
    assert Invitation.objects.count() == 1
