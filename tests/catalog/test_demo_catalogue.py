"""The product's own catalogue: real items and their law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from yichuang.catalog.citations import Citation
from yichuang.catalog.codes import implementation_code
from yichuang.catalog.content import ItemContent
from yichuang.catalog.demo.schema import DemoItem, demo_items, laws
from yichuang.catalog.disclosures import missing_disclosures, without_basis
from yichuang.catalog.kinds import EXTERNAL_STEPS
from yichuang.rules.identity import check_credit_code
from yichuang.rules.numbering import ItemCode, read_item_code

ITEMS = demo_items()
every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.key)


def _citations(part: object) -> Iterator[Citation]:
    if isinstance(part, Citation):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _citations(getattr(part, name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _citations(each)


@pytest.mark.req("R06", "R08")
def test_it_is_large_enough_and_most_of_it_is_complete() -> None:
    assert len(ITEMS) >= 60
    assert len({item.department.code for item in ITEMS}) >= 20
    complete = [item for item in ITEMS if not missing_disclosures(item.content)]
    assert len(complete) >= 30
    assert 0 < len(ITEMS) - len(complete) < 10  # some are left open, to show how that looks


@pytest.mark.req("R07")
def test_all_five_kinds_of_case_are_there() -> None:
    counted = Counter(item.content.case_kind for item in ITEMS)
    assert set(counted) == {"instant", "promised", "reply", "joint", "forwarded"}
    assert counted["joint"] >= 2


@every_item
def test_an_item_has_a_legal_basis_and_so_has_every_part(item: DemoItem) -> None:
    assert not list(without_basis(item.content))


@every_item
def test_an_item_is_taken_in_reviewed_verified_and_issued_in_this_order(item: DemoItem) -> None:
    kinds = [step.kind for step in item.content.steps]
    own = [kind for kind in kinds if kind not in EXTERNAL_STEPS]
    assert own in (
        ["accept", "review", "verify", "issue"],
        ["accept", "review", "verify", "decide", "issue"],
    )
    assert kinds[0] == "accept"
    assert kinds[-1] == "issue"


@every_item
def test_an_items_case_kind_fits_what_it_says(item: DemoItem) -> None:
    content = item.content
    assert content.promised is not None
    assert content.served
    assert content.channels
    assert content.result is not None
    assert (content.case_kind == "instant") == (content.promised.unit == "minute")
    assert (content.case_kind == "joint") == bool(content.joint)
    if content.case_kind == "forwarded":
        assert "forward" in {step.kind for step in content.steps}
    if content.tacit_approval is not None:
        # The only silence that approves by this law is that on a renewal.
        assert [basis.short for basis in content.tacit_approval.basis] == ["行政许可法 50"]
        assert "延续" in content.name.zh


@every_item
def test_an_items_code_is_an_implementation_code_of_its_body(item: DemoItem) -> None:
    read = read_item_code(item.code)
    assert isinstance(read, ItemCode)
    assert read.form in ("implementation_31", "handling_33")
    assert read.item_type == item.content.kind
    assert read.body is not None
    assert read.body.level == "ok"
    assert item.department.credit_code[2:8] == "990101"


def test_codes_and_keys_are_given_once() -> None:
    assert len({item.code for item in ITEMS}) == len(ITEMS)
    assert len({item.key for item in ITEMS}) == len(ITEMS)


def test_every_law_in_the_list_is_cited_and_titled_in_both_languages() -> None:
    cited = {citation.law.key for item in ITEMS for citation in _citations(item.content)}
    assert cited == set(laws())
    for law in laws().values():
        assert law.zh
        assert law.en
        assert law.en.isascii() or "“" in law.en


def test_a_paper_asked_for_by_several_items_keeps_its_code_and_its_holder() -> None:
    holders: dict[str, set[Any]] = {}
    for item in ITEMS:
        for material in item.content.materials:
            if material.shared_from:
                holders.setdefault(material.code, set()).add(material.shared_from.zh)
    assert {code for code, told in holders.items() if len(told) > 1} == set()


def test_the_parts_of_a_joint_item_are_items_of_the_departments_named() -> None:
    of_code = {item.code: item for item in ITEMS}
    bodies = {item.department.credit_code for item in ITEMS}
    for item in ITEMS:
        for part in item.content.joint:
            assert part.department in bodies
            if part.item:
                assert of_code[part.item].department.credit_code == part.department
        if item.content.joint:
            assert item.content.lead == item.department.credit_code
            assert min(part.stage for part in item.content.joint) == 1


def _says_english(content: ItemContent) -> Iterator[tuple[str, str]]:
    def walk(part: Any) -> Iterator[tuple[str, str]]:
        if isinstance(part, dict):
            if set(part) == {"zh", "en"}:
                yield part["zh"], part["en"]
            else:
                for each in part.values():
                    yield from walk(each)
        elif isinstance(part, list):
            for each in part:
                yield from walk(each)

    yield from walk(content.model_dump(mode="json", exclude={"legal_basis", "statutory"}))


@every_item
def test_everything_is_said_in_chinese_and_in_english(item: DemoItem) -> None:
    said = list(_says_english(item.content))
    assert len(said) >= 8
    for zh, en in said:
        assert any("\u4e00" <= character <= "\u9fff" for character in zh), zh
        assert not any("\u4e00" <= character <= "\u9fff" for character in en), en


@pytest.mark.parametrize(
    "parts",
    [
        {"credit_code": "11990101MB99000"},
        {"level": "0"},
        {"basic_code": "000331001000"[:11]},
        {"basic_code": "001231001000"},
        {"handling": "1"},
    ],
)
def test_an_implementation_code_is_put_together_from_well_formed_parts(
    parts: dict[str, str],
) -> None:
    good = {
        "credit_code": "11990101MB9900021A", "level": "4", "basic_code": "000131001000",
        "handling": "01",
    }  # fmt: skip
    assert len(implementation_code(**good)) == 33
    assert check_credit_code(good["credit_code"]).level == "ok"
    with pytest.raises(ValueError, match="is not"):
        implementation_code(**(good | parts))
