"""What a deadline ruling says."""

from __future__ import annotations

from yichuang.phrases import Phrase, phrase
from yichuang.rules.effects import effects
from yichuang.rules.lights import lights
from yichuang.rules.wording import by_unit

effects(
    "deadline",
    explicit=("已受理", "accepted"),
    deemed=("视为受理", "deemed accepted"),
    pending=("尚未受理", "not accepted yet"),
    awaiting_applicant=("等待申请人补正，不计时", "waiting for the applicant; no clock"),
    segment_not_notified=("未书面告知，照常计时", "not told in writing: it counts"),
    segment_does_not_stop_clock=("不停止计时", "does not stop the clock"),
    promise_exceeds_statutory=("按法定期限", "the statutory limit holds"),
    tacitly_approved=("超时默许", "approved by silence"),
    tacit_approval_without_basis=("无依据，不产生默许", "no basis, no tacit approval"),
    deemed_acceptance_to_confirm=("暂算，由人确认", "provisional, for a person to decide"),
    tacit_approval_to_confirm=("暂算，由人确认", "provisional, for a person to decide"),
    segments_without_clock=("未起算，环节不影响期限", "no clock for the segments to stop"),
    extension_without_clock=("未起算，无从延期", "no limit to extend yet"),
    decided_without_acceptance=("未受理先决定，须核实", "decided, never accepted"),
    reply_without_time=("无答复时间，按未答复计", "no time of reply: not replied"),
    accepted=("已受理", "accepted"),
    accepted_late=("受理晚于告知期限", "accepted after the time to tell"),
    deemed_accepted=("视为受理", "accepted by silence"),
    notice_too_late=("告知过晚，不影响视为受理", "told too late; it changes nothing"),
    clock_stopped=("停止计时", "the clock stands still"),
    segment_in_time=("环节在时限内", "the step is in time"),
    segment_overdue=("环节已超时", "the step is overdue"),
    statutory=("按法定期限", "the statutory limit holds"),
    half=("期限过半", "half of the limit is over"),
    near=("临近到期", "close to the end"),
    yellow_card=("黄牌", "yellow card"),
    red_card=("红牌", "red card"),
    overdue=("已超期", "overdue"),
)

EXPLICIT = phrase(
    "deadline.explicit",
    "{received} 收到材料，{accepted} 受理",
    "materials received {received}, accepted {accepted}",
)
EXPLICIT_LATE = phrase(
    "deadline.explicit_late",
    "{received} 收到材料，{until} 前未一次性告知，至 {accepted} 才受理",
    "materials received {received}, nothing told by {until}, accepted only {accepted}",
)
AWAITING = phrase(
    "deadline.awaiting",
    "{received} 收到材料，{told} 已告知补正，等候申请人补正，办理期限未起算",
    "materials received {received}, the applicant was told {told} what to correct; no clock runs",
)
DEEMED = by_unit(
    "deadline.deemed",
    "{received} 收到材料，至 {until}（{n} [unit]）未告知补正，视为自收到材料之日受理",
    "materials received {received}, nothing told by {until} ({n} [unit]): "
    "accepted as of the day of receipt",
)
TOLD_LATE = phrase(
    "deadline.told_late",
    "{told} 的补正告知晚于 {until}，不影响视为受理",
    "the correction notice of {told} came after {until} and changes nothing",
)
PENDING = phrase(
    "deadline.pending",
    "{received} 收到材料，应于 {until} 前受理或一次性告知",
    "materials received {received}; accept or tell all that is missing by {until}",
)
SILENCE_TO_CONFIRM = phrase(
    "deadline.silence_to_confirm",
    "{received} 收到材料，至 {until} 未告知补正；该日系暂算，不自动视为受理，由经办人确认",
    "materials received {received}, nothing told by {until}; that day is provisional, so "
    "silence accepts nothing and somebody has to confirm it",
)
PROMISED = by_unit(
    "deadline.promised",
    "承诺 {n} [unit]，自 {start} 起算，至 {due}",
    "promised within {n} [unit] from {start}: by {due}",
)
STATUTORY = by_unit(
    "deadline.statutory",
    "法定 {n} [unit]，自 {start} 起算，至 {due}",
    "the law allows {n} [unit] from {start}: until {due}",
)
CLASSED = phrase("deadline.classed", "{since} 起按{zh}办理", "handled as {en} since {since}")
RECLASSED = phrase(
    "deadline.reclassed", "{since} 改为{zh}，按{zh}的期限", "made {en} on {since}: its limit holds"
)
NOTHING_PROMISED = phrase(
    "deadline.nothing_promised",
    "未作更短的承诺，按法定期限",
    "nothing shorter was promised, so the statutory limit holds",
)
EXCEEDS = phrase(
    "deadline.promise_exceeds_statutory",
    "承诺期限长于法定期限，按法定期限",
    "the promised limit is longer than the statutory one, which holds",
)
STOPS = phrase(
    "deadline.segment_stops",
    "{zh}（{since} 至 {until}）已于 {told} 书面告知，其间不计入期限",
    "{en} ({since} to {until}), told in writing {told}: these days don't count",
)
STOPS_STILL = phrase(
    "deadline.segment_stops_still",
    "{zh}（{since} 起，仍在进行）已于 {told} 书面告知，其间不计入期限",
    "{en} (since {since}, still running), told in writing {told}: these days don't count",
)
NOT_NOTIFIED = phrase(
    "deadline.segment_not_notified",
    "{zh}（{since} 起）未在开始当日或之前书面告知申请人，期限照常计算",
    "the applicant was not told of {en} (from {since}) in writing by its first day: "
    "the clock goes on",
)
NOT_ALLOWED = phrase(
    "deadline.segment_does_not_stop_clock",
    "{zh}（{since} 起）不属于法定不计入期限的环节，期限照常计算",
    "{en} (from {since}) is no segment for which the law stops the clock, so it goes on",
)
UNKNOWN_SEGMENT = Phrase("手册没有的环节", "a segment the book doesn't have")
SEGMENT_DUE = phrase(
    "deadline.segment_due",
    "{zh}自身时限至 {due}",
    "{en} is itself due by {due}",
)
EXTENDED_TO = phrase(
    "deadline.extended_to",
    "延期后，承诺期限至 {promised}，法定期限至 {statutory}",
    "with the extension: promised until {promised}, statutory {statutory}",
)
LIGHTS = lights("deadline")
WITHOUT_CLOCK = {
    "segments_without_clock": phrase(
        "deadline.segments_without_clock",
        "尚未受理，办理期限未起算，所列环节不影响期限",
        "not accepted yet, so no clock runs and the segments change nothing",
    ),
    "extension_without_clock": phrase(
        "deadline.extension_without_clock",
        "尚未受理，办理期限未起算，没有可以延长的期限",
        "not accepted yet, so no clock runs and there is no limit to extend",
    ),
    "decided_without_acceptance": phrase(
        "deadline.decided_without_acceptance",
        "有决定时间而没有受理，须核实",
        "there is a decision but no acceptance; this has to be checked",
    ),
}
STOPPED = phrase(
    "deadline.clock_stopped",
    "计时已中止（{zh}，自 {since} 起，尚未结束），剩余 {left} 个工作日，结束后期限顺延",
    "the clock stands still ({en}, since {since}, not over yet); {left} working days are left, "
    "and the due date moves until it runs again",
)
DONE = phrase("deadline.done", "{done} 办结，期限至 {due}", "decided {done}, due {due}")
TACIT = phrase(
    "deadline.tacitly_approved",
    "逾期未作决定，依据{basis}，自 {on} 起视为同意",
    "no decision in time: approved by silence as of {on}, by {basis}",
)
TACIT_TO_CONFIRM = phrase(
    "deadline.tacit_to_confirm",
    "逾期未作决定，依据{basis}本应自 {on} 起视为同意；期限系暂算，不自动生效，由负责人确认",
    "no decision in time; by {basis} silence would approve as of {on}, but the limit is "
    "provisional, so nothing follows by itself and the head has to confirm it",
)
TACIT_NO_BASIS = phrase(
    "deadline.tacit_approval_without_basis",
    "逾期未作决定，但事项未写明超时默许的法律依据，不产生默许",
    "no decision in time, but no law is named by which silence approves, so it doesn't",
)
REMINDER_LEFT = phrase(
    "deadline.reminder_left",
    "剩余 {left} 个工作日，不多于 {n}：{zh}",
    "{left} working days left, {n} or fewer: {en}",
)
REMINDER_USED = phrase(
    "deadline.reminder_used",
    "期限已用 {used}，不少于 {n}：{zh}",
    "{used} of the limit is used, {n} or more: {en}",
)
REMINDER_PAST = phrase("deadline.reminder_past", "已过期限：{zh}", "past the due time: {en}")
REMINDER_OVERDUE = phrase(
    "deadline.reminder_overdue",
    "逾期 {over} 个工作日，不少于 {n}：{zh}",
    "overdue by {over} working days, {n} or more: {en}",
)
REMINDER_REACHED = phrase("deadline.reminder_reached", "{why}：{zh}", "{why_en}: {en}")
PACE = {
    "remaining": Phrase("剩余工作日", "the working days left"),
    "used": Phrase("已用期限的比例", "the share of the limit used"),
    "overdue": Phrase("逾期工作日", "the working days overdue"),
}
"""What a reminder goes by, in words."""
