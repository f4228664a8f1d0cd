"""The commitments in a book (服务承诺): how long each kind of business may take, for whom."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.limit import Counting, Limit, check_limits
from yichuang.rules.parts.named import Named
from yichuang.rules.parts.node import Node


class Customers(Named):
    """A class of customers (客户类别); what holds for the class it belongs to holds for it."""

    belongs_to: Annotated[str | None, Field(description="所属的更大类别")] = None


class Business(Named):
    """What is promised for a kind of business (业务承诺)."""

    anyone: Annotated[Limit | None, Field(description="不分客户类别的时限")] = None
    customers: Annotated[dict[str, Limit], Field(description="各类客户的时限")] = Field(
        default_factory=dict
    )


class Commitments(Node):
    """What the centre has committed itself to (服务承诺)."""

    warn_working_days: Annotated[int, Field(ge=0, description="剩余工作日不多于此数即亮黄灯")]
    counting: Annotated[Counting, Field(description="期限的计算")] = Counting()
    customers: Annotated[dict[str, Customers], Field(min_length=1, description="客户类别")]
    business: Annotated[dict[str, Business], Field(min_length=1, description="各项业务")]

    @model_validator(mode="after")
    def _names_customers(self) -> Self:
        named = {c for b in self.business.values() for c in b.customers}
        named |= {c.belongs_to for c in self.customers.values() if c.belongs_to}
        for code in sorted(named - set(self.customers)):
            raise wrong(
                "unknown_customers",
                "customers 中的客户类别（{known}），而不是 {code}",
                "one of the customers ({known}), not {code}",
                code=code,
                known=", ".join(self.customers),
            )
        for code in self.customers:
            self.classes_of(code)
        check_limits(self.business, followed=True)
        return self

    def classes_of(self, code: str) -> list[str]:
        """The class itself and the ones it belongs to, nearest first."""
        chain: list[str] = []
        at: str | None = code
        while at is not None:
            if at in chain:
                raise wrong(
                    "customers_circle",
                    "不绕回自身的所属关系（{chain}）",
                    "classes that don't belong to themselves ({chain})",
                    chain=" → ".join([*chain, at]),
                )
            chain.append(at)
            at = self.customers[at].belongs_to
        return chain

    def limit_for(self, business: Business, customer: str) -> Limit | None:
        """The limit for a customer: of the nearest class that has one, else for anyone."""
        for code in self.classes_of(customer):
            if code in business.customers:
                return business.customers[code]
        return business.anyone
