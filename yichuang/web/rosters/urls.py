"""Addresses of the pages of rosters."""

from __future__ import annotations

from django.urls import path

from yichuang.web.rosters import pages, swaps

urlpatterns = [
    path("rosters", pages.rosters, name="rosters"),
    path("rosters/propose", pages.propose, name="roster_propose"),
    path("rosters/<str:number>", pages.roster, name="roster"),
    path("rosters/<str:number>/file", pages.file, name="roster_file"),
    path("rosters/<str:number>/seat", pages.seat, name="roster_seat"),
    path("swaps", swaps.ask, name="swap_ask"),
    path("swaps/<str:number>", swaps.swap, name="swap"),
]
