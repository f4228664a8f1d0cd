"""Consequences (后果): what follows, for whom, how much, and by which article.

What follows is a way of dealing with somebody (`action`: a bulletin, a talk, a bar from awards),
points, money, days of the allowance, a share of something, a grade, months that it lasts, or a
further act. A figure is fixed, at least so much, or between bounds that a person settles within;
a share is derived from what something else came to.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.condition import Condition
from yichuang.rules.parts.figure import Code, Figure, plain
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import MayBeTitled, Wording
from yichuang.rules.words import unnamed

TO: dict[str, Phrase] = {
    "person": Phrase("本人", "the person"),
    "window": Phrase("窗口", "the window"),
    "chief": Phrase("窗口负责人", "the head of the window"),
    "home_unit": Phrase("派出单位", "the home unit"),
    "center": Phrase("中心", "the centre"),
    "recorder": Phrase("记录人", "whoever recorded it"),
    "judge": Phrase("认定人", "whoever judged it"),
    "home_unit_leader": Phrase("派出单位主要领导", "the leader of the home unit"),
    "window_head": Phrase("窗口负责人", "the head of the window"),
    "supervision_office": Phrase("督查机构", "the supervision office"),
    "computer_owner": Phrase("计算机保管人", "the owner of the computer"),
    "leading_group": Phrase("领导小组", "the leading group"),
    "directors_meeting": Phrase("主任会议", "the directors' meeting"),
}
"""Whom a consequence may meet; a book may name others."""

ACTIONS: dict[str, Phrase] = {
    "bulletin": Phrase("通报", "a bulletin"),
    "notice": Phrase("告知", "a notice"),
    "notified": Phrase("告知", "a notice"),
    "letter": Phrase("发函", "a letter"),
    "letter_of_praise": Phrase("发表扬函", "a letter of praise"),
    "talk": Phrase("约谈", "a talk"),
    "bar": Phrase("取消评优资格", "barred from awards"),
    "note": Phrase("记录", "a note on record"),
    "return": Phrase("退回派出单位", "return to the home unit"),
    "allowance_stopped": Phrase("停发津贴", "the allowance stopped"),
    "reminder": Phrase("提醒", "a reminder"),
    "criticism": Phrase("批评", "criticism"),
    "correct": Phrase("责令改正", "to be put right"),
    "correct_at_once": Phrase("立即整改", "to be put right at once"),
    "correct_by_date": Phrase("限期整改", "to be put right by a date"),
    "compensation": Phrase("赔偿", "compensation"),
    "counts_in_year": Phrase("计入年度考核", "counts in the year's assessment"),
    "barred_from_yearly_awards": Phrase("取消年度评优资格", "barred from the year's awards"),
    "barred_from_red_flag": Phrase("不得参评红旗窗口", "barred from the red flag"),
    "bonus_withheld": Phrase("扣发奖金", "the bonus withheld"),
    "points_deducted": Phrase("扣分", "points deducted"),
    "held_responsible": Phrase("追究责任", "held responsible"),
    "administrative_liability": Phrase("追究行政责任", "administrative liability"),
    "reported_to": Phrase("报告其领导", "reported"),
    "followed_up": Phrase("跟踪检查", "followed up"),
    "filed": Phrase("备案", "put on file"),
}
"""What the usual consequences are called; a book gives others a title."""

OF: dict[str, Phrase] = {
    "points": Phrase("本人所扣分值", "the points that it cost the person"),
    "money": Phrase("本人所扣金额", "the money that it cost the person"),
    "allowance": Phrase("津贴", "the allowance"),
    "item": Phrase("分项满分", "the full points of the item"),
    "dimension": Phrase("方面满分", "the full points of the dimension"),
    "total": Phrase("总分满分", "the full points"),
    "about": Phrase("所涉行为应扣分值", "the points that the act in question costs"),
}
Of = Literal["points", "money", "allowance", "item", "dimension", "total", "about"]


class Effect(Node):
    """What follows (后果), without saying for whom."""

    action: Annotated[Code | None, Field(description="处理：代码，如 bulletin、notice、talk")] = (
        None
    )
    points: Annotated[Figure | None, Field(description="分值")] = None
    money: Annotated[Figure | None, Field(description="金额（元）")] = None
    days: Annotated[Figure | None, Field(description="几日津贴")] = None
    share: Annotated[Figure | None, Field(description="比例，如 15% 或 0.15")] = None
    of: Annotated[
        Of | None,
        Field(
            description="什么的比例：points 本人所扣分值，money 本人所扣金额，allowance 津贴，"
            "item 分项满分，dimension 方面满分，total 总分满分，about 所涉行为应扣分值"
        ),
    ] = None
    each: Annotated[bool | None, Field(description="每次（每天）；false 即不论几次只一次")] = None
    months: Annotated[Figure | None, Field(description="持续月数")] = None
    grade: Annotated[str, Field(description="等次")] = ""
    act: Annotated[str, Field(description="另作为哪一行为追究")] = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        said = (self.action, self.points, self.money, self.days, self.share, self.months)
        return all(x is None for x in said) and not self.grade and not self.act

    @cached_property
    def is_priced(self) -> bool:
        """Whether it says an amount of money, in whatever unit."""
        return bool(self.figures.keys() - {"points"})

    @cached_property
    def is_fixed(self) -> bool:
        """Whether nobody has to settle any of its figures."""
        return all(figure.fixed is not None for figure in self.figures.values())

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures that it says, by name."""
        named = {
            "points": self.points,
            "money": self.money,
            "days": self.days,
            "share": self.share,
            "months": self.months,
        }
        return {name: figure for name, figure in named.items() if figure is not None}


class Consequence(MayBeTitled, Effect):
    """What else follows, and for whom (随之而来的处理)."""

    to: Annotated[
        Code,
        Field(
            description="对象：person 本人，window 窗口，chief 负责人，home_unit 派出单位，"
            "center 中心，recorder 记录人，judge 认定人；手册可另写"
        ),
    ] = "person"
    nth: Annotated[int, Field(ge=1, description="自第几次起")] = 1
    if_: Annotated[Condition | None, Field(alias="if", description="成立才有此后果的条件")] = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.is_empty:
            raise wrong(
                "says_nothing",
                "action、points、money、days、share、months、grade、act 至少其一",
                "at least one of action, points, money, days, share, months, grade, act",
            )
        return self

    def times(self, times: float, *, each: bool = True) -> float:
        """For how many of so many times it comes; `each`: as the rule around it has it."""
        each = each if self.each is None else self.each
        return max(0, times - self.nth + 1) if each else 1

    def is_due(self, nth: float) -> bool:
        """Whether it follows already at the nth time."""
        return nth >= self.nth

    @property
    def words(self) -> Phrase:
        """What follows, as a clerk writes it."""
        if self.title is not None:
            return Phrase(self.title.zh, self.title.en)
        return ACTIONS.get(self.action or "") or unnamed(self.action or "", "手册所列的处理")

    @property
    def says(self) -> Phrase:
        """What follows and how much, as a clerk writes it."""
        return self.says_times(1)

    def says_times(self, times: float) -> Phrase:
        """What follows and how much for so many times, as a clerk writes it."""
        said = [self.words] if self.action or self.title else []
        said += [_amount(name, figure, times) for name, figure in self.figures.items()]
        said += [Phrase(f"等次定为{self.grade}", f"the grade {self.grade}")] if self.grade else []
        said += [Phrase("另行追究", "to be pursued")] if self.act and not said else []
        return Phrase("、".join(p.zh for p in said), ", ".join(p.en for p in said))


_AMOUNTS: dict[str, Phrase] = {
    "points": Phrase("{n}分", "{n} points"),
    "money": Phrase("{n}元", "{n} yuan"),
    "days": Phrase("{n}日津贴", "{n} days of the allowance"),
    "months": Phrase("{n}个月", "{n} months"),
}


_TO_SETTLE = Phrase("待定", "to be settled")


def _amount(name: str, figure: Figure, times: float) -> Phrase:
    """A figure with its unit; one that a person has to settle says so."""
    n = figure.words()
    if times != 1 and figure.fixed is not None and name in ("points", "money"):
        all_ = plain(figure.fixed * Decimal(str(times)))
        n = Phrase(all_, all_)
    if name == "share":
        zh = en = f"{plain(figure.least * 100)}%"
    else:
        zh = _AMOUNTS[name].say("zh", n=n.zh)
        en = _AMOUNTS[name].say("en", n=n.en)
    if figure.fixed is None:
        by = to_words(figure.by) if figure.by else None
        settles = Phrase(f"由{by.zh}定", f"settled by {by.en}") if by else _TO_SETTLE
        return Phrase(f"{zh}（{settles.zh}）", f"{en} ({settles.en})")
    return Phrase(zh, en)


@dataclass(frozen=True, slots=True)
class Follows:
    """A consequence of a ruling (随之而来的处理): for whom, what, of which entry, how much.

    `to_settle`: the bounds within which a person still has to settle a figure, by its name;
    the figure itself is then null.
    """

    to: str
    action: str
    code: str
    article: str
    points: float | None = None
    share: float | None = None
    months: float | None = None
    money: str | None = None
    grade: str | None = None
    act: str | None = None
    to_settle: dict[str, tuple[float, float | None]] | None = None


def follows(one: Consequence, code: str, article: str, times: float = 1) -> Follows:
    """A consequence as it stands in a ruling; points and money for so many times."""
    fixed = {name: figure.fixed for name, figure in one.figures.items()}
    open_ = {
        name: (number(figure.least), None if figure.at_most is None else number(figure.at_most))
        for name, figure in one.figures.items()
        if figure.fixed is None
    }
    return Follows(
        to=one.to,
        action=one.action or next(iter(one.figures), "grade" if one.grade else "act"),
        code=code,
        article=one.article or article,
        points=maybe(_multiplied(fixed.get("points"), times)),
        share=maybe(fixed.get("share")),
        months=maybe(fixed.get("months")),
        money=_yuan(_multiplied(fixed.get("money"), times)),
        grade=one.grade or None,
        act=one.act or None,
        to_settle=open_ or None,
    )


def _multiplied(exact: Decimal | None, times: float) -> Decimal | None:
    return None if exact is None else exact * Decimal(str(times))


def _yuan(exact: Decimal | None) -> str | None:
    return None if exact is None else f"{exact:.2f}"


def as_consequence(effect: Effect) -> Consequence | None:
    """What follows for the person by a tier or a degree, as a consequence; None: nothing."""
    if effect.is_empty:
        return None
    names = ("article", "action", "points", "money", "days", "share", "of", "each", "months")
    said = {name: getattr(effect, name) for name in (*names, "grade", "act")}
    return Consequence.model_construct(**said, title=getattr(effect, "title", None), to="person")


def number(exact: Decimal) -> float:
    """A plain number: whole ones as integers, the rest to nine places."""
    rounded = round(exact, 9)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def maybe(exact: Decimal | None) -> float | None:
    """A plain number, if there is one."""
    return None if exact is None else number(exact)


def called(title: Wording | None, code: str, zh: str) -> Phrase:
    """What an entry is called; one without a title by its code, in Chinese by what it is."""
    return unnamed(code, zh) if title is None else Phrase(title.zh, title.en)


def to_words(to: str) -> Phrase:
    """Whom it meets, as a clerk writes it."""
    return TO.get(to) or unnamed(to, "手册所指的人")


__all__ = ["ACTIONS", "OF", "TO", "Consequence", "Effect", "Follows", "follows", "plain", "unnamed"]
