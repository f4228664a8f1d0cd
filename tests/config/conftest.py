"""The hall of the reception's tests, for its door."""

from __future__ import annotations

from tests.reception.conftest import hall

__all__ = ["hall"]
