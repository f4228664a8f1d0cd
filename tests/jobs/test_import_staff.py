"""`yichuang import staff`, as an administrator runs it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.jobs.commands import run
from yichuang.jobs.opening.staff_sheet import COLUMNS
from yichuang.journal.actions import NotOpened
from yichuang.organization.models import Account, Person
from yichuang.organization.queries import person_by_staff_no, reader_for
from yichuang.organization.roles import Role
from yichuang.sheets import SheetRefused

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63", "R65")]

MARKET = "11990201MB11000118"
GOOD = "5001,刘洋,11990201MB11000118,窗口工作人员,window_clerk;审查人员,A01,,liuyang,0990-1"


def _save(folder: Path, *rows: str) -> str:
    file = folder / "人员.csv"
    file.write_text("\n".join([",".join(COLUMNS), *rows]), encoding="utf-8-sig")
    return str(file)


def test_people_are_taken_on_with_roles_and_a_password_shown_once(
    hall: None, tmp_path: Path
) -> None:
    rows = (
        GOOD,
        "5002,马超,,导办员,guide,,baisha,,",
        "5003,高翔,临江县民政局,,,,linjiang,gaoxiang,",
    )
    file = _save(tmp_path, *rows)
    status, out, err = run("import_staff", file)
    assert (status, err) == (0, "")
    assert "新增 3 人，开通账号 2 个" in out
    told = dict(re.findall(r"^  (\d+)\t\S+\t(\S+)\t", out, re.MULTILINE))
    assert set(told) == {"5001", "5003"}
    account = Account.objects.get(username="liuyang")
    assert account.check_password(told["5001"])
    assert account.must_change_password
    clerk = person_by_staff_no("5001")
    assert reader_for(clerk).roles == {Role.WINDOW_CLERK, Role.REVIEWER}
    assert clerk.department is not None
    assert (clerk.department.code, clerk.post, clerk.phone) == (
        MARKET,
        "窗口工作人员（A01）",
        "0990-1",
    )
    assert (person_by_staff_no("5002").site.code, person_by_staff_no("5002").department) == (
        "baisha",
        None,
    )
    assert str(person_by_staff_no("5003").department) == "临江县民政局"
    before = Person.objects.count()
    status, out, _ = run("import_staff", file)
    assert status == 0
    assert "新增 0 人" in out
    assert "3 were there already" in out
    assert "初始密码" not in out
    assert Person.objects.count() == before


@pytest.mark.parametrize(
    ("row", "column", "zh", "en"),
    [
        ("工5,刘洋,,,,,,,", "staff_no", "应为工号", "should be a staff number"),
        ("1001,刘洋,,,,,,,", "staff_no", "这个工号是周明的", "this number is 周明's"),
        ("5001,,,,,,,,", "name", "不能为空", "must not be empty"),
        (f"5001,{'刘' * 41},,,,,,,", "name", "超过 40 个字符", "longer than 40"),
        ("5001,刘洋,123,,,,,,", "department_code", "没有这个部门", "no such department"),
        ("5001,刘洋,,,boss,,,,", "roles", "没有这个角色", "no such role"),
        ("5001,刘洋,,,guide 导办,,,,", "roles", "guide 导办员", "guide (Guide)"),
        ("5001,刘洋,,,system_admin;审计管理员,,,,", "roles", "由三个人分别担任", "three people"),
        ("5001,刘洋,,,,X9,,,", "window", "该场所没有这个窗口；有：A01", "no such window"),
        ("5001,刘洋,,,,A01,baisha,,", "window", "有：1", "it has: 1"),
        ("5001,刘洋,,,,,nowhere,,", "site", "没有这个场所", "no such place"),
        ("5001,刘洋,,,,,,x,", "username", "3 至 40 个", "3 to 40"),
        ("5001,刘洋,,,,,,system,", "username", "已有人使用", "is taken"),
        ("5001,刘洋,,,,,,,1\x07", "phone", "控制字符", "control characters"),
        ("5001,刘洋", "", "应有 9 列，现有 2 列", "9 columns expected, 2 found"),
    ],
)
def test_a_bad_row_is_told_and_nobody_is_taken_on(
    hall: None, tmp_path: Path, row: str, column: str, zh: str, en: str
) -> None:
    before = Person.objects.count()
    status, out, err = run("import_staff", _save(tmp_path, row, GOOD.replace("5001", "5009")))
    assert (status, out) == (1, "")
    where = f"第 2 行 {column} 列：" if column else "第 2 行："
    assert f"{where}" in err
    assert zh in err
    assert en in err
    assert "nothing was imported" in err
    assert Person.objects.count() == before


def test_what_is_given_twice_is_told_at_the_second(hall: None, tmp_path: Path) -> None:
    second = GOOD.replace("A01", "Z01")
    status, _, err = run("import_staff", _save(tmp_path, GOOD, second))
    assert status == 1
    assert "第 3 行 staff_no 列：与第 2 行重复" in err
    assert "line 3, username: it is on line 2 already" in err


def test_bad_rows_are_left_out_when_asked(hall: None, tmp_path: Path) -> None:
    status, out, err = run("import_staff", _save(tmp_path, "5002,,,,,,,,", GOOD), "--skip-bad")
    assert status == 0
    assert "第 2 行 name 列" in err
    assert "新增 1 人，开通账号 1 个；已在册 0 人，保持不变；跳过 1 行" in out
    assert person_by_staff_no("5001").name == "刘洋"


def test_a_file_that_is_no_list_of_staff_is_refused(hall: None, tmp_path: Path) -> None:
    with pytest.raises(SheetRefused, match="there is nobody in the file"):
        run("import_staff", _save(tmp_path))
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SheetRefused, match="the header should be staff_no,name"):
        run("import_staff", str(tmp_path / "x.csv"))


def test_without_a_hall_there_is_nobody_to_take_on_for(tmp_path: Path) -> None:
    with pytest.raises(NotOpened, match="yichuang hall open FILE"):
        run("import_staff", _save(tmp_path, GOOD))
