"""Applicants and staff are told, once, and nothing is lost while a server is away: R04, R16."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.test import Client

from tests.cases.story import WANG, Hall, instant
from tests.conftest import AtOnce
from tests.messages.servers import Gateway, Post, gateway, mail_server
from yichuang.cases import actions, queries
from yichuang.jobs.record import disagreements
from yichuang.journal.queries import of_subject
from yichuang.messages.actions import read_own, send_due
from yichuang.messages.models import Message
from yichuang.messages.queries import own, unread
from yichuang.messages.targets import Gateway as Target
from yichuang.messages.targets import Group, MailServer
from yichuang.organization.actions import open_account
from yichuang.organization.models import Account, Person
from yichuang.organization.queries import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.req("R04", "R16")]
REAL = instant("2026-03-10 09:31")
WITH_MAIL = replace(WANG, email="wang@example.cn")


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with mail_server() as made:
        settings.MAIL = MailServer.named(f"smtp://127.0.0.1:{made.port}", "hall@linjiang.gov.cn")
        yield made


@pytest.fixture
def sms(settings: Any) -> Iterator[Gateway]:
    with gateway() as made:
        settings.SMS = Target.named(made.url, "secret")
        yield made


def test_the_applicant_is_told_by_mail_and_by_text_message(
    hall: Hall, at: datetime, post: Post, sms: Gateway
) -> None:
    number = hall.submit(at, applicant=WITH_MAIL).number
    assert send_due(at=at, real=REAL) == 2
    (mail,) = post.taken
    assert mail["To"] == "wang@example.cn"
    body = mail.get_content()  # type: ignore[attr-defined]
    assert f"您申请的“食品经营许可”（办件编号 {number}）已于2026年3月10日受理" in body
    assert "was accepted on 10 March 2026; we promise it by 24 March 2026" in body
    (asked,) = sms.asked
    said = json.loads(asked.body)
    assert said["to"] == "13812341234"
    assert said["text"].startswith("【广安区政务服务中心】您申请的“食品经营许可”")
    signed = asked.headers["x-yichuang-timestamp"].encode() + b"." + asked.body
    expected = hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
    assert asked.headers["x-yichuang-signature"] == expected
    assert asked.headers["idempotency-key"] == said["id"]
    assert send_due(at=at, real=REAL) == 0


def test_each_step_tells_once_and_is_on_record(hall: Hall, at: datetime, sms: Gateway) -> None:
    number = hall.submit(at, premises="missing").number
    hall.resubmit(number, at, premises="ok")
    actions.extend(number=number, days=5, reason="情况复杂", approved_by="authority_head",
                   at=at, by=hall.chief)  # fmt: skip
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    actions.verify(number=number, opinion="", at=at, by=hall.verifier)
    actions.decide(number=number, decision="approve", result="准予", at=at, by=hall.verifier)
    actions.issue(number=number, by_way="mail", tracking="EMS1", at=at, by=hall.issuer)
    assert send_due(at=at, real=REAL) == 5
    told = [json.loads(one.body)["text"] for one in sms.asked]
    for said, needed in zip(told, (
        "需要一次性补正以下材料：场所使用证明", "已于2026年3月10日受理", "经批准延长办理期限，2026年3月31日前办结",
        "已于2026年3月10日作出决定", "决定书已寄出，邮件号 EMS1",
    ), strict=True):  # fmt: skip
        assert needed in said
    kinds = [fact.kind for fact in of_subject(f"case:{number}") if fact.kind.startswith("message")]
    assert kinds.count("message.written") == kinds.count("message.sent") == 5
    shown = queries.told(number, reader=hall.chief)
    assert [one.result for one in shown] == ["sent"] * 5
    assert {one.to for one in shown} == {"138****1234"}
    assert queries.told(number, reader=hall.stranger) == ()
    assert list(disagreements()) == []


def test_nothing_is_lost_or_doubled_while_the_mail_server_is_away_for_an_hour(
    hall: Hall, at: datetime, settings: Any
) -> None:
    with mail_server() as post:
        port = post.port
    settings.MAIL = MailServer.named(f"smtp://127.0.0.1:{port}", "hall@linjiang.gov.cn")
    numbers = [hall.submit(at, applicant=WITH_MAIL).number for _ in range(3)]
    for minute in range(60):
        assert send_due(at=at, real=REAL + timedelta(minutes=minute)) == 0
    tries = list(Message.objects.values_list("tries", "trouble"))
    assert all(n and trouble == "net:ConnectionRefusedError" for n, trouble in tries)
    assert max(n for n, _ in tries) < 10, "tried less and less often"
    with mail_server(port) as post:
        for minute in range(60, 92):
            send_due(at=at, real=REAL + timedelta(minutes=minute))
        assert len(post.taken) == 3
        assert all(any(n in str(mail.get_content()) for mail in post.taken) for n in numbers)  # type: ignore[attr-defined]
    assert list(disagreements()) == []


def test_a_try_keeps_its_message_id_and_what_is_refused_for_good_is_told_to_staff(
    hall: Hall, at: datetime, post: Post
) -> None:
    number = hall.submit(at, applicant=WITH_MAIL).number
    post.answers = ["451 Later", "554 No such user"]
    assert send_due(at=at, real=REAL) == 0
    assert send_due(at=at, real=REAL + timedelta(minutes=1)) == 0, "not yet"
    assert send_due(at=at, real=REAL + timedelta(minutes=3)) == 1
    (one,) = queries.told(number, reader=hall.chief)
    assert (one.result, one.to, one.tries) == ("refused", "w***@example.cn", 2)
    assert post.taken == []
    assert send_due(at=at, real=REAL + timedelta(hours=9)) == 0


@pytest.mark.parametrize(
    ("status", "result"),
    [
        (503, "waiting"),
        (429, "waiting"),
        (401, "waiting"),
        (302, "waiting"),
        (422, "refused"),
        (202, "sent"),
    ],
)
def test_what_a_gateway_answers(
    hall: Hall, at: datetime, sms: Gateway, status: int, result: str
) -> None:
    hall.submit(at)
    sms.answers = [(status, b"")]
    send_due(at=at, real=REAL)
    assert Message.objects.get().result == result


def test_many_workers_send_each_message_once(
    committed_hall: Hall, at: datetime, sms: Gateway, at_once: AtOnce
) -> None:
    for _ in range(6):
        committed_hall.submit(at)
    sent = at_once(lambda _: send_due(at=at, real=REAL), 4)
    assert sum(n for n in sent if isinstance(n, int)) == 6, sent
    keys = [one.headers["idempotency-key"] for one in sms.asked]
    assert len(keys) == len(set(keys)) == 6


def test_without_a_contact_or_a_channel_nothing_is_written(
    hall: Hall, at: datetime, sms: Gateway, settings: Any
) -> None:
    hall.submit(at, applicant=replace(WANG, phone="0826-5550100"))
    settings.SMS = None
    hall.submit(at)
    assert not Message.objects.exists()


@pytest.mark.req("R21")
def test_staff_are_told_on_their_page_and_in_the_group(
    hall: Hall, at: datetime, settings: Any
) -> None:
    with gateway() as robot:
        settings.GROUP = Group.named(robot.url + "?access_token=x", "dingtalk", "SEC")
        number = hall.accepted(at)
        actions.review(number=number, opinion="", at=at, by=hall.reviewer)
        actions.return_to_reviewer(number=number, opinion="缺少核查", at=at, by=hall.verifier)
        assert unread(hall.reviewer) == 1
        (mine,) = own(hall.reviewer)
        assert "缺少核查" in mine.text.zh
        assert own(hall.verifier) == ()
        robot.answers = [(200, b'{"errcode": 310000}')]
        assert send_due(at=at, real=REAL) == 0, "a robot says 200 and refuses in its answer"
        assert send_due(at=at, real=REAL + timedelta(minutes=5)) == 1
        asked = parse_qs(urlsplit(robot.asked[-1].path).query)
        stamp = asked["timestamp"][0]
        sign = hmac.new(b"SEC", f"{stamp}\nSEC".encode(), hashlib.sha256).digest()
        assert asked["sign"] == [base64.b64encode(sign).decode()]
        assert "王小明" not in robot.asked[-1].body.decode()
    assert read_own(by=hall.reviewer, at=at) == 1
    assert unread(hall.reviewer) == 0
    assert list(disagreements()) == []


def test_wecom_mentions_by_number(hall: Hall, at: datetime, settings: Any) -> None:
    assert hall.reviewer.person_id
    with transaction.atomic():
        Person.objects.filter(pk=hall.reviewer.person_id).update(phone="13900001111")
        connection.cursor().execute(
            "INSERT INTO journal_entry (site, kind, subject, actor, happened_at, data) "
            "VALUES ('-', 'test', 'test', 'system', journal_now(), '{}')"
        )
    with gateway() as robot:
        settings.GROUP = Group.named(robot.url, "wecom", "")
        number = hall.accepted(at)
        actions.review(number=number, opinion="", at=at, by=hall.reviewer)
        actions.return_to_reviewer(number=number, opinion="缺少核查", at=at, by=hall.verifier)
        assert send_due(at=at, real=REAL) == 1
        said = json.loads(robot.asked[0].body)
        assert said["text"]["mentioned_mobile_list"] == ["13900001111"]


def test_what_was_told_is_encrypted_and_never_changed(
    hall: Hall, at: datetime, sms: Gateway
) -> None:
    hall.submit(at)
    row = Message.objects.get()
    assert b"138" not in bytes(row.sealed)
    assert "食品".encode() not in bytes(row.sealed)
    for change in ({"sealed": b"x"}, {"event": "x"}, {"channel": "mail"}):
        with pytest.raises((ProgrammingError, InternalError, IntegrityError)), transaction.atomic():
            Message.objects.filter(pk=row.pk).update(**change)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        row.delete()


def test_an_action_that_fails_tells_nobody(hall: Hall, at: datetime, sms: Gateway) -> None:
    with transaction.atomic():
        hall.submit(at)
        transaction.set_rollback(True)
    assert send_due(at=at, real=REAL) == 0
    assert sms.asked == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: MailServer.named("http://x", "a@b"), "YICHUANG_SMTP"),
        (lambda: MailServer.named("smtp://x", ""), "YICHUANG_MAIL_FROM"),
        (lambda: Target.named("ftp://x", "k"), "YICHUANG_SMS_URL"),
        (lambda: Target.named("https://x", ""), "YICHUANG_SMS_KEY"),
        (lambda: Group.named("https://x", "slack", ""), "YICHUANG_GROUP_KIND"),
    ],
)
def test_a_wrong_setting_is_told_at_once(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


def test_the_pages(hall: Hall, at: datetime, sms: Gateway) -> None:
    number = hall.submit(at).number
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    actions.return_to_reviewer(number=number, opinion="缺少核查", at=at, by=hall.verifier)
    sms.answers = [(503, b"")]
    send_due(at=at, real=REAL)
    client = Client()
    client.force_login(_account(hall.reviewer.person_id, at))
    page = client.get("/messages").content.decode()
    assert "退回重新审查" in page
    assert "缺少核查" in page
    assert "全部已阅" in page
    assert f"/cases/{number}" in page
    assert client.post("/messages/read").status_code == 302
    assert "全部已阅" not in client.get("/messages").content.decode()
    case = client.get(f"/cases/{number}").content.decode()
    assert "告知记录" in case
    assert "138****1234" in case
    assert "待发送" in case


def _account(person_id: int | None, at: datetime) -> Account:
    assert person_id
    person = Person.objects.get(pk=person_id)
    return open_account(person=person, username="chen", password="Correct-horse-7",
                        must_change=False, at=at, by=SYSTEM)  # fmt: skip
