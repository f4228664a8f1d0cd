"""R63: three administrators, three people, three pages; each change on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

import yichuang
from yichuang.cases.states import KINDS
from yichuang.errors import NotAllowed
from yichuang.jobs.sealer import outside
from yichuang.journal import queries as journal
from yichuang.journal.actions import open_hall
from yichuang.journal.sealing import seal
from yichuang.organization import actions
from yichuang.organization.models import Account, Person, Site
from yichuang.organization.queries import SYSTEM, reader_for, staff_of
from yichuang.organization.roles import Role
from yichuang.reception.states import TRANSITIONS
from yichuang.web.admin.kinds import all_kinds

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]

AsRole = Callable[..., Client]
Hire = Callable[..., Person]


def shown_password(page: str) -> str:
    found = re.search(r"<strong>([A-Z][a-z]{3}-[a-z]{4}-\d{4})</strong>", page)
    assert found
    return found[1]


class TestPeople:
    def test_are_added_and_get_an_account_they_make_their_own(self, as_role: AsRole) -> None:
        admin = as_role(Role.SYSTEM_ADMIN)
        answer = admin.post("/people/new", {"staff_no": "2001", "name": "周敏", "post": "审查岗"})
        assert answer["Location"] == "/people/2001"
        page = admin.post("/people/2001/open", {"username": "zhoumin"}).content.decode()
        password = shown_password(page)
        assert password not in admin.get("/people/2001").content.decode(), "shown once"
        newcomer = Client()
        assert (
            newcomer.post("/login", {"username": "zhoumin", "password": password}).status_code
            == 302
        )
        assert newcomer.get("/start")["Location"] == "/password"
        assert [fact.kind for fact in journal.of_subject("person:2001")] == [
            "person.added", "account.opened", "account.logged_in"]  # fmt: skip
        assert password not in str(journal.of_subject("person:2001"))

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"staff_no": "1001", "name": "重号"}, "已有人使用"),
            ({"staff_no": "", "name": "无号"}, "必填"),
            ({"staff_no": "2!1", "name": "怪号"}, "格式不对"),
        ],
    )
    def test_that_cant_be_added_are_told_why(
        self, as_role: AsRole, given: dict[str, str], said: str
    ) -> None:
        answer = as_role(Role.SYSTEM_ADMIN).post("/people/new", given)
        assert answer.status_code == 422
        assert said in answer.content.decode()

    def test_a_user_name_is_one_persons(self, as_role: AsRole, hire: Hire) -> None:
        admin = as_role(Role.SYSTEM_ADMIN)
        admin.post("/people/new", {"staff_no": "2001", "name": "周敏"})
        answer = admin.post("/people/2001/open", {"username": "u1001"})
        assert answer.status_code == 422
        assert "已有人使用" in answer.content.decode()

    def test_an_account_is_closed_and_opened_again(self, as_role: AsRole, hire: Hire) -> None:
        admin, person = as_role(Role.SYSTEM_ADMIN), hire("2001")
        assert admin.post("/people/2001/close", {"reason": ""}).status_code == 422
        admin.post("/people/2001/close", {"reason": "调离"})
        account = Account.objects.get(person=person)
        assert not account.is_active
        assert not account.has_usable_password()
        closed = journal.of_subject("person:2001")[-1]
        assert (closed.kind, closed.reason) == ("account.closed", "调离")
        password = shown_password(admin.post("/people/2001/renew").content.decode())
        account = Account.objects.get(person=person)
        assert account.is_active
        assert account.check_password(password)
        assert account.must_change_password

    def test_the_list_costs_the_same_however_long(
        self, as_role: AsRole, hire: Hire, django_assert_max_num_queries: Callable[[int], object]
    ) -> None:
        admin = as_role(Role.SYSTEM_ADMIN)
        for number in range(60):
            hire(f"3{number:03}", Role.GUIDE, name="何苗", account=False)
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            page = admin.get("/people").content.decode()
        assert page.count("/people/3") == 49, "fifty a page, with the administrator"
        assert "page=2" in page
        assert "/people/3059" in admin.get("/people?page=2").content.decode()
        assert "/people/3000" not in admin.get("/people?q=林晓").content.decode()

    def test_nobody_of_another_site_is_seen_or_touched(
        self, as_role: AsRole, site: Site, at: datetime
    ) -> None:
        branch = actions.add_site(
            code="B", name="分厅", name_en="Branch", kind="branch", parent=site, at=at, by=SYSTEM
        )
        stranger = actions.add_person(site=branch, staff_no="9001", name="外人", at=at, by=SYSTEM)
        admin = as_role(Role.SYSTEM_ADMIN)
        assert "9001" not in admin.get("/people").content.decode()
        assert admin.get("/people/9001").status_code == 404
        assert admin.post("/people/9001/open", {"username": "abc"}).status_code == 404
        reader = reader_for(Person.objects.get(staff_no="1001"))
        with pytest.raises(NotAllowed):
            actions.open_account(person=stranger, username="abc", password="x", at=at, by=reader)


class TestRoles:
    def test_are_granted_and_revoked_at_once(self, as_role: AsRole, hire: Hire) -> None:
        security, person = as_role(Role.SECURITY_ADMIN), hire("2001")
        security.post("/roles/2001/grant", {"role": "reviewer"})
        assert reader_for(person).roles == {Role.REVIEWER}
        page = security.get("/roles/2001").content.decode()
        assert "审查人员" in page
        security.post("/roles/2001/revoke", {"role": "reviewer"})
        assert reader_for(person).roles == set()
        facts = journal.of_subject("person:2001")
        assert [(fact.kind, fact.actor) for fact in facts[-2:]] == [
            ("role.granted", "person:1001"), ("role.revoked", "person:1001")]  # fmt: skip

    def test_three_administrators_are_three_people(self, as_role: AsRole, hire: Hire) -> None:
        security = as_role(Role.SECURITY_ADMIN)
        hire("2001", Role.SYSTEM_ADMIN)
        answer = security.post("/roles/2001/grant", {"role": "audit_admin"})
        assert answer.status_code == 409
        assert "须由三个人分别担任" in answer.content.decode()

    @pytest.mark.parametrize("change", ["grant", "revoke"])
    def test_nobody_changes_their_own(self, as_role: AsRole, change: str) -> None:
        security = as_role(Role.SECURITY_ADMIN)
        role = "director" if change == "grant" else "security_admin"
        answer = security.post(f"/roles/1001/{change}", {"role": role})
        assert answer.status_code == 403
        assert "不能给自己" in answer.content.decode()
        person = Person.objects.get(staff_no="1001")
        assert reader_for(person).roles == {Role.SECURITY_ADMIN}

    def test_an_unknown_role_is_refused(self, as_role: AsRole, hire: Hire) -> None:
        security = as_role(Role.SECURITY_ADMIN)
        hire("2001")
        assert security.post("/roles/2001/grant", {"role": "emperor"}).status_code == 404

    def test_the_people_administrator_grants_none(
        self, as_role: AsRole, hire: Hire, at: datetime
    ) -> None:
        admin, person = as_role(Role.SYSTEM_ADMIN), hire("2001")
        assert admin.post("/roles/2001/grant", {"role": "director"}).status_code == 403
        with pytest.raises(NotAllowed):
            actions.grant_role(person=person, role=Role.DIRECTOR, at=at,
                               by=reader_for(Person.objects.get(staff_no="1001")))  # fmt: skip

    def test_the_register_is_the_administrators(self, hire: Hire) -> None:
        with pytest.raises(NotAllowed):
            staff_of(reader_for(hire("2001", Role.DIRECTOR)))


class TestAudit:
    def test_shows_who_did_what_newest_first(self, as_role: AsRole, hire: Hire) -> None:
        audit = as_role(Role.AUDIT_ADMIN)
        hire("2001", Role.REVIEWER, name="不该出现的名字")
        page = audit.get("/audit").content.decode()
        assert page.index("开通账号") < page.index("授予角色") < page.index("增加人员")
        assert "不该出现的名字" not in page
        page = audit.get("/audit?subject=person:2001").content.decode()
        assert page.count('<td class="num">') == 3
        assert "没有这样的流水" in audit.get("/audit?subject=person:0").content.decode()

    def test_pages_without_counting(self, as_role: AsRole, hire: Hire) -> None:
        audit = as_role(Role.AUDIT_ADMIN)
        for number in range(30):
            hire(f"3{number:03}", Role.GUIDE, Role.REVIEWER, account=False)
        page = audit.get("/audit").content.decode()
        assert page.count('<td class="num">') == 50
        older = re.search(r"\?before=(\d+)", page)
        assert older
        next_page = audit.get(f"/audit?before={older[1]}").content.decode()
        assert f'<td class="num">{older[1]}</td>' not in next_page
        assert f'<td class="num">{int(older[1]) - 1}</td>' in next_page

    def test_verifies_the_whole(self, as_role: AsRole, at: datetime) -> None:
        open_hall(training=False, at=at, by="system")
        audit = as_role(Role.AUDIT_ADMIN)
        seal(outside())
        assert "没有改动、删除、插入或调换" in audit.get("/audit/verification").content.decode()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE journal_entry SET actor = 'person:9' WHERE kind = 'site.added'")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        page = audit.get("/audit/verification").content.decode()
        assert "不完整" in page
        assert "内容被改动" in page

    @pytest.mark.req("R17")
    def test_compares_the_data_with_the_record(self, as_role: AsRole, at: datetime) -> None:
        open_hall(training=False, at=at, by="system")
        audit = as_role(Role.AUDIT_ADMIN)
        seal(outside())
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("UPDATE organization_person SET name = '某人'")
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        page = audit.get("/audit/verification").content.decode()
        assert "账实不符" in page
        assert "不是由任何办理产生的" in page or "在流水账之外被改动" in page
        assert "没有改动、删除、插入或调换" not in page

    def test_changes_nothing(self, as_role: AsRole) -> None:
        audit = as_role(Role.AUDIT_ADMIN)
        assert audit.post("/audit").status_code == 405
        assert audit.post("/audit/verification").status_code == 405


def test_every_kind_of_entry_has_words() -> None:
    source = Path(yichuang.__file__).parent
    recorded = set()
    for path in source.rglob("*.py"):
        recorded |= set(
            re.findall(r'(?:kind=|_of_account\()\s*"([a-z]+\.[a-z_]+)"', path.read_text("utf-8"))
        )
    recorded |= {f"ticket.{event}" for event in TRANSITIONS} | {f"case.{kind}" for kind in KINDS}
    assert len(recorded) > 30
    assert recorded <= set(all_kinds())
    assert all(words.zh and words.en for words in all_kinds().values())
