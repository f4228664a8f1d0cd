"""Papers are kept as they went out, numbered by the book, and served on record: R16, R25."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import InternalError, ProgrammingError, transaction
from django.test import Client
from docx import Document

from tests.attachments.test_attachments import files
from tests.cases.story import Hall, instant
from tests.conftest import AtOnce
from tests.web.test_uploads import OCTETS, as_, begun
from yichuang.attachments.errors import ContentGone
from yichuang.attachments.kinds import DOCX
from yichuang.cases import actions, papers, queries
from yichuang.cases.papers import source
from yichuang.errors import NotAllowed, NotFound
from yichuang.jobs.record import disagreements
from yichuang.journal.queries import of_subject
from yichuang.organization.actions import grant_role
from yichuang.organization.models import Person
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.roles import Role
from yichuang.papers import word
from yichuang.papers.actions import DeliveryInFuture, DeliveryLacks, Served
from yichuang.papers.models import Delivery, Paper
from yichuang.papers.numbers import next_number
from yichuang.papers.states import Way
from yichuang.rules.sections.numbering import Numbering

__all__ = ["files"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("R16", "R25")]


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def text_of(made: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(made)).paragraphs)


def test_printed_again_it_is_the_same_octets_whatever_changed(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hall.accepted(at)
    first = papers.of_case(number, 2, reader=hall.clerk, at=at, address="https://a.test/follow")
    monkeypatch.setattr(source, "name_of", lambda _: "改了名")
    later = papers.of_case(
        number, 2, reader=hall.chief, at=at + timedelta(days=400), address="https://b.test/follow"
    )
    assert later == first
    own = papers.for_applicant(number, 2, at=at)
    assert papers.for_applicant(number, 2, at=at + timedelta(days=1)) == own
    entries = [one for one in of_subject(f"case:{number}") if one.kind == "paper.made"]
    assert entries[0].data["digest"] == hashlib.sha256(first).hexdigest()
    assert {one.data["copy"] for one in entries} == {"whole", "own"}
    masked = papers.of_case(number, 2, reader=hall.supervisor, at=at)
    assert masked != first
    assert Paper.objects.count() == 2, "a masked look is no paper"
    assert list(disagreements()) == []


def test_a_paper_whose_octets_are_altered_is_not_shown(
    hall: Hall, at: datetime, files: Any
) -> None:
    number = hall.accepted(at)
    papers.of_case(number, 2, reader=hall.clerk, at=at)
    (kept,) = [path for path in files.rglob("*") if path.is_file()]
    kept.write_bytes(b"x" + kept.read_bytes()[1:])
    with pytest.raises(ContentGone):
        papers.of_case(number, 2, reader=hall.clerk, at=at)


def test_many_who_print_first_print_one_paper(
    committed_hall: Hall, at: datetime, at_once: AtOnce
) -> None:
    number = committed_hall.accepted(at)
    made = at_once(lambda _: papers.of_case(number, 2, reader=committed_hall.clerk, at=at), 3)
    assert len(set(made)) == 1, made
    assert Paper.objects.count() == 1


NUMBERS = {
    "case": {"parts": [{"kind": "date"}, {"kind": "serial", "digits": 6, "period": "day"}]},
    "tickets": {},
    "kinds": {
        "paper": {"parts": [
            {"kind": "text", "value": "广安市监〔"}, {"kind": "date", "form": "yyyy"},
            {"kind": "text", "value": "〕"}, {"kind": "serial", "digits": 3, "period": "year"},
            {"kind": "text", "value": "号"},
        ]},
    },
}  # fmt: skip


def test_document_numbers_follow_the_books_pattern_without_gaps(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = Numbering.model_validate(NUMBERS)

    class Counting:
        numbering = section

    class Book:
        def on(self, _: object) -> Counting:
            return Counting()

    def counted(_: object, *names: str, **given: Any) -> str:
        return next_number(Book(), *names, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(source, "next_number", counted)
    given = []
    for n in range(3):
        number = hall.accepted(at + timedelta(minutes=n))
        papers.of_case(number, 2, reader=hall.clerk, at=at)
        papers.for_applicant(number, 2, at=at)
        given.append(
            Paper.objects.filter(subject=f"case:{number}").values_list("number", flat=True)
        )
    assert [set(one) for one in given] == [
        {f"广安市监〔2026〕{n:03}号"} for n in (1, 2, 3)
    ]  # fmt: skip


# ---- Serving -----------------------------------------------------------------------------

HANDED = Served(Way.HANDED, instant("2026-03-10 10:00"), receiver="王小明")


@pytest.mark.parametrize(
    "served",
    [
        HANDED,
        replace(HANDED, way=Way.POST, receiver="", tracking="EMS 123"),
        replace(HANDED, way=Way.LEFT, reason="本人拒绝签收", witness="李四"),
        replace(HANDED, way=Way.ELECTRONIC, receiver="wang@example.cn"),
        replace(HANDED, way=Way.ON_COPY),
        replace(HANDED, way=Way.REFUSED, reason="称内容不符"),
    ],
)
def test_every_way_of_serving_is_a_fact(hall: Hall, at: datetime, served: Served) -> None:
    number, now = hall.accepted(at), instant("2026-03-10 11:00")
    actions.serve(number=number, seq=2, served=served, at=now, by=hall.clerk)
    view = queries.paper(number, 2, reader=hall.chief)
    (one,) = view.attempts
    assert (one.way, one.at, one.recorded_at, one.who) == (served.way, served.at, now, "林晓")
    assert view.served == (served.way != Way.REFUSED)
    assert (2 in queries.served(number, reader=hall.chief)) == view.served
    row = Delivery.objects.get()
    for secret in ("王小明", "李四", "wang@example.cn", "EMS"):
        assert secret.encode() not in bytes(row.sealed)
    (entry,) = [one for one in of_subject(f"case:{number}") if one.kind == "paper.delivered"]
    assert (entry.happened_at, entry.data["way"]) == (served.at, served.way)
    assert list(disagreements()) == []


@pytest.mark.parametrize(
    ("served", "field"),
    [
        (replace(HANDED, receiver=" "), "receiver"),
        (replace(HANDED, way=Way.POST), "tracking"),
        (replace(HANDED, way=Way.LEFT, reason="不在"), "witness"),
        (replace(HANDED, way=Way.REFUSED), "reason"),
        (replace(HANDED, way=Way.ELECTRONIC, receiver=""), "receiver"),
    ],
)
def test_a_way_of_serving_without_its_evidence_is_refused(
    hall: Hall, at: datetime, served: Served, field: str
) -> None:
    number = hall.accepted(at)
    with pytest.raises(DeliveryLacks) as refused:
        actions.serve(number=number, seq=2, served=served, at=instant("2026-03-10 11:00"),
                      by=hall.clerk)  # fmt: skip
    assert refused.value.field == field


def test_when_and_by_whom(hall: Hall, at: datetime) -> None:
    number, now = hall.accepted(at), instant("2026-03-10 11:00")
    for wrong in (instant("2026-03-10 09:00"), instant("2026-03-10 11:01")):
        with pytest.raises(DeliveryInFuture):
            actions.serve(
                number=number, seq=2, served=replace(HANDED, at=wrong), at=now, by=hall.clerk
            )
    with pytest.raises(NotAllowed):
        actions.serve(number=number, seq=2, served=HANDED, at=now, by=hall.supervisor)
    for seq, by in ((1, hall.clerk), (9, hall.clerk), (2, hall.stranger)):
        with pytest.raises(NotFound):
            actions.serve(number=number, seq=seq, served=HANDED, at=now, by=by)
    actions.serve(number=number, seq=2, served=HANDED, at=now, by=hall.clerk)
    (seen,) = queries.paper(number, 2, reader=hall.supervisor).attempts
    assert seen.receiver == "王**"


def test_issuing_serves_the_decision(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    actions.issue(number=number, by_way="mail", tracking="EMS7", at=at, by=hall.issuer)
    seq = next(p.seq for p in queries.case(number, reader=hall.chief, at=at).papers
               if p.kind == "result")  # fmt: skip
    (one,) = queries.paper(number, seq, reader=hall.chief).attempts
    assert (one.way, one.tracking) == (Way.POST, "EMS7")


def test_papers_and_deliveries_are_never_changed(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    papers.of_case(number, 2, reader=hall.clerk, at=at)
    actions.serve(number=number, seq=2, served=replace(HANDED, at=at), at=at, by=hall.clerk)
    for row in (Paper.objects.get(), Delivery.objects.get()):
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            type(row)._default_manager.filter(pk=row.pk).update(seq=3)
        with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
            row.delete()


# ---- Word --------------------------------------------------------------------------------


def office(hall: Hall, at: datetime) -> Reader:
    assert hall.supervisor.person_id
    person = Person.objects.get(pk=hall.supervisor.person_id)
    grant_role(person=person, role=Role.OFFICE, at=at, by=SYSTEM)
    return replace(hall.supervisor, roles=frozenset({Role.OFFICE, Role.SUPERVISION}))


def put(client: Client, kind: str, content: bytes, name: str = "模板.docx") -> Any:
    address = f"/uploads/template/511602/{kind}"
    token = begun(client, address, content, name).json()["token"]
    return client.post(f"{address}/{token}?from=0", content, content_type=OCTETS)


def test_our_template_has_no_mistake_and_says_all(hall: Hall, at: datetime) -> None:
    assert word.check(word.ours()) is None
    outcome = hall.submit(at, premises="missing")
    made = papers.word_of_case(outcome.number, 2, reader=hall.clerk, at=at)
    said = text_of(made.content)
    for needed in (
        "市场监督管理局",
        "补正通知书",
        "王小明：",
        "现一次性告知需要补正的全部内容如下",
    ):
        assert needed in said
    cells = [
        c.text for t in Document(io.BytesIO(made.content)).tables for r in t.rows for c in r.cells
    ]
    assert any("场所使用证明" in cell for cell in cells)
    assert made.fault is None


def test_the_centres_own_template_and_a_broken_one(hall: Hall, at: datetime) -> None:
    number, client = hall.accepted(at), as_(office(hall, at), at)
    good = template("本中心专用", "{{ title }}", "{{ addressee }}：", "{%p for one in paragraphs %}",
                    "{{ one }}", "{%p endfor %}")  # fmt: skip
    assert put(client, "acceptance", good).json()["kept"]
    made = papers.word_of_case(number, 2, reader=hall.clerk, at=at)
    assert text_of(made.content).startswith(
        "本中心专用\n受理通知书\n王小明：\n你于2026年3月10日提出"
    )
    broken = template(
        "本中心专用", "{{ title }}", "{%p if addressee %}", "致 {{ adressee }}", "{%p endif %}"
    )
    assert put(client, "acceptance", broken).json()["kept"]
    page = client.get("/templates").content.decode()
    assert "模板第 4 行“致 {{ adressee }}”有错：没有“adressee”这个字段" in page
    made = papers.word_of_case(number, 2, reader=hall.clerk, at=at)
    assert made.fault is not None
    assert "予以受理" in text_of(made.content), "it is written by ours"
    paper = as_(hall.clerk, at).get(f"/cases/{number}/papers/2").content.decode()
    assert "模板第 4 行" in paper
    assert "已改用系统模板" in paper
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)  # the course goes on


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        (("{{ org }}", "{{ nothing }}"), 2, "没有“nothing”这个字段"),
        (("一", "二", "{{ org"), 3, "不成对"),
        (("一", "{%p for one in paragraphs %}", "{{ one }}", "{%p endfo %}"), 4, "不认识的标记“endfo”"),
        (("一", "{%p for one in paragraphs %}", "{{ one.y }}", "{%p endfor %}"), 3, "没有“y”"),
        (("{{ org }}", "{%p if addressee %}", "{{ title|nope }}", "{%p endif %}"), 3, "没有“nope”"),
        (("{{ ''.__class__ }}",), 1, "不允许使用“__class__”"),
        (("{{ org.__init__.__globals__ }}",), 1, "不允许"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(lines: tuple[str, ...], line: int, why: str) -> None:
    fault = word.check(template(*lines))
    assert fault is not None
    assert (fault.line, why in fault.why.zh) == (line, True), fault


@pytest.mark.parametrize("content", [b"PK nonsense", b"", template("x")[:200]])
def test_what_is_no_document_is_told_as_such(content: bytes) -> None:
    fault = word.check(content)
    assert fault is not None
    assert fault.line == 0


def test_templates_are_the_offices_and_can_be_taken_back(hall: Hall, at: datetime) -> None:
    client = as_(office(hall, at), at)
    pk = put(client, "acceptance", template("甲 {{ title }}")).json()["kept"]
    newer = put(client, "acceptance", template("乙 {{ title }}")).json()["kept"]
    number = hall.accepted(at)
    assert text_of(papers.word_of_case(number, 2, reader=hall.clerk, at=at).content).startswith(
        "乙"
    )
    assert client.post(f"/templates/{newer}/back").status_code == 302
    assert text_of(papers.word_of_case(number, 2, reader=hall.clerk, at=at).content).startswith(
        "甲"
    )
    assert client.get(f"/templates/{pk}.docx")["Content-Type"] == DOCX
    assert word.check(client.get("/templates/ours.docx").content) is None
    clerk = as_(hall.clerk, at)
    assert clerk.get("/templates").status_code == 403
    assert begun(clerk, "/uploads/template/511602/acceptance", b"x").status_code == 403
    assert begun(client, "/uploads/template/511602/nothing", b"x").status_code == 404
    with pytest.raises(NotFound):
        papers.word_of_case(number, 2, reader=hall.supervisor, at=at)


def test_the_page_prints_serves_and_keeps_what_was_typed(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = hall.accepted(at)
    from yichuang import clock

    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-10 11:00"))
    client = as_(hall.clerk, at)
    assert "还没有打印过" in client.get(f"/cases/{number}/papers/2").content.decode()
    assert client.get(f"/cases/{number}/papers/2.pdf").content.startswith(b"%PDF")
    page = client.get(f"/cases/{number}/papers/2").content.decode()
    assert Paper.objects.get().digest in page
    given = {"way": "left", "at": "2026-03-10T10:00", "reason": "本人不在", "witness": ""}
    refused = client.post(f"/cases/{number}/papers/2/serve", given)
    assert refused.status_code == 422
    assert "留置送达须写明见证人" in refused.content.decode()
    assert "本人不在" in refused.content.decode()
    given["witness"] = "社区李四"
    assert client.post(f"/cases/{number}/papers/2/serve", given).status_code == 302
    page = client.get(f"/cases/{number}/papers/2").content.decode()
    assert "留置送达" in page
    assert "社区李四" in page
    assert "已送达" in client.get(f"/cases/{number}").content.decode()
    made = client.post(f"/cases/{number}/papers/2/word")
    assert made["Content-Type"] == DOCX
