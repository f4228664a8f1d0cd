"""R08: everybody sees an item's six disclosures, or doesn't see the item at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from yichuang import clock
from yichuang.catalog.actions import BodyEntry, Entry, list_elsewhere, take_in
from yichuang.catalog.content import Charge, ItemContent, Material, Result
from yichuang.catalog.demo.schema import demo_items
from yichuang.feedback.actions import invite
from yichuang.organization import actions
from yichuang.organization.models import Department, Site
from yichuang.organization.queries import SYSTEM, reader_for
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase
from yichuang.reception.actions import open_window
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R08")]

BODY = BodyEntry("11350700004001000X", "临江区市场监督管理局", "Market Supervision", "0599-7654321")
Change = Callable[[ItemContent], ItemContent]


def food() -> ItemContent:
    """A food business licence, complete, as the demo hall has it."""
    return next(i.content for i in demo_items() if "食品经营许可" in i.content.name.zh)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, at: datetime) -> date:
    """The hall's clock stands on a Tuesday morning."""
    monkeypatch.setattr(clock, "now", lambda: at)
    return at.date()


@pytest.fixture
def hall(site: Site, today: date, at: datetime) -> Site:
    adopt(site=site, presets=("county-hall",), from_on=today, at=at, by=SYSTEM)
    return site


@pytest.fixture
def publish(hall: Site, at: datetime) -> Callable[..., None]:
    def published(code: str, content: ItemContent | None = None, **change: object) -> None:
        content = (content or food()).model_copy(update=change)
        take_in([Entry(code, content, BODY)], ground="目录", publish=True, at=at, by=SYSTEM)

    return published


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


class TestTheGuide:
    def test_has_six_parts_in_their_order(
        self, client: Client, publish: Callable[..., None]
    ) -> None:
        publish("A1")
        page = text(client, "/items/A1")
        parts = ["服务内容", "要带的材料", "办事程序", "收费标准", "收费依据", "办结时限"]
        places = [page.index(f"</span>{part}</h2>") for part in parts]
        assert places == sorted(places)

    def test_says_it_all_in_english(self, client: Client, publish: Callable[..., None]) -> None:
        publish("A1")
        client.get("/language/en")
        page = text(client, "/items/A1")
        for part in ("What the service covers", "What to bring", "Procedure", "What allows the fees",
                     "How long it takes", food().name.en):  # fmt: skip
            assert part in page

    def test_tells_what_to_bring_and_what_the_hall_fetches(
        self, client: Client, publish: Callable[..., None]
    ) -> None:
        papers = (
            Material(code="form", name=Phrase("申请表", "Form"), originals=1, copies=2),
            Material(code="card", name=Phrase("身份证", "Identity card"), required=False,
                     when=Phrase("委托办理的", "through an agent"), deferrable=True),
            Material(code="licence", name=Phrase("营业执照", "Business licence"),
                     shared_from=Phrase("市场主体库", "the register")),
        )  # fmt: skip
        publish("A1", materials=papers)
        page = text(client, "/items/A1")
        assert "原件 1 份，复印件 2 份" in page
        assert "出示即可" in page
        assert "委托办理的" in page
        assert "可以后补" in page
        fetched = page[page.index("这些不用带") :]
        assert "营业执照" in fetched
        assert "来自 市场主体库" in fetched
        assert page.count('type="checkbox"') == 2
        assert "另有 1 样我们去查" in page

    def test_tells_what_it_costs_and_why(
        self, client: Client, publish: Callable[..., None]
    ) -> None:
        basis = food().legal_basis[:1]
        charge = Charge(name=Phrase("证照工本费", "Printing"), amount=Decimal("1050.50"),
                        per=Phrase("本", "copy"), basis=basis)  # fmt: skip
        fees = food().fees
        assert fees is not None
        publish("A1", fees=fees.model_copy(update={"charges": (charge,)}))
        page = text(client, "/items/A1")
        assert "1,050.50 元" in page
        part = page[page.index('id="fee-basis"') : page.index('id="time-limit"')]
        assert f"证照工本费：{basis[0].say()}" in part

    def test_tells_by_when_with_the_reasons(
        self, client: Client, publish: Callable[..., None]
    ) -> None:
        publish("A1")
        limit = food().promised
        assert limit is not None
        page = text(client, "/items/A1")
        part = page[page.index('id="time-limit"') :]
        assert limit.say() in part
        assert "最迟" in part
        assert '<details class="why">' in part
        assert 'class="strip"' in part
        assert "行政许可法" in part

    def test_says_where(self, client: Client, publish: Callable[..., None], hall: Site, at: datetime) -> None:  # fmt: skip
        publish("A1", place=None, phone="")
        department = Department.objects.get(code=BODY.code)
        actions.add_window(site=hall, code="A07", name="食品", department=department, zone="A",
                           at=at, by=SYSTEM)  # fmt: skip
        actions.add_window(site=hall, code="B01", name="户籍", at=at, by=SYSTEM)
        page = text(client, "/items/A1")
        where = page[page.index("到哪里办") :]
        assert "A07" in where
        assert "B01" not in where
        assert "临江区人民路 1 号" in where

    @pytest.mark.parametrize("missing", ["service", "materials", "steps", "fees", "promised"])
    def test_of_an_incomplete_item_isnt_there(
        self, client: Client, publish: Callable[..., None], missing: str
    ) -> None:
        publish("A1", **{missing: () if missing in ("materials", "steps") else None})
        assert client.get("/items/A1").status_code == 404
        assert "/items/A1" not in text(client, "/items")
        assert "/items/A1" not in text(client, "/")

    def test_of_an_unknown_item_is_a_sentence(self, client: Client, hall: Site) -> None:
        answer = client.get("/items/NONE")
        assert answer.status_code == 404
        assert "没有找到" in answer.content.decode()

    def test_costs_the_same_however_long(
        self, client: Client, publish: Callable[..., None],
        django_assert_max_num_queries: Callable[[int], object],
    ) -> None:  # fmt: skip
        publish("A1")
        client.get("/items/A1")
        with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
            client.get("/items/A1")


class TestFinding:
    def test_by_words_initials_and_for_whom(
        self, client: Client, publish: Callable[..., None]
    ) -> None:
        publish("A1", name=Phrase("食品经营许可", "Food business licence"), served=("enterprise",))
        publish("A2", name=Phrase("居住证申领", "Residence permit"), served=("natural_person",),
                result=Result(name=Phrase("居住证", "Residence permit"), form="certificate"),
                materials=(Material(code="photo", name=Phrase("照片", "Photograph")),), service=Phrase("发给居住证", "Issues residence permits"))  # fmt: skip
        for address, found in [
            ("/items", {"A1", "A2"}), ("/items?q=食品", {"A1"}), ("/items?q=residence", {"A2"}),
            ("/items?q=spjy", {"A1"}), ("/items?served=natural_person", {"A2"}),
            ("/items?served=emperor", {"A1", "A2"}), ("/items?q=没有这事", set()),
            ("/items?department=999999", set()), ("/items?department=x&page=y", {"A1", "A2"}),
        ]:  # fmt: skip
            page = text(client, address)
            assert {code for code in ("A1", "A2") if f'href="/items/{code}"' in page} == found, (
                address
            )

    def test_a_part_is_what_the_whole_page_shows(
        self, client: Client, publish: Callable[..., None]
    ) -> None:
        publish("A1")
        part = text(client, "/items?q=许可", **{"HX-Request": "true"})
        assert "<html" not in part
        assert part in text(client, "/items?q=许可")

    def test_says_what_is_handled_elsewhere(self, client: Client, hall: Site, at: datetime) -> None:
        list_elsewhere(name=Phrase("驾驶证", "Driving licence"), where=Phrase("车管所", "Vehicle office"),
                       why=Phrase("要考场地", "needs a test ground"), phone="0599-1", at=at, by=SYSTEM)  # fmt: skip
        page = text(client, "/items?q=驾驶")
        assert "没有找到这样的事项" in page
        assert "请到：车管所 · 0599-1" in page
        assert "车管所" not in text(client, "/items?q=身份证")

    def test_goes_page_by_page(
        self, client: Client, publish: Callable[..., None],
        django_assert_max_num_queries: Callable[[int], object],
    ) -> None:  # fmt: skip
        for number in range(30):
            publish(f"A{number}", name=Phrase(f"许可{number:02}", f"Licence {number}"))
        client.get("/items")
        with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
            first = text(client, "/items?q=许可")
        assert first.count('href="/items/') == 25
        assert "q=%E8%AE%B8%E5%8F%AF&amp;page=2" in first
        second = text(client, "/items?q=许可&page=2")
        assert second.count('href="/items/') == 5
        assert "下一页" not in second


class TestTheFrontPage:
    def test_shows_today_with_its_reasons(self, client: Client, hall: Site) -> None:
        page = text(client, "/")
        assert "3月10日(周二)" in page
        assert "08:00–12:00，14:30–17:30" in page
        assert "今天上班" in page

    def test_shows_first_what_is_done_most(
        self, client: Client, publish: Callable[..., None], hall: Site, at: datetime
    ) -> None:
        for number in range(3):
            publish(f"A{number}")
        for number, code in enumerate(["A2", "A2", "A1", "GONE"]):
            invite(subject=f"case:{number}", about=Phrase("x", "x"), site_id=hall.pk, site_code="C",
                   item=code, at=at, by=SYSTEM)  # fmt: skip
        page = text(client, "/")
        assert page.index("/items/A2") < page.index("/items/A1") < page.index("/items/A0")

    def test_costs_the_same_however_much(
        self, client: Client, publish: Callable[..., None],
        django_assert_max_num_queries: Callable[[int], object],
    ) -> None:  # fmt: skip
        for number in range(20):
            publish(f"A{number}")
        client.get("/")
        with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
            client.get("/")


class TestWindows:
    def test_say_who_sits_where(
        self, client: Client, hall: Site, hire: Callable[..., object], at: datetime
    ) -> None:
        window = actions.add_window(
            site=hall, code="A01", name="企业登记", zone="A", at=at, by=SYSTEM
        )
        actions.add_window(site=hall, code="B01", name="户籍", zone="B", at=at, by=SYSTEM)
        clerk = hire("1001", Role.WINDOW_CLERK, account=False)
        page = text(client, "/windows")
        assert page.count("未开") == 2
        open_window(window=window.code, at=at, by=reader_for(clerk))  # type: ignore[arg-type]
        page = text(client, "/windows")
        assert page.index("A 区") < page.index("林晓") < page.index("B 区")
        assert "1 个开着" in text(client, "/")


def test_where_to_complain(client: Client, hall: Site) -> None:
    page = text(client, "/voice")
    assert "0599-1234567" in page
    assert "12345" in page
    assert "办不成事" in page
