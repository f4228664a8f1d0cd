"""`yichuang hall open`: the example opens; what is wrong is told at its line, and opens nothing."""

from __future__ import annotations

import contextlib
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.test import Client, RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.jobs.commands import run
from tests.jobs.test_commands import Hall
from yichuang import clock
from yichuang.jobs.opening import building
from yichuang.jobs.opening.building import HallIsOpen
from yichuang.jobs.opening.reading import SetUpRefused, read_text
from yichuang.journal.actions import open_hall
from yichuang.journal.queries import is_open, is_training
from yichuang.organization import queries as organization
from yichuang.organization.models import Account, Department, Person, RoleGrant, Site
from yichuang.organization.remedies import remedies_of
from yichuang.organization.roles import ADMINISTRATORS
from yichuang.phrases import Phrase
from yichuang.reception.queries import services_of
from yichuang.regulations.queries import in_force

BASE = """\
sites:
  - {code: c, kind: centre, name: 中心 | Centre, books: [county-hall]}
  - {code: t, kind: township, name: 镇便民服务中心, books: [township]}
departments:
  - {key: m, code: 11990201MB11000118, name: 市场监管局}
windows:
  c: [{code: A1, name: 一号窗口, department: m}]
  t: [{code: 1, name: 便民窗口}]
services:
  c: [{code: s, prefix: A, name: 业务, windows: [A1]}]
people:
  centre:
    - {staff_no: 1, name: 甲, roles: [system_admin], login: jia}
    - {staff_no: 2, name: 乙, roles: [安全管理员], login: yi-2}
    - {staff_no: 3, name: 丙, roles: [audit_admin], login: bing}
  m:
    - {staff_no: 4, name: 丁, roles: [reviewer], window: A1}
"""


def _template(folder: Path) -> Path:
    status, text, _ = run("hall_template")
    assert status == 0
    file = folder / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.django_db
@pytest.mark.req("R63", "R65")
def test_the_example_opens_a_hall_its_people_log_in_to(tmp_path: Path) -> None:
    status, out, err = run("hall_open", str(_template(tmp_path)))
    assert (status, err) == (0, "")
    assert "临江县政务服务中心已经开立：2 个场所，4 个窗口，4 项业务，15 人" in out
    assert "Linjiang County Administrative Service Centre is open" in out
    assert (is_open(), is_training()) == (True, False)
    centre, town = organization.site_by_code("linjiang"), organization.site_by_code("baisha")
    assert (town.parent, organization.main_site()) == (centre, centre)
    today = clock.today()
    assert in_force(centre.pk, today).book.names[-2] == "integrated-window"
    assert in_force(town.pk, today).book.names[-2] == "township"
    assert {one.code: sorted(one.windows) for one in services_of(centre.pk)} == {
        "company": ["A01", "Z01"], "civil": ["A02", "Z01"], "results": ["Z01"],
    }  # fmt: skip
    told = dict(re.findall(r"^  \d+\t(\S+)\t(\S+)\t", out, re.MULTILINE))
    assert len(told) == len(set(told.values())) == Account.objects.count() == 15
    client = Client()
    assert client.post("/login", {"username": "system", "password": told["system"]}).status_code
    assert client.get("/start")["Location"] == "/password"  # a first password is changed first
    holders = RoleGrant.objects.filter(role__in=ADMINISTRATORS).values_list("person", flat=True)
    assert len(set(holders)) == len(holders) == 3
    home = organization.person_by_staff_no("2003").department
    assert home is not None
    assert home.name == "临江县市场监督管理局"


@pytest.mark.django_db
def test_a_hall_is_opened_once_and_never_over_a_training_hall(tmp_path: Path) -> None:
    file = str(_template(tmp_path))
    open_hall(training=True, at=datetime(2026, 3, 10, tzinfo=clock.ZONE), by="system")
    with pytest.raises(HallIsOpen) as refused:
        run("hall_open", file)
    assert "正式与培训也不能互换" in refused.value.say("zh")
    assert (refused.value.code, refused.value.status) == ("journal.already_opened", 409)
    assert not Site.objects.exists()


@pytest.mark.django_db
def test_what_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise IntegrityError("half way")

    monkeypatch.setattr(building, "open_accounts", fails)
    with pytest.raises(IntegrityError):
        run("hall_open", str(_template(tmp_path)))
    assert not is_open()
    assert not Site.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_a_password_that_cannot_be_printed_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("yichuang.jobs.management.commands.hall_open.hand_over", broken)
    with pytest.raises(BrokenPipeError):
        run("hall_open", str(_template(tmp_path)))
    assert not is_open()
    assert not authenticate(RequestFactory().get("/"), username="system", password="x")


def test_the_plain_base_of_the_table_is_sound() -> None:
    hall = read_text(BASE, "hall.yaml").hall
    assert hall.windows["t"][0].code == "1"  # a number where a code belongs is taken as written
    assert hall.sites[1].name.en == "镇便民服务中心"
    assert [role.value for _, one in hall.staff() for role in one.roles][1] == "security_admin"


@pytest.mark.req("R63", "R65", "R66")
@pytest.mark.parametrize(
    ("old", "new", "line", "path", "zh", "en"),
    [
        ("kind: centre", "kind: center", 2, "sites[0].kind", "以下之一：centre", "one of centre"),
        ("kind: centre", "kind: branch", 2, "sites[0].kind", "应为中心", "the centre"),
        ("kind: township", "kind: centre", 3, "sites[1].kind", "又一个中心“t”", "another centre"),
        ("code: t,", "code: c,", 3, "sites[1].code", "在第 2 行已写过", "on line 2 already"),
        ("code: t,", "code: 镇,", 3, "sites[1].code", "写的是 \"镇\"；应为代码", "expected a code"),
        ("township,", "township, parent: x,", 3, "sites[1].parent", "没有场所“x”", "no place x"),
        ("county-hall", "county-hal", 2, "sites[0].books", "没有名为“county-hal”", "county-hall (the nearest"),
        (", books: [township]", "", 3, "sites[1].books", "没有写", "nothing is written"),
        ("books: [township]", "books: [township], own_book: no.yaml", 3, "sites[1].own_book", "打不开文件", "can't be opened"),
        ("departments:", "departmants:", 4, "departmants", "应为“departments”", "departments (the nearest"),
        ("11990201MB11000118", "abc", 5, "departments[0].code", "不是统一社会信用代码", "neither a credit code"),
        ("key: m", "key: centre", 5, "departments[0].key", "指中心本部", "the centre itself"),
        ("name: 市场监管局}", "name: 市场监管局}\n  - {code: 11990201MB11000118, name: 乙局}", 6, "departments[1].code", "在第 5 行已写过", "on line 5 already"),
        ("name: 市场监管局", "name: ' | '", 5, "departments[0].name", "或只写中文", "Chinese alone"),
        ("department: m", "department: q", 7, "windows.c[0].department", "没有部门“q”", "no department q"),
        ("  t: [{code: 1", "  x: [{code: 1", 8, "windows.x", "没有场所“x”", "no place x"),
        ("code: A1,", "code: A1, colour: red,", 7, "windows.c[0].colour", "没有“colour”这一项", "there is no colour"),
        ("prefix: A", "prefix: a1", 10, "services.c[0].prefix", "一两个大写字母", "one or two capitals"),
        ("windows: [A1]", "windows: [A1, A9]", 10, "services.c[0].windows[1]", "c 没有窗口“A9”；应为该场所的窗口之一：A1", "c has no window A9"),
        ("windows: [A1]", "windows: []", 10, "services.c[0].windows", "至少 1 项", "1 entries or more"),
        ("windows: [A1]", "windows: [A1], minutes: soon", 10, "services.c[0].minutes", "应为整数", "a whole number"),
        ("staff_no: 4", "staff_no: 1", 17, "people.m[0].staff_no", "在第 13 行已写过", "on line 13 already"),
        ("login: bing", "login: jia", 15, "people.centre[2].login", "在第 13 行已写过", "on line 13 already"),
        ("login: bing", "login: b", 15, "people.centre[2].login", "3 至 40 个", "3 to 40"),
        ("[reviewer]", "[审核人员]", 17, "people.m[0].roles[0]", "reviewer 审查人员", "reviewer (Reviewer)"),
        ("window: A1}", "window: A1, site: t}", 17, "people.m[0].window", "t 没有窗口“A1”", "t has no window A1"),
        ("window: A1}", "site: u}", 17, "people.m[0].site", "没有场所“u”", "no place u"),
        ("  m:\n", "  k:\n", 16, "people.k", "没有部门“k”", "no department k"),
        ("[audit_admin]", "[audit_admin, system_admin]", 15, "people.centre[2].roles", "由三个人分别担任", "three people"),
        ("[audit_admin]", "[office]", 11, "people", "没有人担任“审计管理员”", "nobody holds the role “Audit administrator”"),
        (", login: bing", "", 15, "people.centre[2].login", "但没有 login", "but has no login"),
        ("login: bing", "login: bing, site: t", 15, "people.centre[2].site", "但不在中心", "not at the centre"),
        ("people:", "people: []\nothers:", 11, "people", "应为键与值的映射", "a mapping"),
        ("sites:", "sites: !x", 1, "sites", "引用或标签", "an anchor, alias or tag"),
        ("  - {key: m", "  - {{key: m", 6, "", "不是有效的 YAML", "not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    old: str, new: str, line: int, path: str, zh: str, en: str
) -> None:
    assert old in BASE
    with pytest.raises(SetUpRefused) as refused:
        read_text(BASE.replace(old, new, 1), "hall.yaml")
    problems = refused.value.problems
    of_it = [one for one in problems if (one.line, one.path) == (line, path)]
    assert of_it, [one.say("en") for one in problems]
    assert any(zh in one.say("zh") for one in of_it), [one.say("zh") for one in of_it]
    assert any(en in one.say("en") for one in of_it), [one.say("en") for one in of_it]
    assert all(one.say("zh").startswith(f"hall.yaml 第{one.line}行") for one in problems)


@pytest.mark.django_db
@pytest.mark.req("R66")
def test_everything_wrong_is_told_at_once_and_nothing_is_opened(tmp_path: Path) -> None:
    own = "name: 本办法\nworktime: {article: 第三条, sessions: 5}\nqueue: {article: 第四条, ratio: x}\n"
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    head = "item_code,name,parent_name,department,kind_code,kind,area_code,department_code\n"
    (tmp_path / "items.csv").write_text(f"{head}X-0000001,事,,局,99,许可,1,2\n", encoding="utf-8")
    text = (
        BASE.replace("books: [township]", "books: [township], own_book: own.yaml")
        .replace("prefix: A", "prefix: a1")
        .replace("login: bing", "login: jia")
        + "catalogue: {file: items.csv}\n"
    )
    file = tmp_path / "hall.yaml"
    file.write_text(text, encoding="utf-8")
    status, out, err = run("hall_open", str(file))
    assert (status, out) == (1, "")
    for said in (
        "own.yaml 第2行 worktime.sessions", "own.yaml line 3 queue.ratio",
        "hall.yaml 第10行 services.c[0].prefix", "hall.yaml line 15 people.centre[2].login",
        "items.csv 第 2 行 kind_code 列", "items.csv line 2, area_code",
        "大厅没有开立", "no hall was opened",
    ):  # fmt: skip
        assert said in err
    assert not is_open()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "zh"),
    [
        (None, "打不开文件"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b"", "文件是空的"),
        (b"- a\n- b\n", "应为一份 YAML 映射"),
        (b"catalogue: {file: nowhere.csv}\n", "nowhere.csv"),
    ],
)
def test_a_file_that_is_no_set_up_file_is_said_so(
    tmp_path: Path, content: bytes | None, zh: str
) -> None:
    file = tmp_path / "hall.yaml"
    if content is not None:
        file.write_bytes(content)
    status, _, err = run("hall_open", str(file))
    assert status == 1
    assert zh in err
    assert not is_open()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_written_is_refused_in_sentences_or_read(data: st.DataObject) -> None:
    lines = BASE.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    old = lines[at]
    cut = data.draw(st.integers(0, len(old)))
    junk = data.draw(st.text(alphabet="ab1:,-[]{}\"'&*! |#中\n\t.", max_size=8))
    lines[at] = old[:cut] + junk + old[data.draw(st.integers(cut, len(old))) :]
    with contextlib.suppress(SetUpRefused):
        assert read_text("\n".join(lines), "hall.yaml").hall.sites


@pytest.mark.req("R17")
def test_from_the_command_line_the_journal_is_whole(tmp_path: Path) -> None:
    hall = Hall(tmp_path / "home")
    early = hall.run("import", "staff", str(tmp_path / "nobody.csv"))
    assert early.returncode == 3
    file = tmp_path / "hall.yaml"
    file.write_text(hall.run("hall", "template").stdout, encoding="utf-8")
    opened = hall.run("hall", "open", str(file))
    assert opened.returncode == 0, opened.stderr
    again = hall.run("hall", "open", str(file))
    assert (again.returncode, "[journal.already_opened]" in again.stderr) == (3, True)
    assert "entries sealed" in hall.run("journal", "seal").stdout
    whole = hall.run("journal", "verify")
    assert whole.returncode == 0, whole.stderr
    assert "late" not in whole.stdout


@pytest.mark.django_db
def test_the_authority_and_the_court_come_from_the_file() -> None:
    text = BASE.replace(
        "books: [county-hall]}",
        "books: [county-hall], reconsideration: 某县人民政府 | The County, court: 某县人民法院}",
    ).replace("name: 市场监管局}", "name: 市场监管局, reconsideration: 上级局}")
    building.open_real_hall(read_text(text, "hall.yaml"), at=clock.now())
    site = Site.objects.get(code="c")
    named = remedies_of(Department.objects.get(code="11990201MB11000118"), site)
    assert named.reconsideration == Phrase("上级局", "上级局")
    assert named.court == Phrase("某县人民法院", "某县人民法院")
    assert remedies_of(site).reconsideration == Phrase("某县人民政府", "The County")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("甲\u3000乙", "甲 乙"), ("\ufeff甲", "甲"), ("阿里・买买提", "阿里·买买提")],
)
def test_names_in_the_file_are_kept_as_they_are_seen(written: str, kept: str) -> None:
    hall = read_text(BASE.replace("name: 甲,", f'name: "{written}",'), "hall.yaml").hall
    assert hall.people["centre"][0].name == kept


@pytest.mark.parametrize("written", ["甲\\n乙", "甲\\u202e乙", "--"])
def test_a_name_nobody_can_read_opens_nothing(written: str) -> None:
    with pytest.raises(SetUpRefused):
        read_text(BASE.replace("name: 甲,", f'name: "{written}",'), "hall.yaml")
