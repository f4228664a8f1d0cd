"""Approvers (审批人): a role, or by circumstance one role or another, or nobody."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from yichuang.phrases import Phrase
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
        return {"role": data} if isinstance(data, str) else data

    @property
    def words(self) -> Phrase:
        """What the role is called."""
        if self.title is not None:
            return Phrase(self.title.zh, self.title.en)
        return WORDS.get(self.role, Phrase(self.role, self.role))
