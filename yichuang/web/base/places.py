"""Which place of the hall a public screen stands at, and who acts there."""

from __future__ import annotations

import re

from django.http import HttpRequest

from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, main_site, site_by_code
from yichuang.web.devices.pages import COOKIE, device

_CODE = re.compile(r"[\w-]{1,32}")


def standing(request: HttpRequest, *scopes: str) -> Reader:
    """The reader of a public screen (公共屏幕): its device, or else a visitor.

    A device that was set up stands where its token says. Any other browser is a visitor's,
    at the site the address names (`?site=CODE`) or at the centre.
    Raises NotFound for an unknown site; TokenRefused, NotAllowed for a device.
    """
    code = request.GET.get("site", "")
    if request.COOKIES.get(COOKIE) and not code:
        return device(request, *scopes)
    return visitor(code)


def visitor(code: str = "") -> Reader:
    """Somebody without a log-in at a site, by its code (none: the centre). Raises NotFound."""
    if code and not _CODE.fullmatch(code):
        raise NotFound(what=code, field="site")
    site = site_by_code(code) if code else main_site()
    return Reader(name="visitor", site_id=site.pk, site_code=site.code, scope="visitor")
