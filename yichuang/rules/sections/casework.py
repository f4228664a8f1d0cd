"""What follows a decision, and what papers must say (送达与救济)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.limit import Limit, check_limits
from yichuang.rules.parts.node import Node

Outcome = Literal[
    "accepted", "deemed", "notified", "not_competent", "false_materials", "extended",
    "joint_extended", "segment", "approved", "denied", "tacit", "delivered",
]  # fmt: skip
"""What a paper tells, as far as the law behind it differs."""


class PaperRule(Node):
    """A paper (文书): `article` is what it rests on; `word` its word in the document number."""

    word: Annotated[str, Field(max_length=8, description="文号中的字")] = ""


class Papers(Node):
    """The papers of a case (文书): how they are numbered, and the law each rests on."""

    number: Annotated[
        str,
        Field(
            max_length=60,
            description="文号：{organ} 机关代字，{word} 文书的字，{year} 年份，{case} 办件编号",
        ),
    ]
    kinds: Annotated[dict[Outcome, PaperRule], Field(default_factory=dict, description="各种文书")]

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> Self:
        """A number is unique by the case's own."""
        try:
            sample = self.number.format(organ="", word="", year=2026, case="{case}")
        except (KeyError, IndexError, ValueError):
            sample = ""
        if "{case}" not in sample:
            raise wrong(
                "paper_number", "含 {{case}} 的写法，只用 organ、word、year、case",
                "a form with {{case}}, of organ, word, year and case alone",
            )  # fmt: skip
        return self

    def number_of(self, outcome: Outcome, *, organ: str, year: int, case: str) -> str:
        """The document number (文号) of a paper; a paper without a word has none."""
        rule = self.kinds.get(outcome)
        if rule is None or not rule.word:
            return ""
        return self.number.format(organ=organ, word=rule.word, year=year, case=case)

    def article_of(self, outcome: Outcome) -> str:
        """What a paper rests on; empty where the book doesn't say."""
        rule = self.kinds.get(outcome)
        return rule.article if rule else ""


class Casework(Node):
    """After the decision (决定之后): when it must be delivered, how it can be challenged."""

    delivery: Annotated[Limit, Field(description="作出决定后颁发、送达的期限")]
    reconsideration: Annotated[Limit, Field(description="申请行政复议的期限，自知道决定之日起")]
    suit: Annotated[Limit, Field(description="提起行政诉讼的期限，自知道决定之日起")]
    papers: Annotated[Papers | None, Field(description="文书的文号和依据")] = None
    notice_copies: Annotated[int, Field(ge=1, description="补正通知书一式几份")]

    @model_validator(mode="after")
    def _plain(self) -> Self:
        check_limits((self.delivery, self.reconsideration, self.suit), told=True)
        return self
