"""Addresses of the pages of attendance."""

from __future__ import annotations

from django.urls import path

from yichuang.web.attendance import corrections, office, pages, terminals

urlpatterns = [
    path("attendance/mine", pages.mine, name="my_month"),
    path("attendance/ask", pages.ask, name="correction_ask"),
    path("attendance/months", office.months, name="months"),
    path("attendance/months/sheet.xlsx", office.sheet, name="months_sheet"),
    path("attendance/months/close", office.close, name="month_close"),
    path("attendance/months/reopen", office.reopen, name="month_reopen"),
    path("attendance/people/<str:staff_no>", pages.somebodys, name="month_of"),
    path("attendance/corrections", corrections.listed, name="corrections"),
    path("attendance/corrections/sheet", corrections.sheet, name="correction_sheet"),
    path("attendance/corrections/<str:number>", corrections.one, name="correction"),
    path("attendance/corrections/<str:number>/<slug:step>", corrections.act, name="correction_act"),
    path("attendance/terminals", terminals.listed, name="terminals"),
    path("attendance/terminals/pin", terminals.pin, name="terminal_pin"),
    path("attendance/terminals/records", terminals.records, name="terminal_records"),
    path("attendance/terminals/<slug:serial>/<slug:step>", terminals.act, name="terminal_act"),
]
