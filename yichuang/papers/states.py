"""Words of papers that others use: which copy, which way of serving."""

from __future__ import annotations

from django.db import models


class Copy(models.TextChoices):
    """Which edition of a paper the octets are."""

    WHOLE = "whole"
    """All copies: for the file and for whom it is addressed to."""
    OWN = "own"
    """The addressee's alone, as they print it themselves."""


class Way(models.TextChoices):
    """How a paper was served (送达方式)."""

    HANDED = "handed"
    POST = "post"
    LEFT = "left"
    ELECTRONIC = "electronic"
    ON_COPY = "on_copy"
    REFUSED = "refused"
