"""Addresses of the pages of booking."""

from __future__ import annotations

from django.urls import path

from yichuang.web.booking import pages

urlpatterns = [
    path("book", pages.book, name="book"),
    path("book/<slug:code>", pages.booked, name="booked"),
    path("book/<slug:code>/<slug:step>", pages.step, name="booked_step"),
    path("appointments/off", pages.call_off, name="appointments_off"),
]
