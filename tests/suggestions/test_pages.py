"""The pages of suggestions and of what is owed show what there is: R67, R50."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from tests.cases.story import Hall
from tests.suggestions.test_course import _handed_in, hall
from yichuang import clock
from yichuang.feedback.suggestions import actions
from yichuang.organization.queries import Reader
from yichuang.web.suggestions import pages
from yichuang.web.todo import pages as todo

pytestmark = [pytest.mark.django_db, pytest.mark.req("R67", "R50")]
__all__ = ["hall"]


def _request(path: str, by: Reader) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request._reader = by  # type: ignore[attr-defined]
    return request


def test_one_suggestion_shows_its_steps_in_every_state(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    office, number = hall.supervisor, _handed_in(hall, at)

    def shown(by: Reader) -> str:
        return pages._page(_request("/suggestions/x", by), number).content.decode()

    assert "/do/answer" in shown(office)
    actions.answer(number=number, text="好", at=at, by=office)
    assert "/do/publish" in shown(office)
    actions.publish(number=number, said="太高", at=at, by=office)
    assert "/do/adopt" in shown(office)
    assert "/do/close" in shown(office)
    actions.adopt(number=number, improvement="降低", owner="2", at=at, by=office)
    assert "/do/" not in shown(office)
    assert "/do/done" in shown(hall.reviewer)
    owed = todo._page(_request("/todo", hall.reviewer)).content.decode()
    assert f"意见 {number}" in owed
    assert "《本级意见办法》" in owed
