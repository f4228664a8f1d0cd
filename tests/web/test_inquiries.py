"""Inquiries in a browser: R02, R03."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from yichuang.organization.models import Site
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R02", "R03")]


@pytest.fixture(autouse=True)
def _book(site: Site, at: datetime) -> None:
    adopt(site=site, presets=["county-hall"], from_on=date(2020, 1, 1), at=at, by=SYSTEM)


def test_from_the_web_to_the_knowledge_base(as_role: Callable[..., Client]) -> None:
    public = Client()
    sent = public.post("/ask", {"question": "周六开门吗", "contact": "13812341234"}, follow=True)
    number = sent.content.decode().split("编号是 ")[1].split("，")[0]
    guide = as_role(Role.GUIDE)
    assert "周六开门吗" in guide.get("/inquiries").content.decode()
    page = guide.get(f"/inquiries/{number}").content.decode()
    assert "接收，由我负责" in page
    guide.post(f"/inquiries/{number}/do/take-up")
    refused = guide.post(f"/inquiries/{number}/do/offer", {"to": "nobody", "reason": "由窗口答复"})
    assert refused.status_code == 404
    assert "由窗口答复" in refused.content.decode()
    guide.post(f"/inquiries/{number}/do/answer", {"text": "周六上午开门"})
    guide.post(f"/inquiries/{number}/do/keep", {"question": "周六开不开门"})
    found = public.get("/ask?q=周六").content.decode()
    assert "周六上午开门" in found
    assert "13812341234" not in found
    known = guide.get("/inquiries/known?question=周六", headers={"HX-Request": "true"})
    assert "周六上午开门" in known.content.decode()


def test_taken_down_handed_over_and_answered(as_role: Callable[..., Client]) -> None:
    clerk, reviewer = as_role(Role.WINDOW_CLERK), as_role(Role.REVIEWER, staff_no="1002")
    nothing = clerk.post("/inquiries/new", {"question": " ", "who": "张大民"})
    assert nothing.status_code == 422
    assert "张大民" in nothing.content.decode()
    taken = clerk.post(
        "/inquiries/new", {"question": "怎么迁户口", "channel": "phone"}, follow=True
    )
    address = taken.redirect_chain[-1][0]
    page = taken.content.decode()
    assert "电话" in page
    assert "记为违反首问责任" not in page
    clerk.post(f"{address}/do/offer", {"to": "1002", "reason": "属审查"})
    assert "确认接手" in reviewer.get(address).content.decode()
    reviewer.post(f"{address}/do/confirm")
    reviewer.post(f"{address}/do/answer", {"text": "带户口本"})
    ended = clerk.post(f"{address}/do/end", {"result": "已回访"}, follow=True).content.decode()
    assert "已办结" in ended
    late = clerk.post(f"{address}/do/answer", {"text": "再答"})
    assert late.status_code in (403, 409)
    assert "再答" in late.content.decode() or "已办结" in late.content.decode()


def test_supervision_puts_down_a_breach(as_role: Callable[..., Client]) -> None:
    clerk, supervision = as_role(Role.WINDOW_CLERK), as_role(Role.SUPERVISION, staff_no="1009")
    address = clerk.post("/inquiries/new", {"question": "怎么迁户口"}, follow=True).redirect_chain[
        -1
    ][0]
    page = supervision.get(address).content.decode()
    assert "记为违反首问责任" in page
    done = supervision.post(f"{address}/do/breach", {"said": "让人自己去问"}, follow=True)
    assert "已记入行为台账" in done.content.decode()
    assert clerk.post(f"{address}/do/breach", {"said": "x"}).status_code == 403
