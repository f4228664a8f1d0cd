"""What papers can be printed with, told before: the list holds what it says."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases.pdf import boxes
from yichuang.papers import glyphs
from yichuang.papers.press import Copy, Foot, Sheet, printed


def _sheet(text: str) -> Sheet:
    return Sheet(
        org="机关", title="通知书", number="1", addressee="", paragraphs=(text,), sign_org="机关",
        sign_date="", copies=(Copy("", Foot(())),),
    )  # fmt: skip


def test_what_the_list_names_is_in_the_fonts(at: datetime) -> None:
    starts, ends = glyphs._ranges()
    named = [chr(c) for a, b in zip(starts, ends, strict=True) for c in range(a, b + 1)]
    assert len(named) > 36_000
    # Everything rare, and one in twenty of the rest.
    tried = "".join(
        one for n, one in enumerate(named)
        if ord(one) > 0x3400 and (n % 20 == 0 or not "\u3400" <= one <= "\u9fff")
        and not "\uac00" <= one <= "\ud7ff"
    )  # fmt: skip
    assert boxes(printed(_sheet(tried), at)) == 0


def test_the_counter_of_boxes_sees_one(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "printable", lambda text: text)
    assert boxes(printed(_sheet("\U0002a6d6\U0002a6d6"), at)) == 2


@pytest.mark.parametrize(
    "text", ["王小明", "𠮷", "བཀྲ་ཤིས", "ئابدۇ\u200cللا", "ᠪᠠᠲᠤ\u180b", "ꆈꌠ", "É"]
)
def test_what_can_be_printed_needs_no_word(text: str) -> None:
    assert glyphs.warning(text) is None
    assert glyphs.printable(text) == text


def test_what_cannot_is_told_in_both_languages() -> None:
    assert glyphs.missing("王\U0002a6d6\U000323af\U0002a6d6") == ("\U0002a6d6", "\U000323af")
    said = glyphs.warning("\U0002a6d6")
    assert said is not None
    assert "〔U+2A6D6〕" in said.zh
    assert "〔U+2A6D6〕" in said.en
