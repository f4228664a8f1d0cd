"""The section `sources` (依据): what the marks of a book's articles stand for.

A figure names its article by a short mark, e.g. ``S0 五.2``. People read the title of the
regulation, the article as official papers cite it, and its words. The texts that the
built-in books cite come with the product; a centre's own book adds its own, or other words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Wording

Kind = Literal["statute", "notice", "standard", "regulation"]


class Source(Node):
    """One text (一部法律、制度): its title and the words of the articles that are cited."""

    title: Annotated[Wording, Field(description="名称，不带书名号")]
    kind: Annotated[Kind, Field(description="法律法规、通知、标准或制度")] = "regulation"
    number: Annotated[str, Field(description="文号")] = ""
    articles: Annotated[
        Mapping[str, Wording], Field(description="条文：条款的写法（标记之后的部分）与文字")
    ] = {}


class Sources(Node):
    """Every text of a book by its mark: what stands before the place in an article."""

    texts: Annotated[Mapping[str, Source], Field(description="标记与所指的文本")] = {}
