"""What the reception refuses, said so that a clerk or a visitor knows what to do."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class ServiceUnknown(HallError):
    code: ClassVar[str] = "reception.service_unknown"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "这里没有业务“{service}”，或已停办。请核对业务编码。",
        "There is no service {service} here, or it is no longer given. Please check its code.",
    )


class ServiceTaken(HallError):
    code: ClassVar[str] = "reception.service_exists"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "业务编码“{service}”已被使用。", "The service code {service} is already used."
    )


class TicketUnknown(HallError):
    code: ClassVar[str] = "reception.ticket_unknown"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "没有这个号（{ticket}）。请核对后再试。",
        "There is no such ticket ({ticket}). Please check and try again.",
    )


class WindowUnknown(HallError):
    code: ClassVar[str] = "reception.window_unknown"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "没有窗口“{window}”。请核对窗口编号。",
        "There is no window {window}. Please check its code.",
    )


class WindowClosed(HallError):
    code: ClassVar[str] = "reception.window_closed"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "窗口 {window} 没有开放。请先开窗。",
        "Window {window} is closed. Open it first.",
    )


class WindowPaused(HallError):
    code: ClassVar[str] = "reception.window_paused"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "窗口 {window} 已暂停（{reason}）。请先恢复。",
        "Window {window} is paused ({reason}). Resume it first.",
    )


class WindowBusy(HallError):
    code: ClassVar[str] = "reception.window_busy"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "窗口 {window} 的 {number} 号还没有结束。请先办结、过号、挂起或转号。",
        "Window {window} still has {number}. Finish, miss, hold or transfer it first.",
    )


class WindowTaken(HallError):
    code: ClassVar[str] = "reception.window_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "窗口 {window} 现由他人使用。请其先关窗，或换一个窗口。",
        "Somebody else is at window {window}. Ask them to close it, or use another one.",
    )


class AtAnotherWindow(HallError):
    code: ClassVar[str] = "reception.at_another_window"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "您正在窗口 {window} 开放中。请先在那里关窗。",
        "You are open at window {window}. Close it there first.",
    )


class PauseNeedsReason(HallError):
    code: ClassVar[str] = "reception.reason_missing"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "暂停须说明原因，会显示在窗口屏上。",
        "A pause needs a reason; it is shown on the window's display.",
    )


class NotInThatState(HallError):
    code: ClassVar[str] = "reception.ticket_state"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{number} 号现在是“{state}”，不能这样处理。",
        "{number} is now {state_en}; that can't be done with it.",
    )


class TicketElsewhere(HallError):
    code: ClassVar[str] = "reception.ticket_elsewhere"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase("{number} 号不在本窗口。", "{number} is not at this window.")


class NoSlot(HallError):
    code: ClassVar[str] = "reception.not_booked"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{number} 号不是预约号，或已经签到。",
        "{number} is not an appointment, or has checked in already.",
    )


class WrongClass(HallError):
    code: ClassVar[str] = "reception.class_unknown"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "没有号别“{given}”。可用：{known}。",
        "There is no ticket class {given}. Use one of {known}.",
    )


class WrongGround(HallError):
    code: ClassVar[str] = "reception.ground_unknown"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "没有优先理由“{given}”。可用：{known}。",
        "There is no ground {given}. Use one of {known}.",
    )


class NoWindow(HallError):
    code: ClassVar[str] = "reception.no_window"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "您还没有开窗。请先在窗口登录并开窗。",
        "You have not opened a window. Sit down at one and open it first.",
    )


class NoNumbersNow(HallError):
    code: ClassVar[str] = "reception.no_numbers_now"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "现在不发号，{zh} 起可以取号（{article}）。",
        "No numbers are given now; from {en} on they are ({article}).",
    )


class OnlyAtTheMachine(HallError):
    code: ClassVar[str] = "reception.only_at_the_machine"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "本大厅只在取号机和导办台发号，请到大厅取号（{article}）。",
        "This hall gives numbers at its machines and the guide desk only ({article}).",
    )


class HasNumber(HallError):
    code: ClassVar[str] = "reception.has_number"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "您已取了 {number} 号，还没有办完；办完后再取下一个。",
        "You already hold {number}, which is not over yet. Take another one after it.",
    )


class TooManyNumbers(HallError):
    code: ClassVar[str] = "reception.too_many_numbers"
    status: ClassVar[int] = 429
    phrase: ClassVar[Phrase] = Phrase(
        "这个网络地址取号太多，请 {minutes} 分钟后再试，或到大厅取号机取号。",
        "Too many numbers were taken from this address. Try again in {minutes} minutes, "
        "or use a machine in the hall.",
    )


class NobodyServes(HallError):
    code: ClassVar[str] = "reception.nobody_serves"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "现在没有窗口办理“{zh}”，转过去可能要久等。确定要转，请再点一次“仍然转号”。",
        "No window gives {en} now; the visitor may wait long there. "
        "If you mean it, choose “Transfer anyway”.",
    )


class CalledTooSoon(HallError):
    code: ClassVar[str] = "reception.called_too_soon"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{number} 号刚叫过，请 {seconds} 秒后再重呼（{article}）。",
        "{number} was called a moment ago. Call again in {seconds} seconds ({article}).",
    )


class CallAgainFirst(HallError):
    code: ClassVar[str] = "reception.call_again_first"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{number} 号还须再叫 {n} 次，仍不到才可过号（{article}）。请先重呼。",
        "{number} must be called {n} more times before it can be missed ({article}). "
        "Call it again first.",
    )


class DayNotClosed(HallError):
    code: ClassVar[str] = "reception.day_not_closed"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{day} 没有闭厅，无须撤销。", "{day} is not closed; there is nothing to undo."
    )


class DayOver(HallError):
    code: ClassVar[str] = "reception.day_over"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{day} 不是今天。只能闭今天的厅；新的一天开始后，闭厅不能撤销。",
        "{day} is not today. Only today is closed; once a new day has begun, "
        "a closing can't be undone.",
    )


class TooLateToUndo(HallError):
    code: ClassVar[str] = "reception.too_late_to_undo"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{number} 号不能撤回了：只能在 {seconds} 秒内撤回，而且其后没有再叫号、没有别人处理、"
        "也没有评价。可用“重呼”，或重新取号。",
        "{number} can't be fetched back any more: that is possible for {seconds} seconds, while "
        "nobody else was called, nobody has handled it and it hasn't been rated. "
        "Recall it, or take a new number.",
    )


class NotBookable(HallError):
    code: ClassVar[str] = "reception.not_bookable"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "这个时间不能预约。请从可约的时段中选择。",
        "That time can't be booked. Please choose one of the free slots.",
    )


class SlotFull(HallError):
    code: ClassVar[str] = "reception.slot_full"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个时段刚刚约满。请选择另一个时段。",
        "That slot has just filled up. Please choose another.",
    )


class HasAppointment(HallError):
    code: ClassVar[str] = "reception.has_appointment"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个电话当天已预约这项业务（{at}）。要改时间，请先取消原来的。",
        "This telephone already booked this service that day ({at}). Cancel that one to change.",
    )


class Barred(HallError):
    code: ClassVar[str] = "reception.barred_from_booking"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "多次预约未到，{until} 前暂停预约（{article}），仍可到大厅取号。有原因的，请向导办台说明。",
        "Several bookings were not come to, so none can be made until {until} ({article}); numbers "
        "in the hall are given as ever. If there was a reason, tell the guide desk.",
    )


class AppointmentUnknown(HallError):
    code: ClassVar[str] = "reception.appointment_unknown"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "没有这个预约（{code}）。请核对预约码。",
        "There is no such appointment ({code}). Please check its code.",
    )


class AppointmentState(HallError):
    code: ClassVar[str] = "reception.appointment_state"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "预约 {code} 现在是“{zh}”，不能这样处理。",
        "Appointment {code} stands at “{en}”; that can't be done with it.",
    )


class HolderNeeded(HallError):
    code: ClassVar[str] = "reception.holder_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请填写姓名和电话，用来确认和通知。",
        "Please give a name and a telephone, to confirm and tell.",
    )
