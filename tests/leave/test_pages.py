"""The pages of leave show what there is, and a refusal keeps what was typed: R34–R36."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.leave.conftest import Hall
from yichuang import clock
from yichuang.leave import actions
from yichuang.leave.models import Leave, Outing
from yichuang.organization import actions as organization
from yichuang.organization.models import Account
from yichuang.organization.queries import SYSTEM, person_by_staff_no

pytestmark = [pytest.mark.django_db, pytest.mark.req("R34", "R35", "R36")]
FORM = {"kind": "personal", "from": "2026-03-12T08:00", "to": "2026-03-12T17:30",
        "substitute": "2", "reason": "家中有事"}  # fmt: skip


@pytest.fixture
def browsers(hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    monkeypatch.setattr(clock, "now", lambda: at)
    made = {}
    for no in "1235":
        person = person_by_staff_no(no)
        organization.open_account(person=person, username=f"u{no}", password="Correct-horse-7",
                                  at=at, by=SYSTEM)  # fmt: skip
        Account.objects.filter(person=person).update(must_change_password=False)
        made[no] = Client(headers={"Accept-Language": "zh-CN"})
        made[no].force_login(Account.objects.get(person=person))
    return made


def shown(client: Client, path: str, data: dict[str, str] | None = None, status: int = 200) -> str:
    answer: Any = client.get(path) if data is None else client.post(path, data, follow=True)
    assert answer.status_code == status, answer.content.decode()[:2000]
    text: str = answer.content.decode()
    return text


def test_a_leave_on_its_pages(hall: Hall, at: datetime, browsers: dict[str, Client]) -> None:
    lin, ma, office = browsers["1"], browsers["2"], browsers["5"]
    assert "还没有请过假" in shown(lin, "/leave")
    assert "业务科" in shown(lin, "/leave/new")
    preview = shown(lin, "/leave/preview?kind=sick&from=2026-03-12T08:00&to=2026-03-12T17:30")
    assert "病假证明" in preview
    assert "顶岗人员" in preview
    assert "无须请假" in shown(lin, "/leave/preview?kind=sick&from=2026-03-14&to=2026-03-15")
    refused = shown(lin, "/leave/new", {**FORM, "substitute": "1"}, 422)
    assert "家中有事" in refused
    assert "审批中" in shown(lin, "/leave/new", FORM)
    number = Leave.objects.get().number
    assert "同意顶岗" in shown(ma, f"/leave/{number}")
    shown(browsers["3"], f"/leave/{number}", status=404)
    shown(ma, f"/leave/{number}/do/approve", {"reason": ""}, 403)
    assert "已同意顶岗" in shown(ma, f"/leave/{number}/do/accept", {})
    assert "请写明原因" in shown(office, f"/leave/{number}/do/refuse", {"reason": ""}, 422)
    assert "已准假" in shown(office, f"/leave/{number}/do/approve", {"reason": ""})
    assert "马丽 顶岗" in shown(office, "/leave/calendar")
    assert "已撤销" in shown(lin, f"/leave/{number}/do/cancel", {})


def test_outings_posts_and_offices(hall: Hall, at: datetime, browsers: dict[str, Client]) -> None:
    lin, office = browsers["1"], browsers["5"]
    shown(lin, "/posts", status=403)
    assert "马丽" in shown(office, "/posts/set", {"holder": "1", "backup": "2", "window": ""})
    shown(office, "/posts/set", {"holder": "1", "backup": "1", "window": ""}, 422)
    assert "何平" in shown(office, "/posts/office", {
        "role": "director", "department": "", "person": "3"})  # fmt: skip
    back = {"place": "去市局送件", "back_by": "2026-03-10T11:00", "reason": "", "notice": ""}
    kept = shown(lin, "/outings/out", {**back, "kind": "recall"}, 422)
    assert "去市局送件" in kept
    assert "待中心同意" in shown(lin, "/outings/out", {**back, "kind": "recall", "notice": "3号"})
    pk = Outing.objects.get().pk
    assert "同意召回" in shown(office, f"/outings/{pk}")
    assert "去市局送件" in shown(office, f"/outings/{pk}/consent", {})
    assert "正在代办" in shown(lin, "/leave")
    assert "已登记返回" in shown(lin, "/outings/back", {})
    later = {"from": "2026-03-11T08:00", "until": "2026-03-12T08:00", "why": "开会"}
    assert "马丽" in shown(lin, "/stand-ins/arrange", {"to": "2", **later})
    assert "不在岗" in shown(lin, "/stand-ins/arrange", {"to": "1", **later}, 409)
    actions.go_out(kind="outing", place="档案室", reason="", back_by=at + timedelta(hours=1), at=at,
                   by=hall.he)  # fmt: skip
    assert "档案室" in shown(office, "/leave/calendar")
