"""The hall API at /api/v1/: JSON in, JSON out, a token per device or person.

Everything that goes wrong is answered as ``{"code", "message", "field"}`` with its status.
Its description for programs is /api/v1/openapi.json.
"""

from __future__ import annotations

from ninja import NinjaAPI

from yichuang import __version__
from yichuang.api import appointments, cases, errors, leaves, ratings, reception, staff

api = NinjaAPI(
    title="一窗 Yichuang",
    version=__version__,
    description="政务服务大厅接口 / the hall API. Errors: {code, message, field}.",
    docs_url=None,  # its page would load scripts from the internet
    openapi_url="/openapi.json",
    urls_namespace="api",
)
errors.install(api)
api.add_router("", reception.router)
api.add_router("", appointments.router)
api.add_router("", cases.router)
api.add_router("", ratings.router)
api.add_router("", leaves.router)
api.add_router("", staff.router)
