"""Addresses of the guide desk."""

from __future__ import annotations

from django.urls import path

from yichuang.web.guide_desk import pages

urlpatterns = [
    path("guide-desk", pages.guide_desk, name="guide_desk"),
    path("guide-desk/take", pages.take, name="guide_take"),
    path("guide-desk/come", pages.come, name="guide_come"),
    path("guide-desk/excuse", pages.excuse, name="guide_excuse"),
    path("guide-desk/do/<slug:step>", pages.act, name="guide_act"),
]
