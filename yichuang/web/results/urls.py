"""Addresses of the pages of results."""

from __future__ import annotations

from django.urls import path

from yichuang.web.results import pages

urlpatterns = [
    path("check", pages.check, name="check_result"),
    path("results", pages.results, name="results"),
    path("results/<str:number>", pages.result, name="result"),
    path("results/<str:number>/do/<slug:step>", pages.act, name="result_act"),
    path("results/<str:number>/papers/<int:seq>.pdf", pages.paper, name="result_paper"),
    path("results/<str:number>/papers/<int:seq>.docx", pages.for_word, name="result_word"),
]
