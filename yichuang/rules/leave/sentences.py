"""The sentences of leave rulings."""

from __future__ import annotations

from yichuang.phrases import Phrase, phrase
from yichuang.rules.parts.consequence import Consequence, to_words
from yichuang.rules.parts.range import Span
from yichuang.rules.sections.leave import Unit
from yichuang.rules.wording import by_unit

LENGTH = {
    "half_days_touched": phrase(
        "leave.length.half_days_touched",
        "{start} 至 {end}：工作时间 {hours} 小时，涉及 {halves} 个半天；天数按涉及的半天计",
        "{start} to {end}: {hours} working hours, {halves} half-days touched, which make the days",
    ),
    "working_days_touched": phrase(
        "leave.length.working_days_touched",
        "{start} 至 {end}：工作时间 {hours} 小时，涉及 {halves} 个半天；天数按涉及的工作日计",
        "{start} to {end}: {hours} working hours, {halves} half-days touched; "
        "each working day touched is a day",
    ),
    "hours": phrase(
        "leave.length.hours",
        "{start} 至 {end}：工作时间 {hours} 小时，涉及 {halves} 个半天；天数按工时折算",
        "{start} to {end}: {hours} working hours, {halves} half-days touched; "
        "the days are made of the hours",
    ),
    "share_of_day": phrase(
        "leave.length.share_of_day",
        "{start} 至 {end}：工作时间 {hours} 小时，涉及 {halves} 个半天；天数按占当日工时的比例折算",
        "{start} to {end}: {hours} working hours, {halves} half-days touched; "
        "the days are what the hours are of each day's own",
    ),
}
ORAL = phrase(
    "leave.oral",
    "{start} 至 {end}：工作时间 {hours} 小时；口头请假不计天数",
    "{start} to {end}: {hours} working hours; an oral leave takes no day",
)
TOLD = phrase("leave.told", "另须通报{zh}", "{en} to be told besides")
_UNITS = {
    "hour": ("小时", "hours"),
    "session": ("个完整的半天", "whole half-days"),
    "day": ("天", "days"),
    "working_day": ("个工作日", "working days"),
    "calendar_day": ("个自然日", "calendar days"),
    "month": ("个月", "months"),
}
_PERIODS = {
    "leave": ("每次", "a leave"),
    "month": ("每月", "a month"),
    "quarter": ("每季度", "a quarter"),
    "year": ("每年", "a year"),
}
STEP = {
    unit: phrase(
        f"leave.step.{unit}",
        f"请假 {{amount}} {zh}，{{step}}",
        f"a leave of {{amount}} {en}: {{step_en}}",
    )
    for unit, (zh, en) in _UNITS.items()
}
SILENT = {
    unit: phrase(
        f"leave.silent.{unit}",
        f"请假 {{amount}} {zh}，{{step}}，条文未规定由谁审批",
        f"a leave of {{amount}} {en}, {{step_en}}: the text doesn't say who approves",
    )
    for unit, (zh, en) in _UNITS.items()
}


def span_words(span: Span, unit: Unit) -> Phrase:
    """The lengths of a step as a clerk writes them, e.g. ``超过 1 天、不超过 3 天``."""
    unit_zh, unit_en = _UNITS[unit]
    zh, en = [], []
    if span.low is not None:
        n = f"{span.low.value:g}"
        zh.append(f"不少于 {n} {unit_zh}" if span.low.inclusive else f"超过 {n} {unit_zh}")
        en.append(f"{n} or more {unit_en}" if span.low.inclusive else f"over {n} {unit_en}")
    if span.high is not None:
        n = f"{span.high.value:g}"
        zh.append(f"不超过 {n} {unit_zh}" if span.high.inclusive else f"不足 {n} {unit_zh}")
        en.append(f"up to {n} {unit_en}" if span.high.inclusive else f"under {n} {unit_en}")
    return Phrase("、".join(zh) or "不论长短", ", ".join(en) or "whatever the length")


OVER_LIMIT = {
    (unit, per): phrase(
        f"leave.over_limit.{unit}.{per}",
        f"本次 {{length}} {zh}，此前 {{taken}}，{per_zh}至多 {{limit}}",
        f"this leave {{length}} {en}, before it {{taken}}; at most {{limit}} {per_en}",
    )
    for unit, (zh, en) in _UNITS.items()
    for per, (per_zh, per_en) in _PERIODS.items()
}
TOO_LATE = by_unit(
    "leave.too_late",
    "应提前 {n} [unit]申请，于 {applied} 提出",
    "to be asked for {n} [unit] before; asked for on {applied}",
)
IN_GOOD_TIME = by_unit(
    "leave.in_good_time",
    "应提前 {n} [unit]申请，于 {applied} 提出，符合",
    "to be asked for {n} [unit] before; asked for on {applied}, in good time",
)
ASKING_NOT_SAID = by_unit(
    "leave.asking_not_said",
    "应提前 {n} [unit]申请，没有说明何时提出",
    "to be asked for {n} [unit] before; when it was asked for is not stated",
)
NO_ROUTE = phrase(
    "leave.no_route",
    "条文没有规定这种请假（{zh}，身份：{role}，窗口 {staff} 人）由谁审批",
    "the text doesn't say who approves such a leave ({en}, role: {role_en}, window of {staff})",
)
NO_ROLE = Phrase("一般人员", "staff")
GOES_FIRST = phrase(
    "leave.goes_first",
    "几种程序都适用，手册写明以这一种为先",
    "several routes fit, and the book says that this one goes first",
)
A_LEAVE = Phrase("手册另定的假", "a leave of the book's own")
A_PAPER = Phrase("所需材料", "the paper needed")
CIRCUMSTANCE = Phrase("手册所写的情形", "the circumstance the book names")
OWN_STEP = phrase(
    "leave.own_step",
    "请假人即{zh}，不审批自己的假",
    "the applicant is the {en} and doesn't approve their own leave",
)
BY_CIRCUMSTANCE = phrase("leave.by_circumstance", "{zh}，由{who}审批", "{en}: {who_en} approves")
STEP_FALLS_OUT = phrase(
    "leave.step_falls_out", "{zh}，免去{who}一步", "{en}: the step of {who_en} falls out"
)
APPROVER_NOT_STATED = phrase(
    "leave.approver_not_stated",
    "{zh}，由谁审批无从认定，不作猜测",
    "{en}, so who approves can't be told and isn't guessed",
)
NOT_STATED = phrase(
    "leave.not_stated",
    "{zh}，这一条是否适用无从认定",
    "{en}, so whether this article applies can't be told",
)
SUBSTITUTE_LACKS = phrase(
    "leave.substitute_lacks",
    "离岗 {sessions} 个完整半天、{days} 天，窗口 {staff} 人，未安排顶岗人员",
    "away {sessions} whole half-days, {days} days, window of {staff}: nobody stands in",
)
SUBSTITUTE = phrase("leave.substitute", "由 {who} 顶岗", "{who} stands in")
_LEVELS = {
    "town_clinic": ("医院（不限级别）", "any hospital"),
    "county_hospital": ("县级以上医院", "a county hospital or above"),
    "city_hospital": ("市级以上医院", "a city hospital or above"),
    "provincial_hospital": ("省级医院", "a provincial hospital"),
}


def level_words(level: str) -> Phrase:
    """Who must at least have signed a certificate."""
    zh, en = _LEVELS.get(level, ("规定级别以上的医院", "a hospital of the level asked for"))
    return Phrase(zh, en)


NO_CERTIFICATE = phrase(
    "leave.no_certificate",
    "须有{level}的证明，未提交",
    "a certificate of {level_en} is needed; there is none",
)
LOW_CERTIFICATE = phrase(
    "leave.low_certificate",
    "须有{level}的证明，所交为{found}的证明，不够级别",
    "a certificate of {level_en} is needed; the one of {found_en} isn't enough",
)
CERTIFICATE = phrase(
    "leave.certificate",
    "须有{level}的证明，已交{found}的证明",
    "a certificate of {level_en} is needed; there is one of {found_en}",
)
PAPER = phrase("leave.paper", "须有{zh}，已有", "{en} is needed and there")
PAPER_LACKS = phrase("leave.paper_lacks", "须有{zh}，没有", "{en} is needed; there is none")
NOT_SAID = phrase(
    "leave.not_said",
    "须有{zh}，没有说明是否已有",
    "{en} is needed; whether it is there is not stated",
)
HANDED_IN = phrase(
    "leave.handed_in", "须有{zh}，{handed} 交到", "{en} is needed and was handed in {handed}"
)
HANDED_IN_LATE = phrase(
    "leave.handed_in_late",
    "{zh}应于 {due} 前交到，{handed} 才交",
    "{en} was due by {due} and handed in only {handed}",
)
OWED = phrase(
    "leave.owed", "{zh}可在事后补交，至 {due}", "{en} may be handed in afterwards, by {due}"
)
CONSENT = phrase("leave.consent", "须经{who}同意，已同意", "{who_en} must consent and did")
NO_CONSENT = phrase(
    "leave.no_consent", "须经{who}同意，没有同意", "{who_en} must consent and didn't"
)
CONSENT_NOT_SAID = phrase(
    "leave.consent_not_said",
    "须经{who}同意，没有说明是否同意",
    "{who_en} must consent; whether they did is not stated",
)
ASKED_BY = phrase("leave.asked_by", "应由{who}提出，由{by}提出", "asked for by {by_en}, as it must")
WRONG_ASKER = phrase(
    "leave.wrong_asker",
    "应由{who}提出，而由{by}提出",
    "it must be asked for by {who_en}, not by {by_en}",
)
ASKER_NOT_SAID = phrase(
    "leave.asker_not_said",
    "应由{who}提出，没有说明由谁提出",
    "it must be asked for by {who_en}; who did is not stated",
)
REPORTED = phrase(
    "leave.reported", "应以{ways}报告，已报告", "to be reported by {ways_en}, and it was"
)
REPORTED_IN_TIME = phrase(
    "leave.reported_in_time",
    "应于 {due} 前以{ways}报告，{at} 报告",
    "to be reported by {ways_en} by {due}; reported {at}",
)
REPORTED_LATE = phrase(
    "leave.reported_late",
    "应于 {due} 前以{ways}报告，{at} 才报告，已逾时",
    "to be reported by {ways_en} by {due}; reported only {at}, too late",
)
REPORT_NOT_SAID = phrase(
    "leave.report_not_said",
    "应以{ways}报告，没有说明何时以何种方式报告",
    "to be reported by {ways_en}; when and how it was is not stated",
)
WRONG_CHANNEL = phrase(
    "leave.wrong_channel",
    "应以{ways}报告，而以{used}报告",
    "to be reported by {ways_en}, not by {used_en}",
)
COUNTS_AS = phrase("leave.counts_as", "因此按{zh}认定", "so it counts as {en}")
AS_ABSENCE = phrase("leave.as_absence", "因此按旷工认定", "so it counts as absence")
ALLOWED_ALL_THE_SAME = phrase(
    "leave.allowed_all_the_same",
    "有此欠缺仍可准假，另有后果",
    "the leave may be granted all the same; something follows",
)
ACT = phrase("leave.act", "记为一次违规行为", "it is an act on record")
FOLLOWS = phrase("leave.follows", "{zh}", "{en}")


def consequence_words(one: Consequence) -> Phrase:
    """What follows and for whom, as a clerk writes it."""
    zh, en = [], []
    if one.points is not None:
        n = one.points.words()
        zh.append(f"扣 {n.zh} 分")
        en.append(f"{n.en} points")
    if one.money is not None:
        n = one.money.words()
        zh.append(f"扣 {n.zh} 元")
        en.append(f"{n.en} yuan")
    if one.action is not None:
        zh.append(one.words.zh)
        en.append(one.words.en)
    who = to_words(one.to)
    said = Phrase("、".join(zh) or "另作处理", ", ".join(en) or "something follows")
    return Phrase(f"{who.zh}{said.zh}", f"{who.en}: {said.en}")


AWAY = phrase(
    "leave.away",
    "窗口 {staff} 人，已有 {away} 人不在，准假后剩 {left} 人",
    "a window of {staff}, {away} of them away already; {left} would be left",
)
FILED = phrase("leave.filed", "所有假条备案", "every leave is filed")
OVERDUE = phrase(
    "leave.overdue",
    "应于 {due} 返岗，至 {until} 未归的半天",
    "due back {due}; half-days begun until {until}",
)
IN_TIME = phrase("leave.in_time", "应于 {due} 返岗，未逾期", "due back {due}; not overdue")

DAYS_OFF_ONLY = phrase(
    "leave.days_off_only",
    "所请期间全是休息日或不在工作时段内，不占请假时间，无须请假",
    "the time asked for is days off or outside working hours alone; no leave is taken or needed",
)
RETURNED_LATER = phrase(
    "leave.returned_later",
    "销假时间 {returned} 晚于现在（{now}），须核实",
    "the report back of {returned} lies after now ({now}) and has to be checked",
)
OVERDUE_TO_CONFIRM = phrase(
    "leave.overdue_to_confirm",
    "应于 {due} 返岗，另有 {n} 个逾期半天系暂算的工作日，由负责人确认后才计",
    "due back {due}; {n} more overdue half-days lie on provisional days and count only once "
    "somebody has confirmed them",
)

# What facts are expected to be.
AFTER = Phrase("晚于 {start} 的时间", "a time after {start}")
NOT_LONGER = Phrase("{start} 之后 {days} 天以内的时间", "a time within {days} days after {start}")
KIND = Phrase("以下请假种类之一：{known}", "one of the kinds of leave {known}")
LEVEL = Phrase("以下证明出具者之一：{known}", "one of {known}")
CHANNEL = Phrase("以下方式之一：{known}", "one of the ways {known}")
NAMED = Phrase("手册所写的名称：{known}", "a name that the book has: {known}")
STAFF = Phrase("不小于 1 的整数", "a whole number, 1 or more")
AWAY_COUNT = Phrase("0 至 {most} 的整数", "a whole number from 0 to {most}")
NOT_NEGATIVE = Phrase("不小于 0 的数", "a number, 0 or more")
