"""What the course of a case refuses (办件流程的拒绝), in sentences."""

from __future__ import annotations

from yichuang.courses import refusals as courses
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class OutOfOrder(courses.OutOfOrder):
    code = "cases.out_of_order"
    phrase = Phrase(
        "办件 {number} 现为“{state}”，不能进行“{step}”。请刷新页面，按当前环节办理。",
        "Case {number} is “{state}” now; “{step}” can't follow. Reload and go on from there.",
    )


class SamePerson(HallError):
    code = "cases.same_person"
    status = 403
    phrase = Phrase(
        "一审一核：审查与核准须由两人分别进行，您已审查过这个办件。请转由另一位核准人员办理。",
        "One reviews, another verifies: you reviewed this case, so somebody else must verify it.",
    )


class OutsideScope(courses.OutsideScope):
    code = "cases.outside_scope"
    phrase = Phrase(
        "这个办件属于“{department}”，不在您的授权范围内。",
        "This case belongs to {department}, outside your authority.",
    )


class SegmentRunning(HallError):
    code = "cases.segment_running"
    status = 409
    phrase = Phrase(
        "特别程序尚未结束，不能作出决定。请先登记其结果。",
        "A special procedure is still running; record its end before deciding.",
    )


class NoSuchSegment(HallError):
    code = "cases.no_such_segment"
    status = 409
    phrase = Phrase("这个特别程序没有在进行。", "No such special procedure is running.")


class SegmentAlreadyRunning(HallError):
    code = "cases.segment_already_running"
    status = 409
    phrase = Phrase(
        "同一特别程序正在进行，须先结束才能再次开始。",
        "That special procedure is already running; end it before starting it again.",
    )


class ExtendedAlready(HallError):
    code = "cases.extended_already"
    status = 409
    phrase = Phrase(
        "每个办件只能延期一次，这个办件已经延过期。",
        "A case may be extended once, and this one has been.",
    )


class BackDated(courses.BackDated):
    code = "cases.back_dated"
    phrase = Phrase(
        "不得事后补录：{at} 早于这个办件已有的记录。",
        "No back-filling: {at} is before what is already on this case's record.",
    )


class OpinionsOpen(HallError):
    code = "cases.opinions_open"
    status = 409
    phrase = Phrase(
        "联办部门意见未齐，不能作出决定。尚缺：{departments}。",
        "Not all departments of this joint case have given their opinion; nothing is decided "
        "before. Still open: {departments}.",
    )


class StandsForNobody(HallError):
    code = "cases.stands_for_nobody"
    status = 403
    phrase = Phrase(
        "只有牵头部门可以代为出具意见，且须事项允许。",
        "Only the lead department may give another's opinion, and only where the item allows it.",
    )


class NotLateYet(HallError):
    code = "cases.not_late_yet"
    status = 409
    phrase = Phrase(
        "该部门的期限未满，不能代为出具意见。",
        "That department still has time; nobody gives its opinion for it yet.",
    )


class OpinionNeeded(HallError):
    code = "cases.opinion_needed"
    status = 422
    phrase = Phrase("不同意的，须写明理由。", "An objection needs its reasons in writing.")
