"""The papers (文书) say what the law wants said, and look the same each time: R16, R04, R18."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime

import pytest
from pypdf import PdfReader

from tests.cases.pdf import boxes
from tests.cases.story import WANG, Hall, instant
from yichuang.cases import actions, papers, queries
from yichuang.cases.actions.intake import Refusal
from yichuang.cases.applicants import take_out
from yichuang.cases.models import Case
from yichuang.cases.papers.source import cited, moment
from yichuang.errors import NotFound
from yichuang.journal.queries import leaf_of, of_subject
from yichuang.organization.queries import Reader

AT = instant("2026-04-01 09:03")
pytestmark = [pytest.mark.django_db, pytest.mark.req("R16")]


def _text(hall: Hall, number: str, kind: str, by: Reader | None = None) -> tuple[str, int]:
    """The words of a paper without blanks, and how many pages it has."""
    by = by or hall.chief
    view = queries.case(number, reader=hall.supervisor, at=instant("2026-04-01 09:00"))
    seq = next(paper.seq for paper in view.papers if paper.kind == kind)
    made = papers.of_case(number, seq, reader=by, at=AT, address="https://hall.test/follow")
    pages = PdfReader(io.BytesIO(made)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages)), len(pages)


def test_the_acceptance_notice_carries_dues_code_and_leaf(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at)
    said, pages = _text(hall, outcome.number, "acceptance")
    entry = queries.case(outcome.number, reader=hall.clerk, at=at).acceptance_entry
    assert entry is not None
    for needed in (
        "市场监督管理局", "受理通知书", outcome.number, "王小明：", "2026年3月24日17时30分前",
        "2026年4月8日17时30分前", "市场监督管理局受字〔2026〕", "经办林晓，2026年3月10日9时",
        "依据《中华人民共和国行政许可法》第三十二条第一款第（五）项，决定予以受理",
        "《中华人民共和国行政许可法》第四十二条", "政通路1号", "0826-5550100",
        outcome.code[:4] + outcome.code[4:], leaf_of(entry) or "-", "https://hall.test/follow",
        'Foodbusinesslicence"iscompleteandwasaccepted.',
    ):  # fmt: skip
        assert needed in said, needed
    assert pages == 1
    assert "11010519491231002X" not in said


def _pages(made: bytes) -> list[str]:
    """The words of each page without blanks."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages]


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
                   "60日内，依据《中华人民共和国行政复议法》第二十条第一款向广安区人民政府申请行政复议",
                   "6个月内，依据《中华人民共和国行政诉讼法》第四十六条第一款向广安区人民法院提起行政诉讼",
                   "第三十二条第一款第（二）项，决定不予受理"):  # fmt: skip
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
    assert (
        "预计需要7日。依据《中华人民共和国行政许可法》第四十五条，所需时间不计入办理期限。" in said
    )
    actions.extend(number=number, days=5, reason="情况复杂", approved_by="authority_head",
                   document="批〔2026〕7号", at=at, by=hall.chief)  # fmt: skip
    said, _ = _text(hall, number, "extension")
    assert "经本机关负责人批准（批〔2026〕7号），办理期限延长5个工作日。" in said
    assert "2026年3月31日17时30分前已计入本次延长" in said
    assert "第四十二条第一款，经本机关" in said


@pytest.mark.parametrize(
    ("decision", "title", "more"),
    [
        ("approve", "准予行政许可决定书", "食品经营许可证"),
        (
            "deny",
            "不予行政许可决定书",
            "场所不符合条件。依据《中华人民共和国食品安全法》第三十五条、"
            "《中华人民共和国行政许可法》第三十八条第二款，本机关决定不予行政许可。",
        ),
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
    first = papers.of_case(number, 2, reader=hall.clerk, at=at)
    actions.extend(number=number, days=5, reason="情况复杂", approved_by="authority_head",
                   at=at, by=hall.chief)  # fmt: skip
    assert papers.of_case(number, 2, reader=hall.clerk, at=at) == first
    assert papers.for_applicant(number, 2, at=at) == first


@pytest.mark.req("R63")
def test_papers_are_for_those_who_may_see_the_case(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(NotFound):
        papers.of_case(number, 2, reader=hall.stranger, at=at)
    for seq in (1, 9):
        with pytest.raises(NotFound):
            papers.of_case(number, seq, reader=hall.supervisor, at=at)


@pytest.mark.req("R04")
def test_the_correction_notice_says_by_whom_when_and_where(hall: Hall, at: datetime) -> None:
    said, _ = _text(hall, hall.submit(at, premises="missing").number, "correction")
    for needed in ("经办林晓，2026年3月10日9时", "0826-5550100", "政通路1号",
                   "依据《中华人民共和国行政许可法》第三十二条第一款第（四）项", "补字〔2026〕"):  # fmt: skip
        assert needed in said, needed


@pytest.mark.req("R63")
def test_the_code_is_on_the_applicants_copy_alone(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at, premises="missing")
    code = outcome.code[:4] + outcome.code[4:]
    of_file, theirs = _pages(papers.of_case(outcome.number, 2, reader=hall.clerk, at=at))
    assert "第一联" in of_file
    assert code not in of_file
    assert "查询码" + code in theirs
    [own] = _pages(papers.for_applicant(outcome.number, 2, at=at))
    assert code in own


@pytest.mark.req("R63")
def test_who_must_unmask_elsewhere_sees_papers_masked(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    code = take_out(Case.objects.get(number=number).personal, number=number).code
    for reader, whole in ((hall.clerk, True), (hall.reviewer, True), (hall.supervisor, False),
                          (hall.issuer, False)):  # fmt: skip
        [said] = _pages(papers.of_case(number, 2, reader=reader, at=at))
        assert ("王小明：" in said) == whole
        assert (code in said) == whole
        assert ("王**：" in said) != whole
        entry = of_subject(f"case:{number}")[-1]
        assert (entry.kind, entry.actor) == ("case.paper_opened", reader.name)
        assert entry.data == {"seq": 2, "masked": not whole}


def test_no_paper_speaks_in_marks_of_the_house(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    actions.issue(number=number, by_way="signature", signed_by="王小红", at=at, by=hall.issuer)
    for paper in queries.case(number, reader=hall.supervisor, at=AT).papers:
        said, pages = _text(hall, number, paper.kind)
        assert not re.search(r"S[0-9]|[（(]None|undefined", said)
        assert pages == 1


_LONG = "广安区新时代文明实践志愿服务促进中心（民办非企业单位）第一分支机构"


@pytest.mark.parametrize(
    "name",
    [
        _LONG,
        "阿卜杜热合曼·麦麦提吐尔逊江",
        "𠮷野",
        "བཀྲ་ཤིས་བདེ་ལེགས",
        "ئابدۇراخمان",
        "ᠪᠠᠲᠤ",
        "ꆈꌠ",
        "Anna-Élise",
    ],
)
def test_every_name_is_printed_on_one_page_without_boxes(
    hall: Hall, at: datetime, name: str
) -> None:
    outcome = hall.submit(at, applicant=replace(WANG, name=name))
    made = papers.of_case(outcome.number, 2, reader=hall.clerk, at=at)
    assert boxes(made) == 0
    assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_what_no_font_has_is_printed_as_its_code(hall: Hall, at: datetime) -> None:
    outcome = hall.submit(at, applicant=replace(WANG, name="王\U0002a6d6"))
    assert [one.zh for one in outcome.warnings] == [
        "字库里没有“\U0002a6d6”，文书上会印作〔U+2A6D6〕；请在文书上手写该字并加盖校对章。"
    ]
    made = papers.of_case(outcome.number, 2, reader=hall.clerk, at=at)
    [said] = _pages(made)
    assert "王〔U+2A6D6〕：" in said
    assert "注：〔U+2A6D6〕处的字，字库暂缺，由经办人手写并加盖校对章。" in said
    assert boxes(made) == 0


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("行政许可法 32(1)(4)", "《中华人民共和国行政许可法》第三十二条第一款第（四）项"),
        ("行政复议法 20", "《中华人民共和国行政复议法》第二十条"),
        ("国务院关于职工工作时间的规定 7", "《国务院关于职工工作时间的规定》第七条"),
        ("S1-10 20", ""), ("S0 三.6", ""), ("", ""),
    ],
)  # fmt: skip
def test_articles_are_cited_in_full(article: str, said: str) -> None:
    assert cited(article) == said


def test_times_are_written_out() -> None:
    assert moment(datetime(2026, 3, 10, 9, 3)) == "2026年3月10日9时03分"  # noqa: DTZ001
