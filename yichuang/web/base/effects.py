"""What a ruling's codes are called where people read them.

A ruling gives its effect as a code (`correct_on_spot`) or a value. The codes stand in the
interface of the rules and don't change; how they are said is a matter of the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.phrases import Phrase

EFFECTS: Mapping[str, Phrase] = MappingProxyType({
    # intake
    "accept": Phrase("予以受理", "accepted"),
    "correct_on_spot": Phrase("当场更正", "corrected on the spot"),
    "notify": Phrase("一次性告知补正", "told once of everything to correct"),
    "refuse": Phrase("不予受理", "not accepted"),
    "await_applicant": Phrase("等待申请人补正", "waiting for the applicant"),
    "oral_warning": Phrase("口头警告", "oral warning"),
    "admonishing_talk": Phrase("诫勉谈话", "admonishing talk"),
    "efficiency_notice": Phrase("效能告诫", "efficiency notice"),
    "bulletin": Phrase("通报", "bulletin"),
    # deadline
    "explicit": Phrase("已受理", "accepted"),
    "deemed": Phrase("视为受理", "deemed accepted"),
    "pending": Phrase("尚未受理", "not accepted yet"),
    "awaiting_applicant": Phrase("等待申请人补正，不计时", "waiting for the applicant; no clock"),
    "green": Phrase("绿灯（正常）", "green (on time)"),
    "yellow": Phrase("黄灯（即将到期）", "yellow (due soon)"),
    "red": Phrase("红灯（已超期）", "red (overdue)"),
    "done_on_time": Phrase("按时办结", "done on time"),
    "done_late": Phrase("超期办结", "done late"),
    "segment_not_notified": Phrase("未书面告知，照常计时", "not told in writing: it counts"),
    "segment_does_not_stop_clock": Phrase("不停止计时", "does not stop the clock"),
    "extension_invalid": Phrase("延期无效", "the extension doesn't hold"),
    "extension_not_notified": Phrase("延期未告知申请人", "the applicant was not told"),
    "promise_exceeds_statutory": Phrase("按法定期限", "the statutory limit holds"),
    "tacitly_approved": Phrase("超时默许", "approved by silence"),
    "tacit_approval_without_basis": Phrase("无依据，不产生默许", "no basis, no tacit approval"),
    "provisional": Phrase("暂算，公布后重算", "provisional, counted again once published"),
    "deemed_acceptance_to_confirm": Phrase("暂算，由人确认", "provisional, for a person to decide"),
    "tacit_approval_to_confirm": Phrase("暂算，由人确认", "provisional, for a person to decide"),
    "segments_without_clock": Phrase("未起算，环节不影响期限", "no clock for the segments to stop"),
    "extension_without_clock": Phrase("未起算，无从延期", "no limit to extend yet"),
    "decided_without_acceptance": Phrase("未受理先决定，须核实", "decided, never accepted"),
    "reply_without_time": Phrase("无答复时间，按未答复计", "no time of reply: not replied"),
    "accepted": Phrase("已受理", "accepted"),
    "accepted_late": Phrase("受理晚于告知期限", "accepted after the time to tell"),
    "deemed_accepted": Phrase("视为受理", "accepted by silence"),
    "notice_too_late": Phrase("告知过晚，不影响视为受理", "told too late; it changes nothing"),
    "clock_stopped": Phrase("停止计时", "the clock stands still"),
    "segment_in_time": Phrase("环节在时限内", "the step is in time"),
    "segment_overdue": Phrase("环节已超时", "the step is overdue"),
    "extended": Phrase("延期有效", "the extension holds"),
    "statutory": Phrase("按法定期限", "the statutory limit holds"),
    "breach": Phrase("违反一次性告知", "once-only notification broken"),
    "would_breach": Phrase("再告知即构成违反", "telling it now is a breach"),
    "silent_too_long": Phrase("逾期未告知", "not told in time"),
    "not_required": Phrase("不予考虑", "plays no part"),
    "none": Phrase("手册未规定", "the book is silent"),
    "half": Phrase("期限过半", "half of the limit is over"),
    "near": Phrase("临近到期", "close to the end"),
    "yellow_card": Phrase("黄牌", "yellow card"),
    "red_card": Phrase("红牌", "red card"),
    "overdue": Phrase("已超期", "overdue"),
    "no_limit": Phrase("手册未规定时限", "the book sets no limit"),
    # worktime
    "on": Phrase("工作日", "a working day"),
    "off": Phrase("休息日", "a day off"),
    # complaint
    "contact_late": Phrase("联系超时", "contacted late"),
    "explain_and_follow_up": Phrase("说明原因并跟踪", "to be explained and followed up"),
    "must_be_written": Phrase("须书面提出", "must be put in writing"),
    "reply_must_be_written": Phrase("须书面答复", "must be answered in writing"),
    "oral": Phrase("口头", "orally"),
    "written": Phrase("书面", "in writing"),
    # queue
    "nobody": Phrase("没有可叫的号", "nobody to call"),
    "called_next": Phrase("叫这个号", "this number is called"),
    "ranks_higher": Phrase("次序提前", "it ranks higher"),
    "slot_missed": Phrase("不再按预约", "no longer by its slot"),
})  # fmt: skip
