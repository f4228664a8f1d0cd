"""R63: nothing of a page stays behind in a browser, and no foreign name leads here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from yichuang.config.hosts import own_hosts
from yichuang.organization.models import Site

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one)
        else:
            yield one


def _addresses() -> list[str]:
    """Every address of pages and API, with something made up for what it takes."""
    found = set()
    for prefix in ("/", "/api/v1/"):
        for pattern in _patterns(get_resolver()):
            route = str(pattern.pattern).strip("^$")
            named = dict.fromkeys(pattern.pattern.regex.groupindex, "1")
            for name in named:
                route = route.replace(f"{{{name}}}", "1")
            address = "".join(
                "1" if part.startswith(("<", "(?P<")) else part for part in _split(route)
            )
            found.add(prefix + address)
    return sorted(found)


def _split(route: str) -> list[str]:
    return re.split(r"(<[^>]*>|\(\?P<[^)]*\))", route)


def test_no_answer_is_kept(client: Client, site: Site) -> None:
    asked = _addresses()
    assert len(asked) > 80
    for address in asked:
        answer = client.get(address)
        assert "no-store" in answer.headers.get("Cache-Control", ""), address


def test_files_of_the_program_may_be_kept(client: Client) -> None:
    answer = client.get("/static/web/hall.css")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("address", ["/", "/login", "/api/v1/board", "/api/v1/nothing"])
def test_a_foreign_name_is_refused_in_a_sentence(client: Client, site: Site, address: str) -> None:
    answer = client.get(address, headers={"host": "hall.evil.example"})
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "YICHUANG_HOSTS" in said
    assert "evil" not in said


def test_the_machine_answers_to_its_own_names(client: Client, site: Site) -> None:
    assert "*" not in settings.ALLOWED_HOSTS
    for name in own_hosts():
        assert client.get("/login", headers={"host": f"{name}:8000"}).status_code == 200
