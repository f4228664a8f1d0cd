"""`yichuang import items`, as an administrator runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.test_sheet import GOOD, _file, _row
from tests.jobs.commands import run
from yichuang.catalog import queries
from yichuang.clock import now
from yichuang.sheets import SheetRefused

pytestmark = [pytest.mark.usefixtures("hall"), pytest.mark.req("R06")]


def _save(folder: Path, *rows: list[str] | tuple[str, ...]) -> Path:
    file = folder / "目录.csv"
    file.write_bytes(_file(*rows).getvalue())
    return file


def _run(file: Path, *options: str) -> tuple[int, str, str]:
    return run("import_items", str(file), *options)


def test_a_good_file_is_imported_and_the_second_time_nothing_changes(tmp_path: Path) -> None:
    file = _save(tmp_path, GOOD, _row(item_code="A-0000002", department_code="11736"))
    status, out, err = _run(file)
    assert (status, err) == (0, "")
    assert "新增 2 个" in out
    assert "2 new, 0 changed, 0 unchanged, of 1 departments" in out
    assert "line 3, department_code: neither a credit code" in out
    assert queries.item_version_in_force(GOOD[0], now()).ground == "目录.csv"
    status, out, _ = _run(file)
    assert status == 0
    assert "没有变化" in out
    assert "Nothing changed: 2 items" in out


def test_one_bad_row_and_nothing_is_imported(tmp_path: Path) -> None:
    file = _save(tmp_path, GOOD, _row(item_code="A-0000002", kind_code="99", area_code="?"))
    status, out, err = _run(file)
    assert (status, out) == (1, "")
    assert "第 3 行 kind_code 列" in err
    assert "line 3, area_code:" in err
    assert "nothing was imported" in err
    assert queries.items_at_window(now()) == []


def test_bad_rows_are_left_out_when_asked(tmp_path: Path) -> None:
    file = _save(tmp_path, GOOD, _row(item_code="A-0000002", kind_code="99"))
    status, out, err = _run(file, "--skip-bad", "--ground", "县政发〔2026〕2 号")
    assert status == 0
    assert "第 3 行 kind_code 列" in err
    assert "1 rows left out" in out
    version = queries.item_version_in_force(GOOD[0], now())
    assert version.ground == "县政发〔2026〕2 号"


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SheetRefused, match="can't be opened"):
        _run(tmp_path / "没有.csv")
    with pytest.raises(SheetRefused, match="can't be opened"):
        _run(tmp_path)
