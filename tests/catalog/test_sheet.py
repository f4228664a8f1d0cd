"""Reading a district's file: every mistake with its line and column, nothing guessed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang import sheets
from yichuang.catalog.codes import doubt_body_code, is_area_code
from yichuang.catalog.demo.schema import DemoItem, demo_items
from yichuang.catalog.kinds import KINDS
from yichuang.catalog.sheet import COLUMNS, Sheet, main_codes, read_sheet
from yichuang.sheets import SheetRefused

GOOD = (
    "511A0138000000-511602000000-000-115113010833722043-1-00",
    "适龄儿童、少年因身体状况需要延缓入学或者休学审批", "", "区教科体局", "1", "行政许可",
    "511602000000", "083372204",
)  # fmt: skip
_FOLLOWING = ("OTHER-0002", "乙事项", "", "区司法局", "20", "公共服务", "511602", "00877868-5")


def _row(**changed: str) -> list[str]:
    return list({**dict(zip(COLUMNS, GOOD, strict=True)), **changed}.values())


def _file(*rows: list[str] | tuple[str, ...], header: tuple[str, ...] = COLUMNS) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return io.BytesIO(b"\xef\xbb\xbf" + text.getvalue().encode())


def _read(*rows: list[str] | tuple[str, ...]) -> Sheet:
    return read_sheet(_file(*rows))


def test_a_good_row_is_read_as_it_is_written() -> None:
    read = _read(GOOD)
    assert not read.wrong
    [row] = read.rows
    assert (row.line, row.item_code, row.name) == (2, GOOD[0], GOOD[1])
    assert (row.kind, row.department, row.parent_name) == ("01", "区教科体局", "")


@pytest.mark.parametrize(
    ("changed", "column", "why"),
    [
        ({"item_code": ""}, "item_code", "不能为空"),
        ({"item_code": "??"}, "item_code", "不是事项编码"),
        ({"item_code": "事项一"}, "item_code", "不是事项编码"),
        ({"item_code": "A" * 64 + "1"}, "item_code", "超过 64 个字符"),
        ({"name": "  "}, "name", "不能为空"),
        ({"name": "甲\x00乙"}, "name", "控制字符"),
        ({"name": "甲\n乙"}, "name", "控制字符"),
        ({"name": "甲" * 301}, "name", "超过 300 个字符"),
        ({"department": ""}, "department", "不能为空"),
        ({"kind_code": "11"}, "kind_code", "没有这种事项类型"),
        ({"kind_code": ""}, "kind_code", "不能为空"),
        ({"kind_code": "一"}, "kind_code", "没有这种事项类型"),
        ({"kind_code": "-1"}, "kind_code", "没有这种事项类型"),
        ({"kind": "行政确认"}, "kind", "与 kind_code 不一致，1 是“行政许可”"),
        ({"kind": "许可证"}, "kind", "与 kind_code 不一致"),
        ({"area_code": "51160200000"}, "area_code", "行政区划代码"),
        ({"area_code": "001602000000"}, "area_code", "行政区划代码"),
        ({"area_code": "51160200000X"}, "area_code", "行政区划代码"),
        ({"area_code": "五一一六〇二"}, "area_code", "行政区划代码"),
        ({"department_code": "123"}, "department_code", "不是统一社会信用代码"),
        ({"department_code": "NOT-A-CODE"}, "department_code", "不是统一社会信用代码"),
        ({"department_code": "ABCDEFGHI"}, "department_code", "不是统一社会信用代码"),
        ({"department_code": "11511301008778183O"}, "department_code", "不是统一社会信用代码"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(
    changed: dict[str, str], column: str, why: str
) -> None:
    read = _read(_FOLLOWING, _row(**changed))
    assert [row.item_code for row in read.rows] == ["OTHER-0002"]
    [wrong] = read.wrong
    assert (wrong.line, wrong.column) == (3, column)
    assert why in wrong.say("zh")
    assert wrong.say("zh").startswith("第 3 行")
    assert wrong.say("en").startswith(f"line 3, {column}: ")


def test_several_mistakes_in_a_row_are_all_named() -> None:
    read = _read(_row(name="", kind_code="99", area_code="1", department_code="?"))
    assert [one.column for one in read.wrong] == [
        "area_code", "department_code", "kind_code", "name",
    ]  # fmt: skip
    assert read.bad_lines == 1


@pytest.mark.parametrize("cells", [GOOD[:7], (*GOOD, "多一列"), ("一列",), ("", "", "一列")])
def test_a_row_with_more_or_fewer_columns_is_wrong(cells: tuple[str, ...]) -> None:
    [wrong] = _read(GOOD, cells).wrong
    assert (wrong.line, wrong.column) == (3, "")
    assert f"现有 {len(cells)} 列" in wrong.say()


def test_a_code_given_twice_names_the_line_it_was_given_first() -> None:
    read = _read(GOOD, _FOLLOWING, _row(name="另一个名字"))
    [wrong] = read.wrong
    assert (wrong.line, wrong.column) == (4, "item_code")
    assert "与第 2 行重复" in wrong.say()


def test_a_doubled_code_is_found_also_where_the_first_row_is_wrong() -> None:
    read = _read(_row(kind="行政确认"), GOOD)
    assert [(one.line, one.column) for one in read.wrong] == [(2, "kind"), (3, "item_code")]
    assert read.rows == []


def test_one_code_for_two_departments_makes_the_rarer_one_wrong() -> None:
    read = _read(
        GOOD, _row(item_code="A-0000002"), _row(item_code="A-0000003", department="区司法局")
    )
    assert len(read.rows) == 2
    [wrong] = read.wrong
    assert (wrong.line, wrong.column) == (4, "department_code")
    assert "区教科体局" in wrong.say()


def test_a_department_with_several_codes_goes_by_the_most_common_one() -> None:
    read = _read(GOOD, _row(item_code="A-0000002", department_code="11736"),
                 _row(item_code="A-0000003", department_code="11736"))  # fmt: skip
    assert main_codes(read.rows) == {"区教科体局": "11736"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_another_encoding_is_refused_once(encoding: str) -> None:
    text = _file(GOOD, _FOLLOWING).getvalue().decode("utf-8-sig")
    with pytest.raises(SheetRefused) as refused:
        read_sheet(io.BytesIO(text.encode(encoding)))
    assert "UTF-8" in refused.value.say()
    assert "UTF-8" in refused.value.say("en")


def test_the_first_line_that_is_not_utf8_is_named() -> None:
    broken = io.BytesIO(_file(GOOD, _FOLLOWING).getvalue().replace("乙".encode(), b"\xd2\xd2"))
    with pytest.raises(SheetRefused, match="line 3"):
        read_sheet(broken)


def test_blank_rows_and_blank_columns_at_the_end_are_no_data() -> None:
    blank, more = ("",) * len(COLUMNS), ("", " ", "\u3000", "\u00a0")
    read = _read(blank, (*GOOD, *more), (*blank, *more), ("", ""), _FOLLOWING)
    assert not read.wrong
    assert [(row.line, row.item_code) for row in read.rows] == [(3, GOOD[0]), (6, _FOLLOWING[0])]
    wide = _file((*GOOD, "", ""), header=(*COLUMNS, "", " "))
    assert len(read_sheet(wide).rows) == 1


def test_codes_come_in_in_one_form() -> None:
    code, body = "５１１Z07001006-511602000000-11511301452259996u-1", " 11511301452259996u\ufeff"
    [row] = _read(_row(item_code=code, department_code=body)).rows
    assert row.item_code == "511Z07001006-511602000000-11511301452259996U-1"
    assert row.department_code == "11511301452259996U"
    [wrong] = _read(_row(item_code=code), _row(item_code=code.lower())).wrong
    assert (wrong.line, wrong.column) == (3, "item_code")


@pytest.mark.parametrize("item", demo_items(), ids=lambda item: item.key)
def test_what_the_product_writes_it_reads(item: DemoItem) -> None:
    department, kind = item.department, item.content.kind
    row = _row(item_code=item.code, kind_code=kind, kind=KINDS[kind].zh,
               name=item.content.name.zh, area_code="990101",
               department=department.name.zh, department_code=department.credit_code)  # fmt: skip
    read = _read(row)
    assert [(one.item_code, one.kind) for one in read.rows] == [(item.code, kind)], read.wrong


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf", "表头应为"),
        (",".join(COLUMNS).encode() + b"\r\n", "文件里没有事项"),
        (b"code,name\r\n1,2\r\n", "表头应为"),
        (",".join(COLUMNS).replace(",", ";").encode(), "表头应为"),
        (",".join(reversed(COLUMNS)).encode(), "表头应为"),
        (",".join(COLUMNS).encode("utf-16"), "不是 UTF-8"),
        (b"PK\x03\x04\x14\x00\xff\xfe\x08\x00binary", "不是 UTF-8"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_whole(content: bytes, why: str) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(io.BytesIO(content))
    assert why in refused.value.say("zh")
    assert refused.value.say("en").startswith("Can't import: ")


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 200)
    with pytest.raises(SheetRefused, match="larger"):
        _read(GOOD, _FOLLOWING)
    monkeypatch.undo()
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    with pytest.raises(SheetRefused, match="more than 1 rows"):
        _read(GOOD, _FOLLOWING)


def test_a_quote_that_never_ends_costs_what_it_swallows_and_is_named_once() -> None:
    head = ",".join(COLUMNS)
    good = ",".join(GOOD)
    text = f'{head}\n{good}\n"OTHER-0002,没有收尾的引号\n{",".join(_FOLLOWING)}\n'
    read = read_sheet(io.BytesIO(text.encode()))
    assert [row.line for row in read.rows] == [2]
    [wrong] = read.wrong
    assert wrong.line == 3
    assert "到第 4 行为止" in wrong.say()


def test_reading_goes_on_after_a_row_that_cannot_be_parsed() -> None:
    head = ",".join(COLUMNS)
    text = f'{head}\n"a"b,c\n{",".join(GOOD)}\n'
    read = read_sheet(io.BytesIO(text.encode()))
    assert [row.line for row in read.rows] == [3]
    assert [one.line for one in read.wrong] == [2]


def test_blank_lines_are_no_rows_and_lines_count_as_in_an_editor() -> None:
    text = ",".join(COLUMNS) + "\r\n\r\n" + ",".join(GOOD) + "\r\n\r\n"
    read = read_sheet(io.BytesIO(text.encode()))
    assert [row.line for row in read.rows] == [3]
    assert not read.wrong


@pytest.mark.parametrize(
    ("code", "doubted", "refused"),
    [
        ("11511301008778183N", False, False),
        ("115113010087783353", False, False),
        ("11511301452259996u", False, False),
        ("11511301008778183M", True, False),  # a wrong check character is only doubted
        ("083372204", False, False),
        ("68236467-9", False, False),
        ("130501003", True, False),
        ("1151130108778239R_5143", True, False),
        ("4148481895459659776", True, False),
        ("11736", True, False),
        ("1173", True, True),
        ("区教科体局", True, True),
    ],
)
def test_codes_of_bodies_as_districts_really_have_them(
    code: str, doubted: bool, refused: bool
) -> None:
    doubt = doubt_body_code(code)
    assert (doubt is not None) is doubted
    assert (doubt is not None and doubt.refused) is refused


@pytest.mark.parametrize(
    ("code", "fits"),
    [("511602", True), ("511602000", True), ("511602000000", True), ("990101", True),
     ("5116020", False), ("", False), ("011602", False), ("５１１６０２", False)],
)  # fmt: skip
def test_division_codes(code: str, fits: bool) -> None:
    assert is_area_code(code) is fits


_CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(
    st.lists(st.one_of(st.just(list(GOOD)), st.lists(_CELL, min_size=1, max_size=9)), max_size=6)
)
def test_every_row_is_either_read_or_named_wrong(rows: list[list[str]]) -> None:
    try:
        read = _read(*rows)
    except SheetRefused:
        assert not any(any(cell.strip() for cell in row) for row in rows)
        return
    lines = {row.line for row in read.rows}
    assert not lines & {one.line for one in read.wrong}
    assert len(lines) == len(read.rows) <= 1  # one good row at most: its code is the same
    for one in read.wrong:
        assert one.say("zh")
        assert one.say("en")


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    prefix = (",".join(COLUMNS) + "\n").encode()
    try:
        read = read_sheet(io.BytesIO(prefix + content))
    except SheetRefused:
        return  # nothing but blank lines, which says so
    assert read.rows or read.wrong


@pytest.mark.req("R06")
def test_the_real_district_is_read_whole(shared: Path) -> None:
    with (shared / "data" / "guangan-511602-items.csv").open("rb") as file:
        read = read_sheet(file)
    assert len(read.rows) == 1135
    assert not read.wrong
    assert len(main_codes(read.rows)) == 34
    assert {row.kind for row in read.rows} <= set(KINDS)
    assert len({(one.column, one.found) for one in read.odd}) == 18
