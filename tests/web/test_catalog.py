"""R06, R08: the catalogue's keepers see what is in force, what is missing, and what was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.catalog.conftest import complete, entry, say
from yichuang.catalog.actions import list_elsewhere, take_in
from yichuang.journal.queries import of_subject
from yichuang.organization.models import Site
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R06", "R08")]

AsRole = Callable[..., Client]
FOOD, DRUG, BARE = "FOOD-0001", "DRUG-0002", "BARE-0003"


@pytest.fixture(autouse=True)
def _catalogue(site: Site, at: datetime) -> None:
    """One published, one without fees, one as an imported file leaves it; food has two versions."""
    bare = complete("公共场所卫生许可").model_copy(
        update={"legal_basis": (), "service": None, "materials": (), "steps": (), "fees": None,
                "promised": None}
    )  # fmt: skip
    first = [
        entry(FOOD), entry(DRUG, complete("药品零售许可", fees=None)), entry(BARE, bare),
    ]  # fmt: skip
    take_in(first, ground="县政发〔2025〕1 号", publish=True, at=at - timedelta(days=30), by=SYSTEM)
    again = [entry(FOOD, complete(service=say("核发食品经营许可证")))]
    take_in(again, ground="县政发〔2026〕2 号", publish=True, at=at - timedelta(days=1), by=SYSTEM)
    list_elsewhere(
        name=say("公证"), where=say("公证处"), why=say("独立办理"), phone="0599-1", at=at, by=SYSTEM
    )


@pytest.mark.parametrize(
    ("question", "there", "not_there"),
    [
        ("", ["食品经营许可核发", "药品零售许可", "公共场所卫生许可"], ["公证处"]),
        ("?q=yplsxk", ["药品零售许可"], ["食品经营许可核发"]),
        ("?q=food", ["食品经营许可核发"], ["药品零售许可"]),
        ("?q=没有这样的", ["没有找到这样的事项"], ["食品经营许可核发"]),
        ("?view=incomplete", ["还缺：收费标准、收费依据", "六公开都还没有"], ["食品经营许可核发"]),
        ("?view=incomplete&q=药品", ["药品零售许可"], ["公共场所卫生许可"]),
        ("?view=elsewhere", ["公证处", "0599-1"], ["食品经营许可核发"]),
        ("?view=elsewhere&q=户籍", ["没有登记在别处办的事"], ["公证处"]),
        ("?view=nonsense&page=x", ["食品经营许可核发"], []),
        ("?page=2", ["还没有事项"], ["食品经营许可核发"]),
    ],
)
def test_the_list_shows_what_is_asked_for(
    as_role: AsRole, question: str, there: list[str], not_there: list[str]
) -> None:
    office = as_role(Role.OFFICE)
    whole = office.get(f"/catalog{question}")
    assert whole.status_code == 200
    part = office.get(f"/catalog{question}", headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in whole.content.decode()  # a partial swap equals a full reload
    assert "<html" not in part
    for said in there:
        assert said in part
    for said in not_there:
        assert said not in part


def test_the_list_costs_the_same_however_long_it_is(as_role: AsRole, at: datetime) -> None:
    office = as_role(Role.OFFICE)
    office.get("/catalog")
    with CaptureQueriesContext(connection) as few:
        office.get("/catalog")
    many = [entry(f"MORE-{n:04}", complete(f"事项{n}")) for n in range(60)]
    take_in(many, ground="目录", publish=True, at=at, by=SYSTEM)
    with CaptureQueriesContext(connection) as more:
        page = office.get("/catalog").content.decode()
    assert reads(more) == reads(few)
    assert "?page=2" in page


def test_an_item_shows_its_disclosures_and_every_version_with_its_days(as_role: AsRole) -> None:
    page = as_role(Role.SYSTEM_ADMIN).get(f"/catalog/{FOOD}").content.decode()
    assert "县政发〔2025〕1 号" in page
    assert "县政发〔2026〕2 号" in page
    assert page.count("2月8日(周日)") == 1  # thirty days before
    assert page.count("3月9日(周一)") == 2  # the first ends where the second begins
    assert page.count("现行") == 1
    assert "还缺" not in page
    bare = as_role(Role.OFFICE, staff_no="1002").get(f"/catalog/{BARE}").content.decode()
    assert bare.count("还缺") == 6
    assert "事项没有设定依据" in bare


def test_an_item_is_taken_off_with_a_reason_and_published_again(as_role: AsRole) -> None:
    office = as_role(Role.OFFICE)
    refused = office.post(f"/catalog/{FOOD}/withdraw", {"reason": " "})
    assert refused.status_code == 422
    assert "撤下公开须写明理由" in refused.content.decode()
    assert Client().get(f"/items/{FOOD}").status_code == 200
    answer = office.post(f"/catalog/{FOOD}/withdraw", {"reason": "收费标准调整"})
    assert answer["Location"] == f"/catalog/{FOOD}"
    assert "未公开" in office.get(f"/catalog/{FOOD}").content.decode()
    assert Client().get(f"/items/{FOOD}").status_code == 404
    assert office.post(f"/catalog/{FOOD}/publish").status_code == 302
    assert Client().get(f"/items/{FOOD}").status_code == 200
    facts = of_subject(f"item:{FOOD}")
    assert [(fact.kind, fact.reason) for fact in facts] == [
        ("item.unpublished", "收费标准调整"), ("item.published", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        (DRUG, 422, "六公开还缺收费标准、收费依据"),
        (BARE, 422, "事项没有设定依据"),
        ("NONE-0009", 404, "没有找到"),
    ],
)
def test_what_lacks_something_is_not_published_and_the_page_says_why(
    as_role: AsRole, code: str, status: int, said: str
) -> None:
    answer = as_role(Role.OFFICE).post(f"/catalog/{code}/publish")
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert Client().get(f"/items/{code}").status_code == 404


@pytest.mark.req("R63")
def test_others_keep_out(as_role: AsRole) -> None:
    clerk = as_role(Role.WINDOW_CLERK)
    assert clerk.get("/catalog").status_code == 403
    assert clerk.get(f"/catalog/{FOOD}").status_code == 403
    assert clerk.post(f"/catalog/{FOOD}/withdraw", {"reason": "x"}).status_code == 403
    assert Client().get("/catalog").status_code == 302
    assert Client().get(f"/items/{FOOD}").status_code == 200
    assert as_role(Role.OFFICE, staff_no="1002").get(f"/catalog/{FOOD}/publish").status_code == 405


def reads(queries: CaptureQueriesContext) -> int:
    """How many questions were asked; one whose text Django can't show counts too."""
    return sum((query["sql"] or "SELECT").startswith("SELECT") for query in queries)
