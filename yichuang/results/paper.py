"""The superseding decision on paper (变动决定书): what it does, to which one, and why."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.outcomes import Granted, granted
from yichuang.courses.store import read
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, name_of
from yichuang.organization.times import local
from yichuang.papers import actions as papers
from yichuang.papers import word
from yichuang.papers.press import Copy, Foot, Line, Row, Sheet
from yichuang.papers.states import Copy as Edition
from yichuang.results.queries import result
from yichuang.results.result import Change, ResultDossier
from yichuang.results.states import ENDS, WHATS

_ENDED = "原决定自本决定作出之日起失效。"
_PREVAILS = "与原决定不一致的，以本决定为准。"


def printed(number: str, seq: int, *, reader: Reader, at: datetime) -> bytes:
    """The decision as PDF, kept from its first printing on. Raises NotFound."""
    dossier, of, change = _found(number, seq, reader)
    about = papers.About(of.site_id, of.site_code, dossier.subject, seq)
    return papers.keep(about, Edition.WHOLE, lambda: _sheet(of, change), dated=change.decided.at,
                       at=at).content  # fmt: skip


def for_word(number: str, seq: int, *, reader: Reader) -> word.Written:
    """The decision's text for Word (可编辑稿), by the centre's own template or ours."""
    _, of, change = _found(number, seq, reader)
    return word.written(of.site_code, "changed", _sheet(of, change))


def _found(number: str, seq: int, reader: Reader) -> tuple[ResultDossier, Granted, Change]:
    result(number, reader)
    dossier, of = read(ResultDossier, number, reader), granted(number)
    change = next((one for one in dossier.course.changes if one.decided.seq == seq), None)
    if of is None or change is None:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    return dossier, of, change


def _sheet(of: Granted, change: Change) -> Sheet:
    what, on = WHATS[change.what].zh, local(change.decided.at)
    first = local(of.decided_at)
    named = of.document or of.number
    person = change.decided.person_id
    facts = [Row("事项名称", of.item.zh), Row("原决定", named, f"{_day(first)}作出")]
    if change.wording:
        facts.append(Row("现决定内容", change.wording))
    effect = (
        "原决定自本决定作出之日起失效。"
        if change.what in ENDS
        else "与原决定不一致的，以本决定为准。"
    )
    foot = Foot((
        Line("办件编号", of.number), Line("经办", name_of(person) if person else ""),
    ))  # fmt: skip
    return Sheet(
        org=of.department.zh, title=f"{what}决定书", number=change.document,
        addressee=of.holder.name,
        paragraphs=(
            f"本机关于{_day(first)}作出的“{of.item.zh}”决定，因"
            f"{change.reason.rstrip('。')}，依据{change.basis.rstrip('。')}，现予{what}。{effect}",
        ),
        facts=tuple(facts), sign_org=of.department.zh,
        sign_date=_day(on), seal="（行政审批专用章）",
        copies=(Copy("第一联　机关存档", foot), Copy("第二联　持有人留存", foot)),
        signed_for=("受送达人签名：", "时间：　　年　月　日"),
    )  # fmt: skip


def _day(on: datetime) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
