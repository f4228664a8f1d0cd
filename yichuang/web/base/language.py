"""Which of the two languages the reader reads: Chinese, unless they chose English."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language

from yichuang.phrases import Language, Phrase


def language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"


def say(phrase: Phrase, **args: object) -> str:
    return phrase.say(language(), **args)


class Languages:
    """Read on in the language of the cookie; a machine may ask by ``Accept-Language``.

    A browser's own setting decides nothing: the hall's machines are set up in any way, and
    every page has the switch.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_asked(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", get_language() or "")
            return response


def _asked(request: HttpRequest) -> str:
    if request.path.startswith("/api/"):
        english = request.headers.get("Accept-Language", "").strip().lower().startswith("en")
    else:
        english = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == "en"
    return "en" if english else settings.LANGUAGE_CODE
