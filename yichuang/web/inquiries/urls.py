"""Addresses of the pages of inquiries."""

from __future__ import annotations

from django.urls import path

from yichuang.web.inquiries import pages

urlpatterns = [
    path("ask", pages.ask, name="ask"),
    path("inquiries", pages.inquiries, name="inquiries"),
    path("inquiries/new", pages.take_down, name="inquiry_new"),
    path("inquiries/known", pages.known, name="inquiries_known"),
    path("inquiries/<str:number>", pages.inquiry, name="inquiry"),
    path("inquiries/<str:number>/do/<slug:step>", pages.act, name="inquiry_act"),
]
