"""Words of a rule book that people read (书中的文字): Chinese and English side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from yichuang.phrases import Language, Phrase
from yichuang.rules.parts.node import Node


class Wording(BaseModel):
    """Words in Chinese and English (中英文); one plain text stands for both."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    zh: Annotated[str, Field(min_length=1, description="中文")]
    en: Annotated[str, Field(min_length=1, description="英文")]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object) -> object:
        """A centre that writes for Chinese readers alone may leave the English out."""
        if isinstance(data, str):
            return {"zh": data, "en": data}
        if isinstance(data, dict) and data.get("zh") and not data.get("en"):
            return {**data, "en": data["zh"]}
        return data

    def say(self, language: Language = "zh") -> str:
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh if self.zh == self.en else f"{self.zh} / {self.en}"


class Titled(Node):
    """An entry of a table that says what it is called (有名称的条目)."""

    title: Annotated[Wording, Field(description="名称")]

    @property
    def name(self) -> Phrase:
        """What the entry is called where a book is shown."""
        return Phrase(self.title.zh, self.title.en)


class MayBeTitled(Node):
    """An entry of a table that may say what it is called (可有名称的条目)."""

    title: Annotated[Wording | None, Field(description="名称")] = None

    @property
    def name(self) -> Phrase | None:
        """What the entry is called where a book is shown, if it says so."""
        return None if self.title is None else Phrase(self.title.zh, self.title.en)
