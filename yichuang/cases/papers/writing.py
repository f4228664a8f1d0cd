"""What each paper says (文书内容), in the plain words official papers use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, cast

from yichuang.cases.papers import gloss
from yichuang.cases.papers.feet import LICENCE, copies, remedies_said, several
from yichuang.cases.papers.source import Source, cited, day, moment
from yichuang.cases.states import Kind
from yichuang.organization.personal import decrypt
from yichuang.organization.times import local
from yichuang.papers.press import Row, Sheet, Table
from yichuang.rules import masking

if TYPE_CHECKING:
    from yichuang.rules.sections.casework import Outcome

_MOST_LAWS = 2
_EXTENDED = "已计入本次延长"
_SEAL = "（行政审批专用章）"
_STATUS = MappingProxyType({
    "missing": "未提交", "defective": "不符合要求", "correctable": "可当场更正",
})  # fmt: skip
UNITS = MappingProxyType({
    "minute": "分钟", "hour": "小时", "working_hour": "个工作小时", "half_day": "个半天",
    "working_day": "个工作日", "calendar_day": "日", "month": "个月",
})  # fmt: skip


def sheet_of(source: Source) -> Sheet:
    """The paper of a case's last fact."""
    return _WRITERS[Kind(source.fact.kind)](source)


def acceptance(s: Source) -> Sheet:
    """受理通知书: accepted, with the dues and their articles, the code and the leaf."""
    outcome: Outcome = "deemed" if _deemed(s) else "accepted"
    if _deemed(s):
        because = (
            f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。本机关逾期未一次性告知需要补正的"
            f"全部内容，{_per(s.basis_of('deemed') or s.article_of('deadline.deemed'))}"
            "自收到申请材料之日起即为受理。"
        )
    else:
        because = (
            f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请，申请材料齐全、符合法定形式。"
            f"{_per(s.basis_of('accepted') or _stored(s))}决定予以受理。"
        )
    papers = "；".join(f"{n}. {name.zh}" for n, name in enumerate(s.item.names(_handed_in(s)), 1))
    facts = (
        Row("事项名称", s.item.name.zh, f"事项编码 {s.item.code}"),
        Row("收到材料", papers),
        Row("受理时间", moment(local(s.course.received_at if _deemed(s) else s.fact.at))),
        *_dues(s),
    )
    return Sheet(
        org=s.org, title="受理通知书", number=s.number_of(outcome), addressee=s.applicant.name,
        paragraphs=(because,), facts=facts, sign_org=s.org, sign_date=s.on, seal=_SEAL,
        copies=copies(s, gloss.acceptance(s), proof=True),
        closing=("办理期限因听证、检验、鉴定、专家评审等中止或经批准延长的，本机关将书面告知。",),
    )  # fmt: skip


def correction(s: Source) -> Sheet:
    """补正通知书: every paper to correct and why, told once, in signed copies (R04)."""
    codes = tuple(str(code) for code in cast("list[object]", s.data["items"]))
    submission = s.course.submissions[-1]
    states = {c: v for one in s.course.submissions for c, v in one.materials.items()}
    on_the_spot = tuple(c for c, v in states.items() if v == "correctable")
    rows = tuple(
        (str(n), name.zh, _STATUS[states.get(code, "missing")], submission.why.get(code) or (
            "请提交" if states.get(code, "missing") == "missing" else "请按要求更正"))
        for n, (code, name) in enumerate(
            zip((*codes, *on_the_spot), s.item.names((*codes, *on_the_spot)), strict=True), 1)
    )  # fmt: skip
    section = s.book.on(local(s.fact.at).date()).intake
    by = s.basis_of("notified") or (cited(section.notify.article) if section else "")
    return Sheet(
        org=s.org, title="补正通知书", number=s.number_of("notified"),
        addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}于{day(local(submission.at).date())}提交的“{s.item.name.zh}”申请材料不齐全"
            f"或者不符合法定形式。{_per(by)}现一次性告知需要补正的全部内容如下：",
        ),
        table=Table(("序号", "材料", "情况", "需要补正的内容"), (13, 48, 28, 0), rows),
        closing=(
            "请将上述材料补正后交回受理窗口。按本通知全部补正的，本机关即予受理；"
            "本通知未列出的材料，以后不再要求补正。",
        ),
        sign_org=s.org, sign_date=s.on, seal=_SEAL,
        copies=several(s, gloss.correction(s, len(rows)), s.casework),
        signed_for=("经办人：", "申请人签收：", "签收时间：　　年　月　日"),
    )  # fmt: skip


def refusal(s: Source) -> Sheet:
    """不予受理决定书: the reasons, where to go, and how it can be challenged."""
    where = str(s.data["where_to_go"])
    ground: Outcome = "not_competent" if s.data["ground"] == "not_competent" else "false_materials"
    by = s.basis_of(ground) or _stored(s)
    return Sheet(
        org=s.org, title="不予受理决定书",
        number=s.number_of(ground),
        addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。经审查，{_ended(s.data['reasons'])}",
            f"{_per(by)}决定不予受理。",
            *((f"该事项请向以下机关提出申请：{_ended(where)}",) if where else ()),
        ),
        closing=remedies_said(s, UNITS), sign_org=s.org, sign_date=s.on, seal=_SEAL,
        copies=several(s, gloss.refusal(s), None),
        signed_for=("申请人签收：", "签收时间：　　年　月　日"),
    )  # fmt: skip


def extension(s: Source) -> Sheet:
    """延期办结通知书: how long, why, who approved it, until when."""
    section, who = s.deadlines, str(s.data["approved_by"])
    allowed = (section.joint.extension if s.item.joint else section.extension) if section else None
    approver = allowed.approvers[who].zh if allowed and who in allowed.approvers else who
    unit = UNITS[allowed.unit] if allowed else "个工作日"
    document = f"（{s.data['document']}）" if s.data.get("document") else ""
    by = s.basis_of("joint_extended" if s.item.joint else "extended")
    return Sheet(
        org=s.org, title="延期办结通知书",
        number=s.number_of("joint_extended" if s.item.joint else "extended"),
        addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}于{s.applied_on}申请的“{s.item.name.zh}”，因{_unended(s.data['reason'])}，"
            "不能在期限内作出决定。",
            f"{_per(by or s.article_of('deadline.extended'))}经{approver}批准{document}，"
            f"办理期限延长{s.data['days']}{unit}。",
        ),
        facts=tuple(replace(due, note=_EXTENDED) for due in _dues(s)),
        sign_org=s.org, sign_date=s.on,
        copies=copies(s, gloss.extension(s)),
        closing=("办理期限只能延长一次，本机关将在延长后的期限内办结。",),
    )  # fmt: skip


def segment(s: Source) -> Sheet:
    """特别程序告知书: what it is, how long it takes, and what that does to the clock."""
    section, kind = s.deadlines, str(s.data["segment"])
    known = section.segments.get(kind) if section else None
    name = known.zh if known else kind
    ruled = s.clock.segments[-1]
    stops = ruled.finding is None and known is not None
    if stops and known:
        law = s.basis_of("segment") or cited(known.legal_basis)
        effect = f"{_per(law)}所需时间不计入办理期限。"
    else:
        effect = "该环节所需时间仍计入办理期限。"
    return Sheet(
        org=s.org, title="特别程序告知书", number=s.number_of("segment"),
        addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}于{s.applied_on}申请的“{s.item.name.zh}”，因{_unended(s.data['reason'])}，"
            f"需要进行{name}，自{s.on}开始，预计需要{s.data['days']}日。{effect}",
            f"{name}结束后，本机关将继续办理。",
        ),
        sign_org=s.org, sign_date=s.on,
        copies=copies(s, gloss.segment(s, known.en if known else kind, stops=stops)),
    )  # fmt: skip


def result(s: Source) -> Sheet:
    """准予 / 不予决定书: what was decided, by which law and why, and how to challenge it."""
    granted = s.data["decision"] == "approve"
    return _approval(s) if granted else _denial(s)


def _approval(s: Source) -> Sheet:
    licence = "行政许可" if s.item.kind == LICENCE else ""
    what, given = str(s.data["result"]), s.item.result.zh if s.item.result else ""
    if s.data.get("tacit") is True:
        because = f"本机关在承诺期限内未作出决定，依据{s.data['basis']}，视为准予。"
    else:
        because = (
            f"经审查，{s.you}的申请符合规定的条件。"
            f"{_per(_decided_by(s, 'approved'))}本机关决定准予{licence}。"
        )
    facts = (
        Row("事项名称", s.item.name.zh, f"事项编码 {s.item.code}"),
        Row("决定内容", what or f"准予{licence}"),
        *((Row("发给", given),) if given else ()),
    )
    return Sheet(
        org=s.org, title=f"准予{licence}决定书",
        number=s.number_of("tacit" if s.data.get("tacit") is True else "approved"),
        addressee=s.applicant.name,
        paragraphs=(f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。{because}",),
        facts=facts, sign_org=s.org, sign_date=s.on, copies=copies(s, gloss.approval(s)),
    )  # fmt: skip


def _denial(s: Source) -> Sheet:
    licence = "行政许可" if s.item.kind == LICENCE else ""
    because = (
        f"经审查，{_ended(s.data['reasons'])}"
        f"{_per(_decided_by(s, 'denied'))}本机关决定不予{licence or '批准'}。"
    )
    return Sheet(
        org=s.org, title=f"不予{licence or '批准'}决定书", number=s.number_of("denied"),
        addressee=s.applicant.name,
        paragraphs=(f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。{because}",),
        closing=remedies_said(s, UNITS), sign_org=s.org, sign_date=s.on,
        copies=copies(s, gloss.denial(s)),
    )  # fmt: skip


def delivery(s: Source) -> Sheet:
    """送达回证: which paper went to whom, how, and when. It stays in the file."""
    by_mail = s.data["way"] == "mail"
    sealed = str(s.data["signed_by"])
    who = decrypt(bytes.fromhex(sealed), of=f"case:{s.row.number}") if sealed else ""
    how = f"邮寄（邮件号 {s.data['tracking']}）" if by_mail else "当面领取"
    decided = s.course.decision
    granted = decided is not None and decided.data["decision"] == "approve"
    licence = "行政许可" if s.item.kind == LICENCE else ""
    kind = f"准予{licence}" if granted else f"不予{licence or '批准'}"
    facts = [
        Row("受送达人", s.applicant.name),
        Row("送达文书", f"{kind}决定书", s.item.name.zh),
        Row("送达方式", how),
        Row("送达时间", moment(local(s.fact.at))),
        Row("送达依据", s.basis_of("delivered") or "—"),
    ]
    if who:
        facts.append(Row("签收人", who if s.whole else masking.name(who)))
    return Sheet(
        org=s.org, title="送达回证", number=s.number_of("delivered"), addressee="",
        paragraphs=(), facts=tuple(facts), sign_org=s.row.site.name, sign_date=s.on,
        seal="（综合出件窗口）", copies=copies(s, gloss.delivery(s), code=False),
        signed_for=("送达人：", "受送达人签名：", "时间：　　年　月　日"),
    )  # fmt: skip


_WRITERS: Mapping[Kind, Callable[[Source], Sheet]] = MappingProxyType({
    Kind.ACCEPTED: acceptance, Kind.NOTIFIED: correction, Kind.REFUSED: refusal,
    Kind.EXTENDED: extension, Kind.SEGMENT_STARTED: segment, Kind.DECIDED: result,
    Kind.ISSUED: delivery,
})  # fmt: skip


def _deemed(s: Source) -> bool:
    return s.data.get("deemed") is True


def _handed_in(s: Source) -> tuple[str, ...]:
    states = {c: v for one in s.course.submissions for c, v in one.materials.items()}
    return tuple(m.code for m in s.item.materials if states.get(m.code) == "ok")


def _stored(s: Source) -> str:
    """The article of the stored ruling, where the book names none for the paper."""
    because = cast("list[dict[str, object]]", s.data.get("because") or [])
    law = cited(str(because[0]["article"])) if because else ""
    return law or s.article_of("deadline.")


def _decided_by(s: Source, outcome: Literal["approved", "denied"]) -> str:
    """The law of the matter and, for a licence, that of licensing."""
    licensing = s.basis_of(outcome) if s.item.kind == LICENCE or not s.item.legal_basis else ""
    return "、".join(part for part in (*s.item.legal_basis[:_MOST_LAWS], licensing) if part)


def _per(article: str) -> str:
    return f"依据{article}，" if article else ""


def _dues(s: Source) -> tuple[Row, ...]:
    promised, statutory = s.clock.promised_due, s.clock.statutory_due
    rows = []
    if promised:
        rows.append(Row("承诺办结时限", f"{moment(promised)}前", _from(s, "deadline.promised")))
    if statutory:
        rows.append(Row("法定办结时限", f"{moment(statutory)}前", _from(s, "deadline.statutory")))
    return tuple(rows)


def _from(s: Source, key: str) -> str:
    """How a due comes about, and by which article."""
    said, article = s.said_of(key), s.article_of(key)
    return "　".join(part for part in (said, article) if part)


def _ended(text: object) -> str:
    said = str(text).strip()
    return said if said.endswith(("。", "！", "？", ".")) else f"{said}。"


def _unended(text: object) -> str:
    return str(text).strip().rstrip("。.")
