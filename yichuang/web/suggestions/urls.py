"""Addresses of the pages of suggestions."""

from __future__ import annotations

from django.urls import path

from yichuang.web.suggestions import pages

urlpatterns = [
    path("suggest", pages.suggest, name="suggest"),
    path("suggestions", pages.suggestions, name="suggestions"),
    path("suggestions/<str:number>", pages.suggestion, name="suggestion"),
    path("suggestions/<str:number>/do/<slug:step>", pages.act, name="suggestion_act"),
]
