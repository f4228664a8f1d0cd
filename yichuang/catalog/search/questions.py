"""What a visitor typed, understood: the wish stripped, everyday words translated, cut up."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import jieba
import yaml
from django.conf import settings

from yichuang.catalog.search.documents import is_chinese, joined, plain, sound

_WISH = re.compile(
    r"^(请问|你好|您好|麻烦|我们|我|咱|俺|本人|想要|想|要|需要|打算|准备|给孩子|给小孩|帮我|帮|"
    r"怎么样|怎么|怎样|如何|哪里|哪儿|在哪|去哪|到哪|可以|能不能|能|申请|办理|办个|办一下|"
    r"办一个|办下|办|去|到|来|弄个|弄|搞个|搞|做个|查询一下|查一下|咨询一下|咨询|问一下|问)+"
)
_TAIL = re.compile(
    r"(在哪里办|在哪儿办|在哪办|去哪里办|去哪办|怎么办理|怎么办|如何办理|如何办|需要什么材料|"
    r"要什么材料|要带什么|需要什么|什么材料|多少钱|多久|要多久|材料|流程|手续|的|了|吗|呢|啊|"
    r"怎么弄|咋办|咋弄|一下)+$"
)
_FILLERS = frozenset(
    (
        "的", "了", "和", "与", "及", "或", "在", "我", "要", "想", "办", "办理", "申请", "怎么",
        "如何", "哪里", "需要", "什么", "一个", "一下", "个", "去", "到", "给",
        "the", "a", "an", "of", "for", "to", "and", "in", "my", "i", "want", "how",
    )
)  # fmt: skip
_LONGEST_PINYIN = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in the forms it is compared by."""

    core: str
    """What is left without the wish, in one piece."""
    terms: tuple[str, ...]
    meanings: tuple[tuple[str, ...], ...]
    """What everyday words mean in the catalogue's own: each as words that stand together."""
    letters: str
    """What was typed as letters, perhaps pinyin; empty where Chinese was typed."""
    sounded: str
    """Pinyin of what was typed in Chinese."""

    @property
    def asks(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self.core)


@lru_cache(maxsize=2_048)
def question(words: str) -> Question:
    """Understand what was typed (我要办…)."""
    said = joined(words)
    core = _stripped(said)
    chinese = is_chinese(core)
    letters = "" if chinese else core[:_LONGEST_PINYIN]
    return Question(
        core=core, terms=_terms(words, core, chinese),
        meanings=_meanings(said, core, letters),
        letters=letters if letters.isascii() and letters.isalpha() else "",
        sounded="".join(sound(core)) if chinese else "",
    )  # fmt: skip


def _stripped(said: str) -> str:
    """Without the wish; where nothing else was said, the whole."""
    without = _TAIL.sub("", said) or said
    core = _WISH.sub("", without) or without
    return core if len(core) > 1 else without


def _terms(words: str, core: str, chinese: bool) -> tuple[str, ...]:
    """The words that matter. Spaces that were typed part words too."""
    if not chinese:
        return tuple(word for word in plain(words).split() if word not in _FILLERS)
    typed = [_stripped(word) for word in plain(words).split()] if " " in plain(words) else [core]
    cut = [part for word in typed for part in _cutter().lcut(word)]
    kept = [word for word in cut if word.strip() and word not in _FILLERS]
    return tuple(dict.fromkeys(kept)) or (core,)


def _meanings(said: str, core: str, letters: str) -> tuple[tuple[str, ...], ...]:
    """The longest everyday words first: 开饭店 says more than 饭店."""
    if letters:
        found = [words for words in everyday() if letters in (_letters(words), _initials(words))]
    else:
        said = said.replace("一个", "").replace("个", "")  # 开个公司 is 开公司
        found = [words for words in everyday() if words in said or words == core]
    found.sort(key=len, reverse=True)
    kept = [w for w in found if not any(w != other and w in other for other in found)]
    return tuple(meaning for words in kept for meaning in everyday()[words])


@cache
def everyday() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Everyday words and what they mean in a catalogue, from `everyday.yaml`."""
    file = files("yichuang.catalog.search").joinpath("everyday.yaml")
    listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    known: dict[str, tuple[tuple[str, ...], ...]] = {}
    for entry in listed:
        means = tuple(tuple(joined(word) for word in one.split()) for one in entry["means"])
        for words in entry["said"]:
            known[joined(words)] = means
    return MappingProxyType(known)


@cache
def _letters(words: str) -> str:
    return "".join(sound(words))


@cache
def _initials(words: str) -> str:
    return "".join(s[:1] for s in sound(words))


def warm_up() -> None:
    """Load the segmenter's dictionary, a second's work, before the first visitor waits for it."""
    _cutter().lcut("一窗")


@cache
def _cutter() -> jieba.Tokenizer:
    """The segmenter, with everyday words known to it; its cache lies in the hall's home."""
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    folder = Path(settings.CACHE_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    cutter.tmp_dir = str(folder)
    for words in everyday():
        cutter.add_word(words)
    return cutter
