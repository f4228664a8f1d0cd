"""No page and no paper shows a mark that only the house knows (S0 五.2): people read titles."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.record import hall
from yichuang import clock
from yichuang.jobs.demo_hall import demo_hall
from yichuang.organization import actions
from yichuang.organization.models import Account, Site
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R66")]

A_KIND = 4
"""How many pages of one address (with other queries, numbers or codes) are looked at."""
_LINK = re.compile(r"""(?:href|src|hx-get)=["']([^"'#]+)""")
_TEXT = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
_MARK = re.compile(
    r"\bS[0-4](?:-\d+)?\s?[一二三四五六七八九十第(]|\bS1-\d|\bS[0-4]\s[\u4e00-\u9fffA]"
)
_VARIES = re.compile(r"\?.*|(?<=/)[^/?]*\d[^/?]*")
_NOT = re.compile(r"^/(logout|language|type|static|undo)\b")


@pytest.mark.parametrize("text", ["依据：S1-10 20", "S0 五.2", "（S2 考勤制度 四(九)）", "S4 AB岗"])
def test_a_mark_is_known_when_it_is_seen(text: str) -> None:
    assert _MARK.search(text)


@pytest.fixture
def lived_in() -> Site:
    """A hall in which everything happened, run by every book of the demo."""
    hall.act()
    site = Site.objects.get(kind="centre")
    books = dict.fromkeys(book for one in demo_hall().sites for book in one.books)
    at = clock.now()
    adopt(site=site, presets=[*books], from_on=at.date() + timedelta(days=1), at=at, by=SYSTEM)
    return site


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_or_paper_shows_a_mark(lived_in: Site, language: str) -> None:
    seen: dict[str, str] = {}
    public: set[str] = set()
    for number, role in enumerate([None, *Role]):
        client = Client()
        client.get(f"/language/{language}")
        if role is not None:
            client.force_login(_account(lived_in, role, number))
        for address, text in _walk(client, public):
            seen[f"{role or 'anybody'} {address}"] = text
            if role is None:
                public.add(address)
    assert len(seen) > 60
    assert any(text.startswith("%PDF") for text in seen.values())
    shown = {at: found[0] for at, text in seen.items() if (found := _MARK.search(text))}
    assert shown == {}


def _account(site: Site, role: Role, number: int) -> Account:
    at = clock.now()
    person = actions.add_person(site=site, staff_no=f"w{number}", name="某人", at=at, by=SYSTEM)
    actions.grant_role(person=person, role=role, at=at, by=SYSTEM)
    return actions.open_account(
        person=person, username=f"w{number}", password="Correct-horse-7", must_change=False,
        at=at, by=SYSTEM,
    )  # fmt: skip


def _walk(client: Client, public: set[str]) -> Iterator[tuple[str, str]]:
    """Every page and paper reached by links from the first pages, with its words."""
    waiting, known = ["/", "/start", "/library", "/items"], set[str]()
    looked: Counter[str] = Counter()
    while waiting:
        address = waiting.pop(0)
        kind = _VARIES.sub("*", address)
        if address in known | public or _NOT.match(address) or looked[kind] >= A_KIND:
            continue
        known.add(address)
        looked[kind] += 1
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            continue
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        kind = answer.get("Content-Type", "")
        if kind.startswith("text/html"):
            html = answer.content.decode()
            yield address, _TEXT.sub(" ", html)
            waiting += [link for link in _links(html, address) if link not in known]
        elif kind.startswith("application/pdf"):
            yield address, "%PDF " + _words(b"".join(answer))


def _links(html: str, address: str) -> Iterator[str]:
    for link in _LINK.findall(html):
        to = urlsplit(urljoin(address, link.replace("&amp;", "&")))
        if not to.netloc and not to.scheme:
            yield to.path + (f"?{to.query}" if to.query else "")


def _words(paper: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
