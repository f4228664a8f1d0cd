"""The papers (文书) say what the law wants said, and look the same each time: R16, R04, R18."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from pypdf import PdfReader

from tests.cases.story import Hall, instant
from yichuang.cases import actions, papers, queries
from yichuang.cases.actions.intake import Refusal
from yichuang.errors import NotFound
from yichuang.journal.queries import leaf_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]


def _text(hall: Hall, number: str, kind: str) -> tuple[str, int]:
    """The words of a paper without blanks, and how many pages it has."""
    view = queries.case(number, reader=hall.supervisor, at=instant("2026-04-01 09:00"))
    seq = next(paper.seq for paper in view.papers if paper.kind == kind)
    made = papers.of_case(number, seq, reader=hall.supervisor, address="https://hall.test/follow")
    pages = PdfReader(io.BytesIO(made)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages)), len(pages)


def test_the_acceptance_notice_carries_dues_code_and_leaf(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)
    said, pages = _text(hall, outcome.number, "acceptance")
    entry = queries.case(outcome.number, reader=hall.clerk, at=at).acceptance_entry
    assert entry is not None
    for needed in (
        "市场监督管理局", "受理通知书", outcome.number, "王小明：", "2026年3月24日17:30前",
        "2026年4月8日17:30前", "《行政许可法》第三十二条", "《行政许可法》第四十二条",
        outcome.code[:4] + outcome.code[4:], leaf_of(entry) or "-", "https://hall.test/follow",
        "Acceptancenotice:Foodbusinesslicence.",
    ):  # fmt: skip
        assert needed in said, needed
    assert pages == 1
    assert "11010519491231002X" not in said


@pytest.mark.req("R04")
def test_the_correction_notice_lists_all_with_the_reason_in_two_copies(
    hall: Hall, at: datetime
) -> None:
    outcome = hall.submit(at, premises="missing", id_card="defective", application="correctable",
                          why={"id_card": "已过有效期"})  # fmt: skip
    said, pages = _text(hall, outcome.number, "correction")
    assert pages == 2
    for needed in ("身份证不符合要求已过有效期", "场所使用证明未提交请提交", "申请书可当场更正",
                   "第一联", "第二联", "申请人签收", "以后不再要求补正"):  # fmt: skip
        assert needed in said, needed


def test_the_refusal_gives_reasons_direction_and_remedies(hall: Hall, at: datetime) -> None:
    refusal = Refusal("not_competent", "该事项由市级办理", "广安市市场监督管理局")
    said, _ = _text(hall, hall.submit(at, refusal=refusal).number, "refusal")
    for needed in ("不予受理决定书", "该事项由市级办理。", "广安市市场监督管理局。",
                   "60日内申请行政复议（《行政复议法》第二十条）", "6个月内"):  # fmt: skip
        assert needed in said, needed


@pytest.mark.req("R18")
def test_extension_and_special_procedure_notices(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    actions.start_segment(number=number, kind="hearing", days=7, reason="申请人要求听证",
                          at=at, by=hall.reviewer)  # fmt: skip
    actions.end_segment(number=number, kind="hearing", at=at, by=hall.reviewer)
    actions.start_segment(number=number, kind="site_survey", days=2, reason="核实场所",
                          at=at, by=hall.reviewer)  # fmt: skip
    said, _ = _text(hall, number, "segment")
    assert "预计需要7日。依据《行政许可法》第四十五条，所需时间不计入办理期限。" in said
    actions.extend(number=number, days=5, reason="情况复杂", approved_by="authority_head",
                   document="批〔2026〕7号", at=at, by=hall.chief)  # fmt: skip
    said, _ = _text(hall, number, "extension")
    assert "经本机关负责人批准（批〔2026〕7号），办理期限延长5个工作日。" in said
    assert "2026年3月31日17:30前" in said


@pytest.mark.parametrize(
    ("decision", "title", "more"),
    [
        ("approve", "准予行政许可决定书", "食品经营许可证"),
        ("deny", "不予行政许可决定书", "场所不符合条件。本机关决定不予行政许可。"),
    ],
)
def test_the_decision(hall: Hall, at: datetime, decision: str, title: str, more: str) -> None:
    number = hall.verified(at)
    actions.decide(number=number, decision=decision, reasons="场所不符合条件",  # type: ignore[arg-type]
                   at=at, by=hall.verifier)  # fmt: skip
    said, _ = _text(hall, number, "result")
    assert title in said
    assert more in said
    assert ("行政复议" in said) == (decision == "deny")


@pytest.mark.req("R25")
def test_the_delivery_slip(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    actions.issue(number=number, by_way="signature", signed_by="王小红", at=at, by=hall.issuer)
    said, _ = _text(hall, number, "delivery")
    assert "送达回证" in said
    assert "签收人王小红" in said


def test_a_paper_says_the_same_each_time(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    first = papers.of_case(number, 2, reader=hall.supervisor)
    actions.extend(number=number, days=5, reason="情况复杂", approved_by="authority_head",
                   at=at, by=hall.chief)  # fmt: skip
    assert papers.of_case(number, 2, reader=hall.supervisor) == first
    assert papers.for_applicant(number, 2) == first


@pytest.mark.req("R63")
def test_papers_are_for_those_who_may_see_the_case(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(NotFound):
        papers.of_case(number, 2, reader=hall.stranger)
    for seq in (1, 9):
        with pytest.raises(NotFound):
            papers.of_case(number, seq, reader=hall.supervisor)
