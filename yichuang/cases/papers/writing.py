"""What each paper says (文书内容), in the plain words official papers use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast
from urllib.parse import urlencode

from yichuang.cases.flow import Kind
from yichuang.cases.papers.press import Line, Proof, Row, Sheet, Table, qr
from yichuang.cases.papers.source import Source, cited, day, moment
from yichuang.organization.personal import decrypt
from yichuang.organization.times import local

_LICENCE = "01"
_KEPT_BY_US, _KEPT_BY_YOU = "第一联　受理机关存档", "第二联　申请人留存"
_STATUS = MappingProxyType({
    "missing": "未提交", "defective": "不符合要求", "correctable": "可当场更正",
})  # fmt: skip
_UNITS = MappingProxyType({
    "minute": "分钟", "hour": "小时", "working_day": "个工作日", "calendar_day": "日",
    "month": "个月",
})  # fmt: skip


def sheet_of(source: Source) -> Sheet:
    """The paper of a case's last fact."""
    return _WRITERS[Kind(source.fact.kind)](source)


def acceptance(s: Source) -> Sheet:
    """受理通知书: accepted, with the dues and their articles, the code and the leaf."""
    if s.data.get("deemed") is True:
        because = (
            f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。本机关逾期未一次性告知需要补正的"
            f"全部内容，依据{s.article_of('deadline.deemed') or '《行政许可法》'}，"
            "自收到申请材料之日起即为受理。"
        )
    else:
        because = (
            f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请，申请材料齐全、符合法定形式。"
            f"{_by(s)}决定予以受理。"
        )
    papers = "；".join(f"{n}. {name.zh}" for n, name in enumerate(s.item.names(_handed_in(s)), 1))
    facts = (
        Row("事项名称", s.item.name.zh, f"事项编码 {s.item.code}"),
        Row("收到材料", papers),
        Row("受理时间", moment(local(s.course.received_at if _deemed(s) else s.fact.at))),
        *_dues(s),
    )
    return Sheet(
        org=s.org, title="受理通知书", number=s.row.number, addressee=s.applicant.name,
        paragraphs=(because,), facts=facts, sign_org=s.org, sign_date=s.on, proof=_proof(s),
        seal="（行政审批专用章）", gloss=_gloss(s),
        closing=("办理期限因听证、检验、鉴定、专家评审等中止或经批准延长的，本机关将书面告知。",),
    )  # fmt: skip


def correction(s: Source) -> Sheet:
    """补正通知书: every paper to correct and why, told once, in two signed copies (R04)."""
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
    by = (cited(section.notify.article) if section else "") or s.article_of("deadline.")
    return Sheet(
        org=s.org, title="补正通知书", number=s.row.number, addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}于{day(local(submission.at).date())}提交的“{s.item.name.zh}”申请材料不齐全"
            f"或者不符合法定形式。{_per(by)}现一次性告知需要补正的全部内容如下：",
        ),
        table=Table(("序号", "材料", "情况", "需要补正的内容"), (13, 48, 28, 0), rows),
        closing=(
            "请将上述材料补正后交回受理窗口。按本通知全部补正的，本机关即予受理；"
            "本通知未列出的材料，以后不再要求补正。",
        ),
        sign_org=s.org, sign_date=s.on, copies=_copies(s),
        signed_for=("经办人：", "申请人签收：", "签收时间：　　年　月　日"),
    )  # fmt: skip


def refusal(s: Source) -> Sheet:
    """不予受理决定书: the reasons, where to go, and how it can be challenged."""
    where = str(s.data["where_to_go"])
    return Sheet(
        org=s.org, title="不予受理决定书", number=s.row.number, addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。经审查，{_ended(s.data['reasons'])}",
            f"{_by(s)}决定不予受理。",
            *((f"该事项请向以下机关提出申请：{_ended(where)}",) if where else ()),
        ),
        closing=_remedies(s), sign_org=s.org, sign_date=s.on, seal="（行政审批专用章）",
        copies=(_KEPT_BY_US, _KEPT_BY_YOU), signed_for=("申请人签收：", "签收时间：　　年　月　日"),
    )  # fmt: skip


def extension(s: Source) -> Sheet:
    """延期办结通知书: how long, why, who approved it, until when."""
    section, who = s.deadlines, str(s.data["approved_by"])
    allowed = (section.joint_extension if s.item.joint else section.extension) if section else None
    approver = allowed.approvers[who].zh if allowed and who in allowed.approvers else who
    unit = _UNITS[allowed.unit] if allowed else "个工作日"
    document = f"（{s.data['document']}）" if s.data.get("document") else ""
    by = s.article_of("deadline.extended")
    return Sheet(
        org=s.org, title="延期办结通知书", number=s.row.number, addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}申请的“{s.item.name.zh}”，因{_unended(s.data['reason'])}，不能在期限内作出决定。",
            f"{_per(by)}经{approver}批准{document}，办理期限延长{s.data['days']}{unit}。",
        ),
        facts=_dues(s), sign_org=s.org, sign_date=s.on,
        closing=("办理期限只能延长一次，本机关将在延长后的期限内办结。",),
    )  # fmt: skip


def segment(s: Source) -> Sheet:
    """特别程序告知书: what it is, how long it takes, and what that does to the clock."""
    section, kind = s.deadlines, str(s.data["segment"])
    known = section.segments.get(kind) if section else None
    name = known.zh if known else kind
    ruled = s.clock.segments[-1]
    if ruled.finding is None and known:
        effect = f"依据{cited(known.legal_basis) or known.legal_basis}，所需时间不计入办理期限。"
    else:
        effect = "该环节所需时间仍计入办理期限。"
    return Sheet(
        org=s.org, title="特别程序告知书", number=s.row.number, addressee=s.applicant.name,
        paragraphs=(
            f"{s.you}申请的“{s.item.name.zh}”，因{_unended(s.data['reason'])}，需要进行{name}，"
            f"自{s.on}开始，预计需要{s.data['days']}日。{effect}",
            f"{name}结束后，本机关将继续办理。",
        ),
        sign_org=s.org, sign_date=s.on,
    )  # fmt: skip


def result(s: Source) -> Sheet:
    """准予 / 不予决定书: what was decided and why; a denial says how it can be challenged."""
    granted = s.data["decision"] == "approve"
    licence = "行政许可" if s.item.kind == _LICENCE else ""
    reasons, what = str(s.data["reasons"]), str(s.data["result"])
    if granted:
        title = f"准予{licence}决定书"
        if s.data.get("tacit") is True:
            why = f"本机关在承诺期限内未作出决定，依据{s.data['basis']}，视为准予。"
        else:
            why = f"经审查，{s.you}的申请符合规定的条件，本机关决定准予{licence}。"
        given = s.item.result.zh if s.item.result else ""
        facts = tuple(
            row for row in (
                Row("事项名称", s.item.name.zh, f"事项编码 {s.item.code}"),
                Row("决定内容", what or "准予"), Row("发给", given) if given else None,
            ) if row
        )  # fmt: skip
        closing: tuple[str, ...] = ()
    else:
        title = f"不予{licence}决定书"
        why = f"经审查，{_ended(reasons)}本机关决定不予{licence or '批准'}。"
        facts, closing = (), _remedies(s)
    return Sheet(
        org=s.org, title=title, number=s.row.number, addressee=s.applicant.name,
        paragraphs=(f"{s.you}于{s.applied_on}提出“{s.item.name.zh}”申请。{why}",),
        facts=facts, closing=closing, sign_org=s.org, sign_date=s.on,
    )  # fmt: skip


def delivery(s: Source) -> Sheet:
    """送达回证: which paper went to whom, how, and when."""
    by_mail = s.data["way"] == "mail"
    sealed = str(s.data["signed_by"])
    who = decrypt(bytes.fromhex(sealed), of=f"case:{s.row.number}") if sealed else ""
    how = f"邮寄（邮件号 {s.data['tracking']}）" if by_mail else "当面领取"
    decided = s.course.decision
    granted = decided is not None and decided.data["decision"] == "approve"
    licence = "行政许可" if s.item.kind == _LICENCE else ""
    facts = [
        Row("受送达人", s.applicant.name),
        Row("送达文书", f"{'准予' if granted else '不予'}{licence}决定书", f"{s.item.name.zh}"),
        Row("送达方式", how),
        Row("送达时间", moment(local(s.fact.at))),
    ]
    if who:
        facts.append(Row("签收人", who))
    return Sheet(
        org=s.org, title="送达回证", number=s.row.number, addressee="", paragraphs=(),
        facts=tuple(facts), sign_org=s.row.site.name, sign_date=s.on,
        seal="（综合出件窗口）", gloss="",
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


def _by(s: Source) -> str:
    """By which article of the stored ruling: 依据《行政许可法》第三十二条，"""
    because = cast("list[dict[str, object]]", s.data.get("because") or [])
    law = cited(str(because[0]["article"])) if because else ""
    return _per(law or s.article_of("deadline."))


def _per(article: str) -> str:
    return f"依据{article}，" if article else ""


def _dues(s: Source) -> tuple[Row, ...]:
    promised, statutory = s.clock.promised_due, s.clock.statutory_due
    rows = []
    if promised:
        rows.append(Row("承诺办结时限", f"{moment(promised)} 前", _from(s, "deadline.promised")))
    if statutory:
        rows.append(Row("法定办结时限", f"{moment(statutory)} 前", _from(s, "deadline.statutory")))
    return tuple(rows)


def _from(s: Source, key: str) -> str:
    """How a due comes about, and by which article."""
    said, article = s.said_of(key), s.article_of(key)
    return "　".join(part for part in (said, article) if part)


def _remedies(s: Source) -> tuple[str, ...]:
    section = s.casework
    if section is None:
        return ()
    again, suit = section.reconsideration, section.suit
    return (
        f"如不服本决定，可以自知道本决定之日起{again.n}{_UNITS[again.unit]}内申请行政复议"
        f"（{cited(again.article)}），或者自知道本决定之日起{suit.n}{_UNITS[suit.unit]}内依法向"
        f"人民法院提起行政诉讼（{cited(suit.article)}）。",
    )


def _copies(s: Source) -> tuple[str, ...]:
    """One for the file, the others for the applicant."""
    section = s.casework
    n = section.notice_copies if section else 2
    return (_KEPT_BY_US, *(_KEPT_BY_YOU for _ in range(n - 1)))


def _proof(s: Source) -> Proof:
    code = s.applicant.code
    page, phone = s.address or "/follow", s.row.department.phone or s.row.site.phone
    asked = urlencode({"number": s.row.number, "code": code})
    return Proof(
        qr=qr(f"{page}?{asked}"),
        lines=(
            Line("办件编号", s.row.number), Line("查 询 码", f"{code[:4]} {code[4:]}", large=True),
            Line("扫码或登录", page), *((Line("咨询电话", phone),) if phone else ()),
        ),
        leaf_label=f"存证码（封存后在 {_record_page(page)} 核对；内容改动即不相符）",
        leaf=s.code,
    )  # fmt: skip


def _record_page(follow: str) -> str:
    """Where a code is checked, beside the page where the case is followed."""
    return follow.rpartition("/")[0] + "/record"


def _gloss(s: Source) -> str:
    due = s.clock.promised_due
    until = f" Promised by {due:%d %B %Y, %H:%M}." if due else ""
    return (
        f"Acceptance notice: {s.item.name.en}. Your application was accepted.{until} Follow it "
        "with the number and code above. The digest proves when and as what it was recorded."
    )


def _ended(text: object) -> str:
    said = str(text).strip()
    return said if said.endswith(("。", "！", "？", ".")) else f"{said}。"


def _unended(text: object) -> str:
    return str(text).strip().rstrip("。.")
