"""The sentences of attendance rulings."""

from __future__ import annotations

from yichuang.phrases import Phrase, phrase

BOTH = phrase(
    "attendance.both",
    "{date} {start}–{end}：{in_time} 签到，{out_time} 签退",
    "{date} {start}–{end}: signed in {in_time}, signed out {out_time}",
)
ONLY_IN = phrase(
    "attendance.only_in",
    "{date} {start}–{end}：{in_time} 签到，无需签退",
    "{date} {start}–{end}: signed in {in_time}; no signing out is asked",
)
ONLY_OUT = phrase(
    "attendance.only_out",
    "{date} {start}–{end}：{out_time} 签退，无需签到",
    "{date} {start}–{end}: signed out {out_time}; no signing in is asked",
)
NOTHING_ASKED = phrase(
    "attendance.nothing_asked",
    "{date} {start}–{end}：无需打卡",
    "{date} {start}–{end}: no punch is asked",
)
_OFF = {
    ("sign_in", False): phrase(
        "attendance.signed_in",
        "{date} {time} 签到，{mark} 上班，迟 {minutes} 分钟",
        "{date} signed in {time}, session starts {mark}: {minutes} min after",
    ),
    ("sign_in", True): phrase(
        "attendance.signed_in_before",
        "{date} {time} 签到，{mark} 上班，提前 {minutes} 分钟",
        "{date} signed in {time}, session starts {mark}: {minutes} min before",
    ),
    ("sign_out", False): phrase(
        "attendance.signed_out",
        "{date} {time} 签退，{mark} 下班，早 {minutes} 分钟",
        "{date} signed out {time}, session ends {mark}: {minutes} min before",
    ),
    ("sign_out", True): phrase(
        "attendance.signed_out_after",
        "{date} {time} 签退，{mark} 下班，晚 {minutes} 分钟",
        "{date} signed out {time}, session ends {mark}: {minutes} min after",
    ),
}


_OFF_SHOWN = {
    key: phrase(
        f"{one.key}.shown",
        one.zh.replace("，{mark}", "（以{zh}为准），{mark}", 1),
        one.en.replace("{time},", "{time} (shown by {en}),", 1),
    )
    for key, one in _OFF.items()
}


def off(side: str, *, before: bool, shown: bool = False) -> Phrase:
    """How far a punch is from its mark; `before` the start, or after the end.

    `shown`: something else than the terminal shows it, which is named.
    """
    return (_OFF_SHOWN if shown else _OFF)[side, before]


SHOWN = phrase("attendance.shown", "{at} 的打卡以{zh}为准", "the punch of {at} is shown by {en}")
SHOWN_OUTAGE = phrase(
    "attendance.shown_outage",
    "{out_from} 至 {out_to} 打卡机停用，{at} 的打卡以{zh}为准",
    "the terminal was out from {out_from} to {out_to}: the punch of {at} is shown by {en}",
)
NO_SUCH_EVIDENCE = phrase(
    "attendance.no_such_evidence",
    "{at} 的打卡以{zh}为据，条文没有规定可以它为准，无效",
    "the punch of {at} rests on {en}, which the text doesn't name: void",
)
OTHER_WAY = Phrase("另一种凭据", "something else")
NO_OUTAGE = phrase(
    "attendance.no_outage",
    "{at} 的打卡以{zh}为据，但当时没有打卡机停用的记录，无效",
    "the punch of {at} rests on {en}, but no outage of the terminal is on record then: void",
)
UNSIGNED = phrase(
    "attendance.unsigned",
    "{at} 的打卡以{zh}为据，没有{who}签字，无效",
    "the punch of {at} rests on {en}, which isn't signed by {who_en}: void",
)
WRONG_SIGNATURE = phrase(
    "attendance.wrong_signature",
    "{at} 的打卡以{zh}为据，应由{who}签字而由他人签字，无效",
    "the punch of {at} rests on {en}, which somebody else than {who_en} signed: void",
)
HAND_IN_NOT_STATED = phrase(
    "attendance.hand_in_not_stated",
    "{at} 的打卡以{zh}为据，应于 {due} 前交到，没有说明何时交到，无效",
    "the punch of {at} rests on {en}, due by {due}; when it was handed in is not stated: void",
)
HANDED_IN_LATE = phrase(
    "attendance.handed_in_late",
    "{at} 的打卡以{zh}为据，应于 {due} 前交到，{handed} 才交，无效",
    "the punch of {at} rests on {en}, due by {due} and handed in only {handed}: void",
)
ONE_TOO_MANY = phrase(
    "attendance.one_too_many",
    "{at} 的打卡以{zh}为据，{period} 内至多 {most} 次，已经用完，无效",
    "the punch of {at} rests on {en}, at most {most} times in {period}, all used: void",
)


NO_SIGN_IN = phrase(
    "attendance.no_sign_in",
    "{date} {start} 上班，无签到",
    "{date} no sign-in, session starts {start}",
)
NO_SIGN_OUT = phrase(
    "attendance.no_sign_out", "{date} {end} 下班，无签退", "{date} no sign-out, session ends {end}"
)
NEITHER = phrase(
    "attendance.neither",
    "{date} {start}–{end}：既无签到又无签退",
    "{date} {start}–{end}: neither signed in nor out",
)
EXCUSED = phrase(
    "attendance.excused",
    "{date} {start}–{end}：未打卡已事先报告",
    "{date} {start}–{end}: a punch not made was reported beforehand",
)
HOLE = phrase(
    "attendance.hole",
    "{date} {start}–{end}：{minutes} 分钟，条文对“{hole}”没有规定，不作认定",
    "{date} {start}–{end}: {minutes} min; of “{hole_en}” the text says nothing: not judged",
)
OUTSIDE_WINDOW = phrase(
    "attendance.outside_window",
    "{date} {at} 打卡不在规定的打卡时段内，条文未说如何处理，不作认定",
    "{date} {at}: a punch outside the times for punching, which the text doesn't treat; not judged",
)
VOID_PUNCH = phrase(
    "attendance.void_punch",
    "{date} {at} 打卡不在规定的打卡时段内，无效",
    "{date} {at}: a punch outside the times for punching is void",
)
ON_LEAVE = phrase(
    "attendance.on_leave",
    "{date} {start}–{end}：已准{zh}",
    "{date} {start}–{end}: approved {en}",
)
SET_ASIDE = phrase(
    "attendance.set_aside",
    "{date} {start}–{end}：异议成立，原认定已撤销",
    "{date} {start}–{end}: an objection was upheld, and what was found is set aside",
)
A_LEAVE = Phrase("手册另定的假", "leave of the book's own kind")
REST = phrase("attendance.rest", "{days} 天休息，不计", "{days} days off, not counted")
OUTING = phrase(
    "attendance.outing",
    "{from_time} 至 {to_time} 外出，上班时间 {minutes} 分钟，未经许可",
    "out from {from_time} to {to_time}, {minutes} min of work, without leave",
)
OUTING_APPROVED = phrase(
    "attendance.outing_approved",
    "{from_time} 至 {to_time} 外出，上班时间 {minutes} 分钟，已获许可",
    "out from {from_time} to {to_time}, {minutes} min of work, with leave",
)
PROXY = phrase(
    "attendance.proxy",
    "{at} 的打卡系他人代签，无效",
    "the punch at {at} was made by somebody else: void",
)
HELPER = phrase("attendance.helper", "{at} 代他人签到", "punched for somebody else at {at}")
EVERY = phrase(
    "attendance.every",
    "{period}{what}累计 {count}，每满 {every} 折算一次",
    "{period_en}: {what_en} {count} in all; every {every} count",
)
REACHED = phrase(
    "attendance.reached",
    "{period}{what}累计 {count}，属“{step}”一档",
    "{period_en}: {what_en} {count} in all, which is “{step_en}”",
)
NO_STEP = phrase(
    "attendance.no_step",
    "{period}{what}累计 {count}，未达起算数",
    "{period_en}: {what_en} {count} in all, below the first step",
)
COUNT_HOLE = phrase(
    "attendance.count_hole",
    "{period}{what}累计 {count}，条文对“{step}”没有规定，不作认定",
    "{period_en}: {what_en} {count} in all; of “{step_en}” the text says nothing: not judged",
)
OWN_COUNT = Phrase("手册所计的情形", "what the book counts")


ATTENDED = {
    "not_absent": phrase(
        "attendance.attended.not_absent",
        "出勤 {attended} 天，请假 {leave} 天，旷工 {absence} 天；未旷工的半天即为出勤",
        "attended {attended} days, leave {leave}, absence {absence}; "
        "a half-day that isn't absent is attended",
    ),
    "both_punches": phrase(
        "attendance.attended.both_punches",
        "出勤 {attended} 天，请假 {leave} 天，旷工 {absence} 天；签到、签退齐全的半天方为出勤",
        "attended {attended} days, leave {leave}, absence {absence}; "
        "only a half-day signed in and out is attended",
    ),
}

# What facts are expected to be.
FROM_BEFORE_TO = Phrase("不早于 {start} 的日期", "a day not before {start}")
PERIOD_LENGTH = Phrase("不超过 {days} 天的期间", "a period of at most {days} days")
IN_PERIOD = Phrase(
    "{start} 至 {end}（含末日下班后的签退）之间的时间",
    "a time from {start} through {end}, or the sign-out of its last evening",
)
HALF_DAY = Phrase(
    "半天，写作 2026-03-02am 或 2026-03-02pm", "a half-day, 2026-03-02am or 2026-03-02pm"
)
NOT_BEFORE = Phrase("不早于 {start}", "not before {start}")
NO_OVERLAP = Phrase(
    "不与另一次请假（{other}）重叠的假期", "a leave that doesn't overlap another ({other})"
)
LEAVE_TYPE = Phrase("请假种类，如 personal", "a kind of leave, e.g. personal")
KNOWN_SESSION = Phrase("以下时段之一：{known}", "one of the sessions {known}")
KNOWN_COUNT = Phrase("以下累计项之一：{known}", "one of the counts {known}")
COUNT = Phrase("不小于 0 的数", "a number, 0 or more")

UNCLAIMED = phrase(
    "attendance.unclaimed",
    "{date} {at} 的打卡不属于任何时段，未计入",
    "the punch of {date} {at} belongs to no session and isn't counted",
)
LEAVE_OUTSIDE = phrase(
    "attendance.leave_outside",
    "{first} 至 {last} 的请假不在本期间内，未计入",
    "the leave {first} to {last} lies outside the period and isn't counted",
)
LEAVE_AT_REST = phrase(
    "attendance.leave_at_rest",
    "{first} 至 {last} 的请假在本期间内只涉及休息日，不占请假天数",
    "the leave {first} to {last} has days off alone in the period; no day of leave is taken",
)
EXCUSE_UNUSED = phrase(
    "attendance.excuse_unused",
    "{date} 报备的打卡，当日没有该时段，未用到",
    "the excused punch of {date} has no such session on that day and isn't used",
)
OUTING_NOWHERE = phrase(
    "attendance.outing_nowhere",
    "{from_time} 至 {to_time} 外出，不在应到岗的时段内，未计入",
    "out {from_time} to {to_time}: outside the sessions of duty, not counted",
)
OUTING_NOT_RULED = phrase(
    "attendance.outing_not_ruled",
    "{from_time} 至 {to_time} 外出，条文未规定如何处理",
    "out {from_time} to {to_time}: the text says nothing about outings",
)
PROXY_OFF_DUTY = phrase(
    "attendance.proxy_off_duty",
    "{at} 代签，其时在请假或休息，不计旷工",
    "a proxy punch at {at}, on leave or at rest: void, no absence follows",
)
