"""Addresses of the pages of fees."""

from __future__ import annotations

from django.urls import path

from yichuang.web.fees import pages

urlpatterns = [
    path("fees", pages.fees, name="fees"),
    path("fees/case", pages.case, name="fee_case"),
    path("fees/bills/<str:number>", pages.bill, name="fee"),
    path("fees/bills/<str:number>/do/<slug:step>", pages.act, name="fee_act"),
    path("fees/bills/<str:number>/receipts/<int:seq>.pdf", pages.receipt, name="fee_receipt"),
    path("fees/days", pages.days, name="fee_days"),
    path("fees/days/<str:number>", pages.day, name="fee_day"),
    path("fees/days/<str:number>/do/<slug:step>", pages.act_on_day, name="fee_day_act"),
]
