"""What the kinds of journal entries are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.cases.flow import KINDS as CASE_KINDS
from yichuang.organization.queries import name_by_staff_no
from yichuang.phrases import Phrase

KIND_WORDS: Mapping[str, Phrase] = MappingProxyType({
    "hall.opened": Phrase("开立大厅", "Hall opened"),
    "hall.opened_for_training": Phrase("开立培训大厅", "Training hall opened"),
    "journal.carried_over": Phrase("流水账由链结转为树", "Journal carried over to the tree"),
    "site.added": Phrase("增设场所", "Site added"),
    "department.added": Phrase("增设部门", "Department added"),
    "window.added": Phrase("增设窗口", "Window added"),
    "window.assigned": Phrase("窗口承办业务", "Service given to a window"),
    "window.opened": Phrase("开窗", "Window opened"),
    "window.paused": Phrase("窗口暂停", "Window paused"),
    "window.resumed": Phrase("窗口恢复", "Window resumed"),
    "window.closed": Phrase("关窗", "Window closed"),
    "service.added": Phrase("增设业务", "Service added"),
    "person.added": Phrase("增加人员", "Person added"),
    "account.opened": Phrase("开通账号", "Account opened"),
    "account.closed": Phrase("停用账号", "Account closed"),
    "account.renewed": Phrase("重置密码", "Password reset"),
    "account.reset_requested": Phrase("申请重置管理员密码", "Administrator's reset requested"),
    "account.reset_confirmed": Phrase("确认重置管理员密码", "Administrator's reset confirmed"),
    "account.password_changed": Phrase("修改密码", "Password changed"),
    "account.log_in_refused": Phrase("登录失败", "Log-in refused"),
    "account.locked_out": Phrase("登录锁定", "Locked out"),
    "account.second_enrolled": Phrase("启用第二因素", "Second factor set up"),
    "account.second_refused": Phrase("验证码不对", "Second factor refused"),
    "account.recovery_code_used": Phrase("使用恢复码", "Recovery code used"),
    "account.second_reset_requested": Phrase("申请重置第二因素", "Second factor's reset requested"),
    "account.second_reset_confirmed": Phrase("确认重置第二因素", "Second factor's reset confirmed"),
    "account.sessions_ended": Phrase("会话下线", "Logged out elsewhere"),
    "access.denied": Phrase("越权访问被拒", "Denied"),
    "account.logged_in": Phrase("登录", "Logged in"),
    "account.logged_out": Phrase("退出", "Logged out"),
    "role.granted": Phrase("授予角色", "Role granted"),
    "role.revoked": Phrase("撤销角色", "Role revoked"),
    "token.created": Phrase("签发令牌", "Token issued"),
    "token.revoked": Phrase("停用令牌", "Token revoked"),
    "due.put_off": Phrase("到期不能认定，暂缓", "Due, but nothing can be ruled: put off"),
    "calendar.entered": Phrase("录入节假日", "Holidays entered"),
    "calendar.completed": Phrase("确认全年放假安排已齐", "A year's arrangement confirmed complete"),
    "book.adopted": Phrase("采用规则手册", "Rule book adopted"),
    "catalog.taken_in": Phrase("列入事项目录", "Catalogue taken in"),
    "item.admission_applied": Phrase("申请事项进退", "Admission applied for"),
    "item.admission_decided": Phrase("事项进退议定", "Admission decided"),
    "item.admission_approved": Phrase("事项进退批准", "Admission approved"),
    "item.listed_elsewhere": Phrase("列为别处办理", "Listed as handled elsewhere"),
    "item.published": Phrase("公布事项", "Item published"),
    "item.unpublished": Phrase("撤下事项", "Item unpublished"),
    "ticket.taken": Phrase("取号", "Number taken"),
    "ticket.checked_in": Phrase("预约签到", "Checked in"),
    "ticket.called": Phrase("叫号", "Called"),
    "ticket.recalled": Phrase("重呼", "Called again"),
    "ticket.missed": Phrase("过号", "Missed"),
    "ticket.held": Phrase("挂起", "Held"),
    "ticket.transferred": Phrase("转号", "Transferred"),
    "ticket.started": Phrase("开始办理", "Serving began"),
    "ticket.finished": Phrase("服务完毕", "Served"),
    "ticket.rejoined": Phrase("重新排队", "Back in the queue"),
    "ticket.undone": Phrase("撤回", "Undone"),
    "ticket.abandoned": Phrase("弃号", "Abandoned"),
    "ticket.unserved": Phrase("闭厅，未办理", "Not served when the day closed"),
    "ticket.closed_out": Phrase("闭厅，按办结", "Being served when the day closed"),
    "ticket.restored": Phrase("撤销闭厅，恢复", "Restored"),
    "day.closed": Phrase("闭厅", "Day closed"),
    "day.reopened": Phrase("撤销闭厅", "Closing undone"),
    "holders.erased": Phrase("抹去取号人信息", "Holders erased"),
    "case.unmasked": Phrase("查看未脱敏信息", "Personal data looked at"),
    "case.paper_opened": Phrase("查看文书", "Paper opened"),
    "message.written": Phrase("写出告知", "Message written"),
    "message.sent": Phrase("告知已发送", "Message sent"),
    "message.refused": Phrase("告知被拒收", "Message refused"),
    "message.read": Phrase("阅读消息", "Messages read"),
    "rating.invited": Phrase("邀请评价", "Rating invited"),
    "rating.given": Phrase("收到评价", "Rated"),
    "rating.bad": Phrase("收到差评", "Bad rating received"),
    **{f"case.{kind}": words for kind, words in CASE_KINDS.items()},
})  # fmt: skip


def kind_words(kind: str) -> Phrase:
    """The kind in words; the code itself where it has none yet."""
    return KIND_WORDS.get(kind, Phrase(kind, kind))


_SUBJECTS = MappingProxyType({
    "account": Phrase("账号", "Account"),
    "book": Phrase("规则手册", "Rule book"),
    "calendar": Phrase("节假日", "Holidays"),
    "case": Phrase("办件", "Case"),
    "item": Phrase("事项", "Item"),
    "person": Phrase("人员", "Person"),
    "rating": Phrase("评价", "Rating"),
    "site": Phrase("场所", "Site"),
    "ticket": Phrase("取号", "Ticket"),
    "token": Phrase("令牌", "Token"),
    "window": Phrase("窗口", "Window"),
})  # fmt: skip


def subject_words(subject: str) -> Phrase:
    """What an entry is about, in words: ``person:1008`` is 人员 林晓（1008）."""
    kind, _, which = subject.partition(":")
    known = _SUBJECTS.get(kind, Phrase(kind, kind))
    name = name_by_staff_no(which) if kind == "person" else ""
    if name:
        return Phrase(f"{known.zh} {name}（{which}）", f"{known.en} {name} ({which})")
    return Phrase(f"{known.zh} {which}".strip(), f"{known.en} {which}".strip())
