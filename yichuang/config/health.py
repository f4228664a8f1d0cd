"""`GET /health`: whether this hall can serve, for whoever watches it. No token."""

from __future__ import annotations

import os

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yichuang.api.errors import answer
from yichuang.journal.queries import tree_state


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The database, how far the record is sealed, how many web processes; 503 without database."""
    workers = int(os.environ.get("YICHUANG_WORKERS", "1"))
    try:
        state = tree_state()
    except Error:
        away = {"database": "away", "sealed_until": None, "unsealed": None, "workers": workers}
        return answer(away, 503)
    sealed_until = state.sealed_at.isoformat() if state.sealed_at else None
    return answer({
        "database": "ok", "sealed_until": sealed_until, "unsealed": state.waiting,
        "workers": workers,
    })  # fmt: skip
