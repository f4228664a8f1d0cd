"""Addresses of the pages of acts."""

from __future__ import annotations

from django.urls import path

from yichuang.web.acts import pages

urlpatterns = [
    path("my/acts", pages.own_acts, name="own_acts"),
    path("acts", pages.acts, name="acts"),
    path("acts/new", pages.new, name="new_act"),
    path("acts/<int:number>", pages.one_act, name="one_act"),
    path("acts/<int:number>/tell", pages.tell, name="act_tell"),
]
