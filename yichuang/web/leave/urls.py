"""Addresses of the pages of leave, outings and posts."""

from __future__ import annotations

from django.urls import path

from yichuang.web.leave import office, outings, pages

urlpatterns = [
    path("leave", pages.leaves, name="leaves"),
    path("leave/new", pages.new, name="leave_new"),
    path("leave/preview", pages.previewed, name="leave_preview"),
    path("leave/calendar", office.calendar, name="leave_calendar"),
    path("leave/<str:number>", pages.leave, name="leave"),
    path("leave/<str:number>/files", pages.files, name="leave_files"),
    path("leave/<str:number>/files/<int:pk>", pages.file, name="leave_file"),
    path("leave/<str:number>/do/<slug:step>", pages.act, name="leave_act"),
    path("outings/out", outings.go_out, name="outing_out"),
    path("outings/back", outings.come_back, name="outing_back"),
    path("outings/<int:pk>/consent", outings.consent, name="outing_agree"),
    path("outings/<str:number>", outings.recalls, name="outing_consent"),
    path("stand-ins/arrange", outings.arrange, name="stand_in_arrange"),
    path("stand-ins/<int:pk>/end", outings.call_off, name="stand_in_end"),
    path("posts", office.posts, name="posts"),
    path("posts/set", office.set_post, name="post_set"),
    path("posts/office", office.set_office, name="office_set"),
]
