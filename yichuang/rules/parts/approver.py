"""Who approves (审批人): a role, or by circumstance one role or another, or nobody."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.node import listed
from yichuang.rules.parts.wording import MayBeTitled
from yichuang.rules.words import WORDS

Role = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""The code of a role: small letters, digits, underscores."""


class Signer(MayBeTitled):
    """Somebody by role (职务); a plain code, or a code with the name people know it by."""

    role: Annotated[Role, Field(description="职务的代码")]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        return {"role": data} if isinstance(data, str) else listed(data)

    @property
    def words(self) -> Phrase:
        """What the role is called."""
        if self.title is not None:
            return Phrase(self.title.zh, self.title.en)
        return role_words(self.role)


class Approver(Signer):
    """An approver (审批人): always, or where a circumstance holds; otherwise another, or nobody."""

    if_: Annotated[
        Condition | None, Field(alias="if", description="何种情形下由其审批；不写即一律")
    ] = None
    otherwise: Annotated[
        Signer | None, Field(description="不是这种情形时由谁审批；不写即免去这一步")
    ] = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if self.otherwise is not None and self.if_ is None:
            raise wrong("no_circumstance", "写 otherwise 须写 if", "an if beside otherwise")
        return self


def role_words(role: str) -> Phrase:
    """What a role is called where the book gives it no name of its own."""
    return WORDS.get(role, Phrase(role, role))
