"""The sentences of leave rulings."""

from __future__ import annotations

from yichuang.phrases import Phrase, phrase

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
}
ORAL = phrase(
    "leave.oral",
    "{start} 至 {end}：工作时间 {hours} 小时；口头请假不计天数",
    "{start} to {end}: {hours} working hours; an oral leave takes no day",
)
TOLD = phrase("leave.told", "另须通报", "to be told besides")
_UNITS = {
    "hour": ("小时", "hours"),
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
        f"{{amount}} {zh}，属“{{step}}”一级",
        f"{{amount}} {en}: the step “{{step}}”",
    )
    for unit, (zh, en) in _UNITS.items()
}
SILENT = {
    unit: phrase(
        f"leave.silent.{unit}",
        f"{{amount}} {zh}（“{{step}}”），条文未规定由谁审批",
        f"{{amount}} {en} (“{{step}}”): the text doesn't say who approves",
    )
    for unit, (zh, en) in _UNITS.items()
}
OVER_LIMIT = {
    (unit, per): phrase(
        f"leave.over_limit.{unit}.{per}",
        f"本次 {{length}} {zh}，此前 {{taken}}，{per_zh}至多 {{limit}}",
        f"this leave {{length}} {en}, before it {{taken}}; at most {{limit}} {per_en}",
    )
    for unit, (zh, en) in _UNITS.items()
    for per, (per_zh, per_en) in _PERIODS.items()
}
TOO_LATE = {
    unit: phrase(
        f"leave.too_late.{unit}",
        f"应提前 {{n}} {_UNITS[unit][0]}申请，于 {{applied}} 提出",
        f"to be asked for {{n}} {_UNITS[unit][1]} before; asked for on {{applied}}",
    )
    for unit in ("hour", "working_day", "calendar_day")
}
NO_ROUTE = phrase(
    "leave.no_route",
    "条文没有规定这种请假（{type}，身份：{role}，窗口 {staff} 人）由谁审批",
    "the text doesn't say who approves such a leave ({type}, role: {role}, window of {staff})",
)
OWN_STEP = phrase(
    "leave.own_step",
    "请假人即 {role}，不审批自己的假",
    "the applicant is the {role} and doesn't approve their own leave",
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
    "": ("{level} 以上", "{level} or above"),
}
_NO_CERTIFICATE = {
    level: phrase(
        ".".join(("leave.no_certificate", level)).rstrip("."),
        f"须有{zh}的证明，未提交",
        f"a certificate of {en} is needed; there is none",
    )
    for level, (zh, en) in _LEVELS.items()
}
_LOW_CERTIFICATE = {
    level: phrase(
        ".".join(("leave.low_certificate", level)).rstrip("."),
        f"须有{zh}的证明，所交证明（{{found}}）不够级别",
        f"a certificate of {en} is needed; the one there is ({{found}}) isn't enough",
    )
    for level, (zh, en) in _LEVELS.items()
}
CERTIFICATE = phrase(
    "leave.certificate", "所交证明（{found}）符合要求", "the certificate ({found}) is enough"
)


def certificate_lacks(level: str, found: str | None) -> Phrase:
    """That a certificate of this level is missing, or the one there is is too low."""
    table = _LOW_CERTIFICATE if found else _NO_CERTIFICATE
    return table.get(level, table[""])


COUNTS_AS = phrase(
    "leave.counts_as", "没有所需证明，按 {kind} 计", "without the certificate it counts as {kind}"
)
AWAY = phrase(
    "leave.away",
    "窗口 {staff} 人，已有 {away} 人不在",
    "a window of {staff}, {away} of them away already",
)
SEAL_LACKS = phrase(
    "leave.seal_lacks", "假条须盖单位公章", "the unit's seal is missing on the paper"
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
STAFF = Phrase("不小于 1 的整数", "a whole number, 1 or more")
AWAY_COUNT = Phrase("0 至 {most} 的整数", "a whole number from 0 to {most}")
NOT_NEGATIVE = Phrase("不小于 0 的数", "a number, 0 or more")
