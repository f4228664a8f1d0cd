"""The day's heads on paper: what stands on it binds as a head kept elsewhere."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.jobs.commands import run
from yichuang import clock
from yichuang.errors import HallError
from yichuang.jobs.daily_sheet import NoHeadThatDay, as_pdf, daily_sheet
from yichuang.jobs.sealer import outside, seal_now
from yichuang.journal.actions import open_hall, record
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]


@pytest.fixture
def sealed(at: datetime) -> None:
    open_hall(training=False, at=at, by="system")
    organization.add_site(code="C", name="示例县政务服务中心", name_en="Example Centre",
                          kind="centre", at=at, by=SYSTEM)  # fmt: skip
    for n in range(3):
        record(site="C", kind="case.accepted", subject=f"case:{n}", actor="person:1", at=at)
        seal_now()


def test_the_sheet_carries_the_days_last_head(sealed: None) -> None:
    today = clock.in_zone(clock.real_now()).date()
    sheet = daily_sheet(outside(), today)
    newest = outside().newest()
    assert newest is not None
    assert sheet.heads == 3
    assert (sheet.lines[-1].head, sheet.entries) == (newest, newest.size)
    made = PdfReader(io.BytesIO(as_pdf(sheet, clock.real_now())))
    assert len(made.pages) == 1
    text = made.pages[0].extract_text()
    for said in ("每日树头单", "示例县政务服务中心", newest.root.hex()[:32], "见证人",
                 newest.text.splitlines()[0]):  # fmt: skip
        assert said in text, said


def test_by_the_command(sealed: None, tmp_path: Path) -> None:
    file = tmp_path / "heads.pdf"
    today = clock.in_zone(clock.real_now()).date().isoformat()
    status, out, _ = run("journal_sheet", "--day", today, "--out", str(file))
    assert status == 0
    assert "3 heads" in out
    assert file.read_bytes().startswith(b"%PDF")


def test_a_day_without_heads_is_said(sealed: None) -> None:
    with pytest.raises(HallError) as refused:
        run("journal_sheet", "--day", "2020-01-01")
    assert isinstance(refused.value, NoHeadThatDay)
