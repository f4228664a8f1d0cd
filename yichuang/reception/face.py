"""What the reception shows of itself (接待的门面)."""

from __future__ import annotations

from yichuang.faces import Face, Page, Permission
from yichuang.organization.face import WORK_WINDOW
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

TAKE_TICKET_FOR = Permission(
    "ticket.take_for",
    Phrase("替人取号", "take a number for somebody"),
    Role.GUIDE,
    Role.WINDOW_CLERK,
    Role.INTEGRATED_WINDOW,
)
GUIDE = Permission("hall.guide", Phrase("导办", "guide visitors"), Role.GUIDE)
CLOSE_DAY = Permission(
    "day.close",
    Phrase("闭厅", "close the day"),
    Role.OFFICE,
    Role.DIRECTOR,
)

FACE = Face(
    permissions=(
        TAKE_TICKET_FOR,
        GUIDE,
        CLOSE_DAY,
    ),
    journal={
        "window.opened": Phrase("开窗", "Window opened"),
        "window.paused": Phrase("窗口暂停", "Window paused"),
        "window.resumed": Phrase("窗口恢复", "Window resumed"),
        "window.closed": Phrase("关窗", "Window closed"),
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
        "ticket.prioritised": Phrase("给予优先", "Given priority"),
        "ticket.undone": Phrase("撤回", "Undone"),
        "ticket.abandoned": Phrase("弃号", "Abandoned"),
        "ticket.unserved": Phrase("闭厅，未办理", "Not served when the day closed"),
        "ticket.closed_out": Phrase("闭厅，按办结", "Being served when the day closed"),
        "ticket.restored": Phrase("撤销闭厅，恢复", "Restored"),
        "appointment.held": Phrase("预约占位", "Appointment held"),
        "appointment.confirmed": Phrase("确认预约", "Appointment confirmed"),
        "appointment.cancelled": Phrase("取消预约", "Appointment cancelled"),
        "appointment.called_off": Phrase("大厅停办，取消预约", "Appointment called off"),
        "appointment.come": Phrase("预约签到", "Appointment checked in"),
        "appointment.excused": Phrase("爽约有因，不计", "Absence excused"),
        "appointments.day_off": Phrase("停办一天的预约", "A day's appointments called off"),
        "day.closed": Phrase("闭厅", "Day closed"),
        "day.reopened": Phrase("撤销闭厅", "Closing undone"),
        "holders.erased": Phrase("抹去取号人信息", "Holders erased"),
    },
    subjects={
        "ticket": Phrase("取号", "Ticket"),
        "appointment": Phrase("预约", "Appointment"),
    },
    public=(
        Page("web:number", Phrase("取号排队", "Numbers and queues"), place=20),
        Page("web:book", Phrase("预约", "Book"), place=25),
    ),
    staff=(
        Page(
            "web:window",
            Phrase("窗口工作台", "Window"),
            Phrase("叫号、接待、受理", "Call, receive, accept"),
            (WORK_WINDOW,),
            place=10,
        ),
        Page(
            "web:guide_desk",
            Phrase("导办台", "Guide desk"),
            Phrase("今天的号、取号、优先、过号重排", "Today's numbers: take, prioritise, put back"),
            (GUIDE,),
            place=5,
        ),
        Page(
            "web:kiosk",
            Phrase("取号", "Take a number"),
            Phrase("替来办事的人取号", "Take a number for a visitor"),
            (TAKE_TICKET_FOR,),
            place=40,
        ),
        Page(
            "web:appointments_off",
            Phrase("停约", "Call off"),
            Phrase("停办一天的预约，看通知了谁", "Call off a day's appointments; see who was told"),
            (CLOSE_DAY,),
            place=62,
        ),
        Page(
            "web:day",
            Phrase("闭厅", "Closing the day"),
            Phrase("结束当天，看每个号的去向", "End the day; see what became of each number"),
            (CLOSE_DAY,),
            place=60,
        ),
    ),
)
