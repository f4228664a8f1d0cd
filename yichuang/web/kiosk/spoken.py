"""Numbers as the hall's loudspeaker says them, in Chinese."""

from __future__ import annotations

from types import MappingProxyType

from yichuang.phrases import Phrase
from yichuang.reception.states import PAUSE_REASONS

_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_REASONS = MappingProxyType({phrase.zh: phrase for phrase in PAUSE_REASONS.values()})


def letters(code: str) -> str:
    """A number sign by sign: C012 is said C 零 一 二, not twelve."""
    return " ".join(code.translate(_DIGITS))


def called(number: str, window: str) -> str:
    """The call of a number to a window (语音叫号)."""
    return f"请 {letters(number)} 号，到 {letters(window)} 号窗口办理。"


def taken(number: str, ahead: int) -> str:
    """What a kiosk says with a number (取号播报)."""
    before = f"前面等候 {ahead} 人，请在等候区等候。" if ahead else "前面没有人，请留意叫号。"
    return f"您的号码是 {letters(number)}，{before}"


def pause_reason(stored: str) -> Phrase:
    """Why a window is paused, by code or in the clerk's own words (暂停原因)."""
    return PAUSE_REASONS.get(stored) or _REASONS.get(stored) or Phrase(stored, stored)
