"""A real hall, opened from its set-up file, with a real district's items: the whole walk."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from tests.jobs.commands import run
from yichuang import clock
from yichuang.catalog import actions as catalog
from yichuang.catalog.content import ItemContent
from yichuang.catalog.queries import item_version_in_force, items_at_window
from yichuang.feedback.codes import code_of
from yichuang.jobs.sealer import limits
from yichuang.journal import queries as journal
from yichuang.journal.models import Entry
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import seal
from yichuang.journal.verification import verify
from yichuang.organization.actions import create_token
from yichuang.organization.queries import (
    SYSTEM,
    departments,
    main_site,
    person_by_staff_no,
    reader_for,
    window_by_code,
)
from yichuang.regulations.queries import book_of
from yichuang.rules.workcalendar import calendar_of

pytestmark = pytest.mark.django_db

DEPARTMENT = "区行政审批局"
ITEMS = 1_135


def real_items(shared: Path) -> Path:
    return shared / "data" / "guangan-511602-items.csv"


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def set_up_of_the_district(folder: Path, rows: list[dict[str, str]]) -> Path:
    """A set-up file with the district's own departments, as its administrator would write it."""
    codes: dict[str, Counter[str]] = {}
    for row in rows:
        codes.setdefault(row["department"], Counter())[row["department_code"]] += 1
    said = {
        "sites": [{
            "code": "guangan", "kind": "centre", "name": "广安区政务服务中心",
            "books": ["county-hall", "integrated-window"],
        }],
        "departments": [
            {"code": counted.most_common(1)[0][0], "name": name} for name, counted in codes.items()
        ],
        "windows": {"guangan": [
            {"code": "A01", "name": "行政审批窗口 | Approvals", "department": DEPARTMENT},
            {"code": "Z01", "name": "综合窗口 | Integrated window"},
        ]},
        "services": {"guangan": [
            {"code": "general", "prefix": "A", "name": "综合受理 | General", "windows": ["A01", "Z01"]},
        ]},
        "people": {
            "centre": [
                _person("1", "杨光", "system_admin", "system"),
                _person("2", "柳青", "security_admin", "security"),
                _person("3", "岳明", "audit_admin", "audit"),
                _person("4", "林晓", "integrated_window", "linxiao", window="Z01"),
                _person("5", "方文", "office", "office"),
                _person("6", "贾远", "office", "office2"),
            ],
            DEPARTMENT: [
                _person("7", "陈静", "reviewer", "chenjing"),
                _person("8", "赵强", "verifier", "zhaoqiang"),
                _person("9", "钱芳", "chief_representative", "qianfang"),
            ],
        },
    }  # fmt: skip
    file = folder / "广安区.yaml"
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return file


def _person(number: str, name: str, role: str, login: str, **more: str) -> dict[str, object]:
    return {"staff_no": number, "name": name, "roles": [role], "login": login, **more}


class Door:
    """The API as one token opens it."""

    def __init__(self, scope: str, *, person: str = "", window: str = "") -> None:
        site = main_site()
        _, secret = create_token(
            scope=scope, site=site, at=clock.now(), by=SYSTEM,
            person=person_by_staff_no(person) if person else None,
            window=window_by_code(site.pk, window) if window else None,
        )  # fmt: skip
        self.headers = {"authorization": f"Bearer {secret}"}

    def post(self, path: str, body: Any = None, *, status: int = 200) -> Any:
        answer = Client().post(f"/api/v1{path}", body if body is not None else {},
                               content_type="application/json", headers=self.headers)  # fmt: skip
        assert answer.status_code == status, answer.content.decode()
        return answer.json()


def materials_by_procedure(code: str) -> None:
    """Give an imported item its materials: the unit applies, the meeting and the government agree.

    Neither limit is entered, so the law's default holds.
    """
    law = {"key": "licensing", "rank": "statute", "zh": "中华人民共和国行政许可法", "en": "Licensing Law"}  # fmt: skip
    before = item_version_in_force(code, clock.now()).content
    content = ItemContent.model_validate({
        **before.model_dump(mode="json", exclude_defaults=True),
        "legal_basis": [{"law": law, "article": 12}],
        "materials": [
            {"code": "id", "name": "身份证 | Identity card"},
            {"code": "form", "name": "申请表 | Application form"},
        ],
    })  # fmt: skip
    unit, office = reader_for(person_by_staff_no("9")), reader_for(person_by_staff_no("5"))
    at = clock.now()
    applied = catalog.apply_to_change(code=code, content=content, reason="补齐材料", at=at, by=unit)
    catalog.enter_decision(
        application=applied, agreed=True, minutes="主任会 1 号", at=at, by=office
    )
    catalog.enter_approval(
        application=applied, granted=True, document="广区府 1 号", effective_at=at, at=at, by=office
    )


WANG = {"name": "王小明", "id_number": "11010519491231002X", "phone": "13812341234"}


@pytest.mark.req("R06", "R10", "R16", "R17", "R18", "R21", "R25", "R65")
@pytest.mark.parametrize(
    ("wall", "due"),
    [
        (None, None),  # now, whenever that is
        ("2026-03-15 23:40", "2026-04-13T17:30:00+08:00"),  # a Sunday night; 4–6 April are off
        ("2026-02-17 03:05", "2026-03-20T17:30:00+08:00"),  # Spring Festival; 28 February is worked
    ],
)
def test_the_walk_in_a_real_hall_with_the_districts_items(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall: str | None, due: str | None
) -> None:
    if wall:
        real = clock.real_now
        shift = datetime.fromisoformat(wall).replace(tzinfo=clock.ZONE) - real()
        monkeypatch.setattr(clock, "real_now", lambda: real() + shift)
    rows = rows_of(real_items(shared))
    _, out, err = run("hall_open", str(set_up_of_the_district(tmp_path, rows)))
    assert not err, err
    assert "广安区政务服务中心已经开立：1 个场所，2 个窗口，1 项业务，9 人，0 个事项" in out
    status, out, _ = run("import_items", str(real_items(shared)))
    assert status == 0
    assert f"新增 {ITEMS} 个" in out
    assert departments().count() == len({row["department"] for row in rows}) == 34
    assert len(items_at_window(clock.now(), limit=2 * ITEMS)) == ITEMS

    kiosk, window = Door("kiosk"), Door("window", window="Z01")
    clerk, reviewer, verifier = (Door("clerk", person=number) for number in ("4", "7", "8"))
    first, second = [
        row["item_code"] for row in rows
        if row["department"] == DEPARTMENT and row["kind_code"] == "1"
    ][:2]  # fmt: skip

    ticket = kiosk.post("/tickets", {"service": "general"}, status=201)
    assert ticket["number"] == "A001"
    window.post("/windows/Z01/open")
    called = window.post("/windows/Z01/call")
    assert (called["id"], called["number"]) == (ticket["id"], "A001")
    assert called["because"]
    window.post(f"/tickets/{ticket['id']}/start")

    # As it was imported: no materials are known, so nothing may be asked for.
    body = {"item": first, "applicant": WANG, "materials": {}, "ticket": ticket["id"]}
    plain = clerk.post("/cases", body, status=201)
    assert plain["decision"] == "accept"
    assert plain["promised_due"] == (due or _twenty_working_days())

    # With its materials entered by procedure: told once of all that is missing, then accepted.
    materials_by_procedure(second)
    body = {**body, "item": second, "materials": {"id": "missing", "form": "defective"}}
    told = clerk.post("/cases", body, status=201)
    assert told["decision"] == "notify"
    assert {one["code"] for one in told["notice"]["items"]} == {"id", "form"}
    case = f"/cases/{told['number']}"
    again = clerk.post(f"{case}/materials", {"materials": {"id": "ok", "form": "ok"}})
    assert again["decision"] == "accept"
    assert again["promised_due"] == (due or _twenty_working_days())
    assert window.post(f"/tickets/{ticket['id']}/finish")["state"] == "finished"

    assert reviewer.post(f"{case}/review", {"opinion": "属实"})["state"] == "reviewed"
    assert reviewer.post(f"{case}/verify", status=403)
    assert verifier.post(f"{case}/verify", {"opinion": "同意"})["state"] == "verified"
    assert verifier.post(f"{case}/decide", {"decision": "approve"})["state"] == "decided"
    issued = clerk.post(f"{case}/issue", {"way": "signature", "signed_by": "王小明"})
    assert (issued["state"], issued["light"]) == ("issued", "done_on_time")

    assert "rating_token" not in issued, "the code is the applicant's alone"
    rating = {"token": code_of(f"case:{issued['number']}"), "level": 5}
    for status in (201, 409):
        answer = Client().post("/api/v1/ratings", rating, content_type="application/json")
        assert answer.status_code == status
    seen = Client().get(f"/api/v1/public{case}", {"code": told["code"]})
    assert seen.status_code == 200
    assert seen.json()["applicant"]["name"] == "王**"

    _the_journal_is_a_real_halls(tmp_path, on_time=wall is None)


def _twenty_working_days() -> str:
    """What the law gives by default, counted on the hall's own calendar from today."""
    today = clock.today()
    calendar = calendar_of(book_of(main_site().pk, today))
    last = calendar.close_of(calendar.add_working_days(today, 20))
    return last.replace(tzinfo=clock.ZONE).isoformat()


def _the_journal_is_a_real_halls(folder: Path, *, on_time: bool) -> None:
    outside = Outside(folder / "journal", folder / "keys")
    seal(outside)
    verdict = verify(outside, limits=limits())
    assert verdict.whole
    assert verdict.unsealed == 0
    assert verdict.sealed == Entry.objects.count() > 100
    if on_time:
        assert verdict.late == []
    opening = Entry.objects.order_by("id").first()
    assert opening is not None
    assert (opening.kind, opening.data["training"]) == ("hall.opened", False)
    assert not journal.is_training()
    others = Entry.objects.exclude(pk=opening.pk)
    assert not [one for one in others if "training" in f"{one.kind} {one.data}"]
    assert "培训" not in Client().get("/").content.decode()


@pytest.mark.req("R06")
def test_the_catalogue_a_set_up_file_names_is_taken_in_with_it(
    shared: Path, tmp_path: Path
) -> None:
    rows = rows_of(real_items(shared))
    file = set_up_of_the_district(tmp_path, rows)
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    del said["departments"]
    said["catalogue"] = {"file": "目录.csv", "ground": "广区府发〔2026〕1号"}
    # One of several codes the catalogue has for the department, and a name.
    said["people"]["1151130108778239R_6391"] = [_person("21", "唐远", "reviewer", "tangyuan")]
    said["people"]["区公安分局"] = [_person("22", "叶青", "reviewer", "yeqing")]
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    (tmp_path / "目录.csv").write_bytes(real_items(shared).read_bytes())
    _, out, err = run("hall_open", str(file))
    assert not err, err
    assert f"{ITEMS} 个事项" in out
    assert "注意" in out  # the district's odd codes are told
    assert departments().count() == 34
    assert person_by_staff_no("21").department == departments().get(name="区人社局")
    assert person_by_staff_no("22").department == departments().get(name="区公安分局")
    version = item_version_in_force(rows[0]["item_code"], clock.now())
    assert version.ground == "广区府发〔2026〕1号"
    _, out, _ = run("import_items", str(tmp_path / "目录.csv"))
    assert "没有变化" in out
