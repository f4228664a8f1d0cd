"""Who is told of what happens to a case (告知): the applicant, and staff whom it concerns.

Called right after the fact, in its transaction. The applicant is told by the telephone or e-mail
they left; the paper stays what counts in law. No message names the applicant or anything else
that isn't needed to know which case it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from yichuang.cases.applicants import take_out
from yichuang.cases.states import Kind
from yichuang.messages.actions import About, tell_applicant, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.times import local
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.cases.dossier import CaseDossier
    from yichuang.courses.course import Happened

_YOURS = Phrase(
    "您申请的“{item}”（办件编号 {number}）", "Your application for “{item}” (case {number}) "
)
_MORE = Phrase(
    "。凭受理通知书上的查询码可在本中心网站查进度。",
    ". Follow it on our site with the code on your notice.",
)
_COLLECT = Phrase(
    "。请持本人有效证件到综合窗口领取决定书。",
    ". Please collect the decision at the integrated window with your identity document.",
)
_TITLES: Mapping[Kind, Phrase] = MappingProxyType({
    Kind.ACCEPTED: Phrase("已受理", "Accepted"),
    Kind.NOTIFIED: Phrase("请补正材料", "Papers to correct"),
    Kind.REFUSED: Phrase("不予受理", "Not accepted"),
    Kind.EXTENDED: Phrase("办理期限延长", "Time limit extended"),
    Kind.SEGMENT_STARTED: Phrase("进入特别程序", "Special procedure"),
    Kind.DECIDED: Phrase("已作出决定", "Decided"),
    Kind.ISSUED: Phrase("决定书已寄出", "The decision was posted"),
})  # fmt: skip


def applicant_is_told(
    dossier: CaseDossier, fact: Happened, *, items: tuple[Phrase, ...] = ()
) -> None:
    """Tell the applicant what happened; `items`: the papers that a notice is about."""
    said = _SAYINGS[Kind(fact.kind)](dossier, fact, items)
    if said is None:
        return
    applicant = take_out(dossier.case.personal, number=dossier.case.number)
    name, number = dossier.item.name, dossier.case.number
    yours = filled(_YOURS, {"item": name.zh, "number": number}, {"item": name.en, "number": number})
    told = Told(_TITLES[Kind(fact.kind)], Phrase(yours.zh + said.zh, yours.en + said.en))
    tell_applicant(
        _about(dossier, fact), told, phone=applicant.phone or applicant.agent_phone,
        email=applicant.email, actor=fact.actor,
    )  # fmt: skip


_RETURNED = Phrase("退回重新审查", "Returned for another review")
_RETURNED_TEXT = Phrase(
    "办件 {number}（{item}）被退回，请重新审查。意见：{opinion}",
    "Case {number} ({item}) was returned to you for another review: {opinion}",
)


def reviewer_is_told(dossier: CaseDossier, fact: Happened, *, person_id: int) -> None:
    """Tell the reviewer that a case came back to them, and why."""
    opinion = str(fact.data["opinion"])
    _staff_is_told(dossier, fact, person_id, _RETURNED, _RETURNED_TEXT, {"opinion": opinion})


def _staff_is_told(
    dossier: CaseDossier, fact: Happened, person_id: int, title: Phrase, text: Phrase,
    more: Mapping[str, object],
) -> None:  # fmt: skip
    name, args = dossier.item.name, {"number": dossier.case.number, **more}
    said = filled(text, {"item": name.zh, **args}, {"item": name.en, **args})
    tell_person(_about(dossier, fact), Told(title, said), person_id=person_id, actor=fact.actor)


def _about(dossier: CaseDossier, fact: Happened) -> About:
    site = dossier.case.site
    return About(
        site_id=site.pk, site_code=site.code, subject=dossier.subject,
        event=f"{dossier.subject}/{fact.seq}", kind=f"case.{fact.kind}", at=fact.at,
    )  # fmt: skip


# ---- What the applicant is told ----------------------------------------------------------

_Say = Callable[["CaseDossier", "Happened", tuple[Phrase, ...]], Phrase | None]


def _accepted(dossier: CaseDossier, fact: Happened, _: tuple[Phrase, ...]) -> Phrase:
    due = dossier.case.promised_due
    if due is None:
        return _with(Phrase("已于{on}受理", "was accepted on {on}"), _MORE, _days(on=fact.at))
    said = Phrase("已于{on}受理，承诺{due}前办结", "was accepted on {on}; we promise it by {due}")
    return _with(said, _MORE, _days(on=fact.at, due=due))


def _notified(_held: CaseDossier, _fact: Happened, items: tuple[Phrase, ...]) -> Phrase:
    return filled(
        Phrase("需要一次性补正以下材料：{items}。详见补正通知书。",
               "needs these papers, told once and for all: {items}. See the correction notice."),
        {"items": "、".join(one.zh for one in items)},
        {"items": "; ".join(one.en for one in items)},
    )  # fmt: skip


def _refused(_held: CaseDossier, fact: Happened, _: tuple[Phrase, ...]) -> Phrase:
    where = str(fact.data["where_to_go"])
    return filled(
        Phrase("不予受理{where}。理由和救济途径见不予受理决定书。",
               "was not accepted{where}. The decision gives the reasons, and how to challenge it."),
        {"where": f"，请向{where}申请" if where else ""},
        {"where": f"; apply to {where}" if where else ""},
    )  # fmt: skip


def _extended(dossier: CaseDossier, fact: Happened, _: tuple[Phrase, ...]) -> Phrase:
    due = dossier.case.promised_due or fact.at
    return _with(
        Phrase("经批准延长办理期限，{due}前办结", "was extended with approval; it is due by {due}"),
        _MORE, _days(due=due),
    )  # fmt: skip


def _segment(_held: CaseDossier, fact: Happened, _: tuple[Phrase, ...]) -> Phrase | None:
    if not fact.data["notified_on"]:
        return None
    days = fact.data["days"]
    return filled(
        Phrase("需要进行特别程序，预计{days}日，详见特别程序告知书。",
               "needs a special procedure of about {days} days; see its notice."),
        {"days": days},
    )  # fmt: skip


def _decided(_held: CaseDossier, fact: Happened, _: tuple[Phrase, ...]) -> Phrase:
    return _with(Phrase("已于{on}作出决定", "was decided on {on}"), _COLLECT, _days(on=fact.at))


def _issued(_held: CaseDossier, fact: Happened, _: tuple[Phrase, ...]) -> Phrase | None:
    if fact.data["way"] != "mail":
        return None
    return filled(
        Phrase("的决定书已寄出，邮件号 {tracking}。",
               "was decided, and the decision was posted: tracking number {tracking}."),
        {"tracking": fact.data["tracking"]},
    )  # fmt: skip


_SAYINGS: Mapping[Kind, _Say] = MappingProxyType({
    Kind.ACCEPTED: _accepted, Kind.NOTIFIED: _notified, Kind.REFUSED: _refused,
    Kind.EXTENDED: _extended, Kind.SEGMENT_STARTED: _segment, Kind.DECIDED: _decided,
    Kind.ISSUED: _issued,
})  # fmt: skip


def _with(said: Phrase, more: Phrase, days: tuple[dict[str, object], dict[str, object]]) -> Phrase:
    made = filled(said, *days)
    return Phrase(made.zh + more.zh, made.en + more.en)


def _days(**at: datetime) -> tuple[dict[str, object], dict[str, object]]:
    """Days as each language writes them."""
    on = {name: local(one).date() for name, one in at.items()}
    return (
        {name: _day(one) for name, one in on.items()},
        {name: f"{one.day} {one:%B %Y}" for name, one in on.items()},
    )  # fmt: skip


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
