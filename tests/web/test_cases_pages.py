"""The window's form, the desk, a case and following it, as pages: R16, R18, R21, R25, R63."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.story import ITEM, OK, Hall, build, facts
from yichuang import clock
from yichuang.cases import actions, queries
from yichuang.cases.models import Case
from yichuang.jobs.sealer import outside
from yichuang.journal.queries import of_subject
from yichuang.organization.actions import open_account
from yichuang.organization.models import Account, Person
from yichuang.organization.queries import SYSTEM, Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


def _as(who: Reader, at: datetime) -> Client:
    """A browser in which this person is logged in."""
    person = Person.objects.get(staff_no=who.name.removeprefix("person:"))
    account = Account.objects.filter(person=person).first() or open_account(
        person=person, username=f"u{person.staff_no}", password="Correct-horse-7",
        must_change=False, at=at, by=SYSTEM,
    )  # fmt: skip
    client = Client()
    client.force_login(account)
    return client


def _form(**marks: str) -> dict[str, Any]:
    states = {f"m-{code}": mark for code, mark in {**OK, **marks}.items()}
    return {"kind": "person", "name": "王小明", "id_number": "11010519491231002X", **states}


# ---- The window --------------------------------------------------------------------------


@pytest.mark.req("R16")
def test_accepting_on_the_form_prints_number_code_and_notice(hall: Hall, at: datetime) -> None:
    answer = _as(hall.clerk, at).post(reverse("web:accept_submit", args=[ITEM]), _form())
    page = answer.content.decode()
    number = re.search(r"/cases/(\d+)\"", page)
    assert number is not None
    assert facts(number[1]) == ["submitted", "accepted"]
    assert reverse("web:paper", args=[number[1], 2]) in page


def test_pressing_twice_takes_one_case_in(hall: Hall, at: datetime) -> None:
    clerk, url = _as(hall.clerk, at), reverse("web:accept_submit", args=[ITEM])
    page = clerk.get(reverse("web:accept_form", args=[ITEM])).content.decode()
    key = re.search(r'name="key" value="([\w-]+)"', page)
    assert key
    form = {**_form(), "key": key[1]}
    first, again = clerk.post(url, form), clerk.post(url, form)
    assert (first.status_code, again.status_code) == (200, 302)
    assert Case.objects.count() == 1
    assert again["Location"] == reverse("web:case", args=[Case.objects.get().number])
    part = clerk.post(url, form, headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == again["Location"]


@pytest.mark.req("R16", "R04")
@pytest.mark.parametrize(
    ("marks", "verdict"),
    [
        ({}, "材料齐全，予以受理"),
        ({"premises": "missing"}, "一次性告知补正"),
        ({"premises": "correctable"}, "请当场更正"),
    ],
)
def test_the_answer_beside_the_form_is_the_rules(
    hall: Hall, at: datetime, marks: dict[str, str], verdict: str
) -> None:
    url = reverse("web:accept_answer", args=[ITEM])
    page = _as(hall.clerk, at).post(url, _form(**marks)).content.decode()
    assert verdict in page
    assert "依据：" in page
    assert ("承诺" in page) == (not marks)


def test_papers_nobody_checked_keep_the_form_from_being_sent(hall: Hall, at: datetime) -> None:
    form = _form()
    del form["m-premises"]
    answer = _as(hall.clerk, at).post(reverse("web:accept_submit", args=[ITEM]), form)
    page = answer.content.decode()
    assert (answer.status_code, "还有材料没有核对" in page) == (422, True)
    assert 'value="王小明"' in page  # nothing typed is lost
    assert queries.unanswered("", reader=hall.clerk) == ()


def test_a_wrong_identity_number_is_shown_at_its_field(hall: Hall, at: datetime) -> None:
    url = reverse("web:accept_submit", args=[ITEM])
    answer = _as(hall.clerk, at).post(url, {**_form(), "id_number": "110105194912310021"})
    page = answer.content.decode()
    assert (answer.status_code, "校验码" in page) == (422, True)
    assert re.search(r'name="id_number"[^>]*aria-invalid', page)


def test_the_part_for_the_workstation_is_that_of_the_page(hall: Hall, at: datetime) -> None:
    """A partial swap equals a full reload."""
    client = _as(hall.clerk, at)
    for url in (reverse("web:accept"), reverse("web:accept_form", args=[ITEM]) + "?ticket=7"):
        whole = client.get(url).content.decode()
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
        token = r'name="(csrfmiddlewaretoken|key)" value="[^"]*"'
        assert re.sub(token, "", part).strip() in re.sub(token, "", whole)
        assert "<html" not in part


@pytest.mark.req("R04")
def test_corrections_are_taken_in_by_number_or_identity_number(hall: Hall, at: datetime) -> None:
    number = hall.submit(at, premises="missing").number
    client = _as(hall.clerk, at)
    for words in (number, "11010519491231002X"):
        assert number in client.get(reverse("web:accept_found"), {"q": words}).content.decode()
    url = reverse("web:correct", args=[number])
    assert "场所使用证明" in client.get(url).content.decode()
    client.post(url, {"m-premises": "ok"})
    assert facts(number)[-1] == "accepted"


def test_only_windows_take_in(hall: Hall, at: datetime) -> None:
    assert _as(hall.reviewer, at).get(reverse("web:accept")).status_code == 403
    assert Client().get(reverse("web:accept")).status_code == 302


# ---- The desk ----------------------------------------------------------------------------


@pytest.mark.req("R18")
def test_the_desk_shows_cases_masked_by_light(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    page = _as(hall.reviewer, at).get(reverse("web:desk")).content.decode()
    assert number in page
    assert "王**" in page
    assert "王小明" not in page
    assert "还剩 10 个工作日" in page


def test_the_desk_costs_the_same_for_one_case_or_many(
    hall: Hall, at: datetime, django_assert_max_num_queries: Any
) -> None:
    client = _as(hall.reviewer, at)
    hall.accepted(at)
    client.get(reverse("web:desk"))
    for _ in range(6):
        hall.accepted(at)
    with django_assert_max_num_queries(15):
        client.get(reverse("web:desk"))


@pytest.mark.req("R21", "R25")
def test_a_case_goes_through_the_desk(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)

    def step(who: Reader, name: str, **given: str) -> int:
        return _as(who, at).post(reverse("web:act", args=[number, name]), given).status_code

    assert step(hall.reviewer, "review", opinion="属实", proposes="approve") == 302
    assert step(hall.verifier, "verify", opinion="同意") == 302
    assert step(hall.verifier, "decide", decision="approve", result="准予") == 302
    issuing = _as(hall.issuer, at).get(reverse("web:issuing")).content.decode()
    assert number in issuing
    assert step(hall.issuer, "issue", way="signature", signed_by="王小明") == 302
    assert facts(number)[-1] == "issued"
    page = _as(hall.verifier, at).get(reverse("web:case", args=[number])).content.decode()
    for said in ("审查，建议准予", "陈静", "核准", "赵强", "按时办结"):
        assert said in page, said


def test_a_refused_step_stays_on_the_page_with_what_was_typed(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    given = {"days": "50", "reason": "情况复杂", "approved_by": "authority_head"}
    answer = _as(hall.chief, at).post(reverse("web:act", args=[number, "extend"]), given)
    page = answer.content.decode()
    assert (answer.status_code, "超过上限 10 个工作日" in page) == (422, True)
    assert 'value="情况复杂"' in page


@pytest.mark.req("R21")
def test_who_reviewed_is_not_offered_the_verification(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    actions.review(number=number, opinion="", at=at, by=hall.chief)
    page = _as(hall.chief, at).get(reverse("web:case", args=[number])).content.decode()
    assert "等另一位核准人员核准" in page
    answer = _as(hall.chief, at).post(reverse("web:act", args=[number, "verify"]))
    assert answer.status_code == 403


@pytest.mark.req("R63")
def test_unmasking_on_the_page_is_on_record(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    url = reverse("web:unmask", args=[number])
    page = _as(hall.reviewer, at).post(url, {"purpose": "核实"}).content.decode()
    assert "王小明" in page
    assert of_subject(f"case:{number}")[-1].kind == "case.unmasked"
    assert _as(hall.clerk, at).post(url, {"purpose": "好奇"}).status_code == 403
    assert _as(hall.stranger, at).post(url, {"purpose": "好奇"}).status_code == 404


@pytest.mark.req("R63")
def test_another_department_finds_no_such_case(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    client = _as(hall.stranger, at)
    assert client.get(reverse("web:case", args=[number])).status_code == 404
    assert client.get(reverse("web:paper", args=[number, 2])).status_code == 404


@pytest.mark.parametrize("step", ["nonsense", "review"])
def test_an_unknown_step_or_case_is_a_sentence(hall: Hall, at: datetime, step: str) -> None:
    answer = _as(hall.reviewer, at).post(reverse("web:act", args=["20260310999999", step]))
    assert answer.status_code == 404


# ---- The applicant -----------------------------------------------------------------------


@pytest.mark.req("R25", "R63")
def test_the_qr_code_leads_to_the_case_masked_with_its_notices(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)
    visitor = Client()
    answer = visitor.get(
        reverse("web:follow"), {"number": outcome.number, "code": outcome.code}, follow=True
    )
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("web:followed", args=[outcome.number])
    assert "王**" in page
    assert "王小明" not in page
    assert "林晓" not in page  # who sat at the window is no matter of this page
    proof = queries.proof_of(queries.public_view(outcome.number, at=at).acceptance_entry, outside())
    assert proof is not None
    assert proof.leaf in page
    paper = visitor.get(reverse("web:followed_paper", args=[outcome.number, 2]))
    assert paper.headers["Content-Type"] == "application/pdf"


@pytest.mark.req("R63")
def test_without_the_code_nothing_is_shown(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    visitor = Client()
    for name, args in (("web:followed", [number]), ("web:followed_paper", [number, 2])):
        assert visitor.get(reverse(name, args=args)).status_code == 302
    tried = [
        visitor.post(reverse("web:follow"), {"number": number, "code": "AAAAAAAA"}).status_code
        for _ in range(6)
    ]
    assert tried == [404, 404, 404, 404, 404, 429]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_a_case_speaks_both_languages(
    hall: Hall, at: datetime, language: str
) -> None:
    """No Chinese sentence is left on an English page but names and what people typed."""
    number = hall.decided(at)
    client = _as(hall.issuer, at)
    client.get(reverse("web:language", args=[language]))
    page = client.get(reverse("web:case", args=[number])).content.decode()
    assert ("Decided, result to be issued" in page) == (language == "en")
    assert ("已决定，待出件" in page) == (language == "zh")


@pytest.mark.req("R24", "R25")
def test_a_clock_that_stands_still_promises_no_date(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)
    browser = Client()
    browser.get(reverse("web:follow"), {"number": outcome.number, "code": outcome.code})
    pages = {
        "desk": (_as(hall.reviewer, at), reverse("web:case", args=[outcome.number])),
        "public": (browser, reverse("web:followed", args=[outcome.number])),
    }
    for who, address in pages.values():
        page = who.get(address).content.decode()
        assert "3月24日" in page, "a running clock has its date"
        assert "计时停止" not in page
    actions.start_segment(number=outcome.number, kind="expert_review", days=5, reason="论证",
                          at=at, by=hall.reviewer)  # fmt: skip
    for who, address in pages.values():
        page = who.get(address).content.decode()
        (timeline,) = re.findall(r'<ol class="timeline">.*?</ol>', page, re.S)
        assert "自 3月10日(周二) 起，恢复后重算期限" in timeline
        shown = timeline + "".join(re.findall(r'<p class="lead.*?</p>|<dd>.*?</dd>', page, re.S))
        assert "计时停止" in shown
        assert "3月24日" not in shown
