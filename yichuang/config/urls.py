"""All addresses of the hall."""

from __future__ import annotations

from django.urls import include, path

from yichuang.api.main import api
from yichuang.config.health import health

handler403 = "yichuang.web.base.refusals.forbidden"
handler404 = "yichuang.web.base.refusals.not_found"
handler500 = "yichuang.web.base.refusals.failed"

urlpatterns = [
    path("health", health),
    path("api/v1/health", health),
    path("api/v1/", api.urls),
    path("", include("yichuang.web.urls")),
]
