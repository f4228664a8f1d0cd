"""How often somebody may be wrong (限次): after a few wrong tries each one doubles the wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection

from yichuang.organization.models import Tries
from yichuang.organization.personal import blind_index

_FORGOTTEN = timedelta(days=1)
_FAILED = """
INSERT INTO organization_tries AS t (key, wrong, last_at) VALUES (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,
  wrong = CASE WHEN t.last_at < excluded.last_at - interval '1 day' THEN 1 ELSE t.wrong + 1 END
"""


def key(kind: str, name: str) -> str:
    """What is counted together: tries of one kind by one name."""
    return blind_index(f"tries:{kind}", name)


def wait(key: str, *, longest: int, real: datetime) -> int:
    """Seconds until the next try is taken; 0: now. `real`: real time, also in training."""
    row = Tries.objects.filter(key=key, last_at__gt=real - _FORGOTTEN).first()
    if row is None or row.wrong <= settings.TRIES_FREE:
        return 0
    doubled = 2 ** min(row.wrong - settings.TRIES_FREE, 30)
    until = row.last_at + timedelta(seconds=min(doubled, longest))
    return max(ceil((until - real).total_seconds()), 0)


def failed(key: str, *, real: datetime) -> None:
    """Count a wrong try; counts a day old are forgotten."""
    Tries.objects.filter(last_at__lt=real - _FORGOTTEN).exclude(key=key).delete()
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, (key, real))


def forget(key: str) -> None:
    """A right one came."""
    Tries.objects.filter(key=key).delete()
