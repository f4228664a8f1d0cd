"""Address of the live hall."""

from __future__ import annotations

from django.urls import path

from yichuang.web.cockpit import pages

urlpatterns = [path("cockpit", pages.cockpit, name="cockpit")]
