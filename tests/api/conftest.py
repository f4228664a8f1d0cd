"""The hall of the reception's tests, for the API."""

from __future__ import annotations

from tests.reception.conftest import committed_hall, hall

__all__ = ["committed_hall", "hall"]
