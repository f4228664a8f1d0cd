"""The library: what is in force, word by word; 为什么 opens an article in place."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.test import Client

from yichuang.organization.models import Site
from yichuang.organization.queries import SYSTEM
from yichuang.regulations.actions import adopt

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def adopted(site: Site, at: datetime) -> None:
    """The county's book, in force long since."""
    adopt(site=site, presets=("county-hall",), from_on=date(2020, 1, 1), at=at, by=SYSTEM)


@pytest.mark.req("R66")
def test_the_library_shows_texts_words_and_versions(client: Client) -> None:
    page = client.get("/library?article=行政许可法+82").content.decode()
    assert "《中华人民共和国行政许可法》" in page
    assert "本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日。" in page
    assert re.search(r'<details class="article" open>\s*<summary>\s*第八十二条', page)
    assert "历次版本" in page
    assert not re.search(r">[^<]*\bS\d", page)


def test_the_library_speaks_english_and_says_what_is_quoted_in_chinese(client: Client) -> None:
    client.get("/language/en")
    page = client.get("/library").content.decode()
    assert "Administrative Licensing Law of the PRC" in page
    assert re.search(r"<summary>\s*Article 82\s*</summary>", page)
    assert '<blockquote lang="zh-CN">' in page
