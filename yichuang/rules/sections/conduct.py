"""The section `conduct` (行为规范): how staff behave and speak, and what they may not say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.figure import Code
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Titled, Wording


class Consequential(Node):
    """What breaking it leads to (后果): acts that the assessment and accountability know."""

    acts: Annotated[
        tuple[str, ...], Field(description="按哪些行为扣分、追究；手册没有的，不扣不追究")
    ] = ()


class ConductRule(Titled, Consequential):
    """A rule of conduct (行为规范)."""

    group: Annotated[str, Field(description="类别")] = ""
    kind: Annotated[Literal["must", "must_not"], Field(description="应当，或不得")] = "must"


class Phrases(Consequential):
    """What to say on an occasion, or what may not be said (文明用语、服务忌语)."""

    kind: Annotated[
        Literal["must", "must_not"], Field(description="must 文明用语，must_not 服务忌语")
    ] = "must"
    when: Annotated[Wording, Field(description="场合")]
    says: Annotated[tuple[str, ...], Field(min_length=1, description="用语")]
    instead: Annotated[str, Field(description="忌语应改说的：文明用语的代码")] = ""


class Conduct(Node):
    """Conduct and language (行为规范)."""

    groups: Annotated[dict[str, Wording], Field(default_factory=dict, description="类别的名称")]
    rules: Annotated[dict[Code, ConductRule], Field(default_factory=dict, description="行为规范")]
    phrases: Annotated[
        dict[Code, Phrases], Field(default_factory=dict, description="文明用语和服务忌语")
    ]
