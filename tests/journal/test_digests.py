"""The text that is hashed is plain JSON, whatever made it faster."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yichuang.journal.digests import Fact, canonical, canonical_row, fact_of

pytestmark = pytest.mark.req("R17")
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
_TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2), max_value=datetime(9000, 1, 1),  # noqa: DTZ001 (bounds)
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first tables of characters
@given(st.integers(), st.lists(_TEXT, min_size=6, max_size=6), _TIMES, _TIMES,
       st.dictionaries(_TEXT, _JSON, max_size=5))  # fmt: skip
def test_it_is_what_the_plain_encoder_writes(
    entry_id: int, texts: list[str], happened: datetime, recorded: datetime, data: dict[str, object]
) -> None:
    site, kind, subject, actor, second, reason = texts
    row = (entry_id, site, kind, subject, actor, happened, recorded, second, reason,
           json.dumps(data, ensure_ascii=False))  # fmt: skip
    times = [one.astimezone(UTC).isoformat(timespec="microseconds") for one in (happened, recorded)]
    plain = [*row[:5], *times, second, reason, json.loads(row[9])]
    assert (
        canonical(fact_of(row))
        == canonical_row(row)
        == json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )


def test_however_deep_and_however_long() -> None:
    deep: object = 1
    for _ in range(400):
        deep = [deep]
    for data in ({"a": deep}, {"n": 10**40}, {"n": -(10**400)}, {"f": 1e300, "g": 5e-324}):
        at = datetime(2026, 3, 10, tzinfo=UTC)
        row = (1, "", "", "", "", at, at, "", "", json.dumps(data))
        assert fact_of(row) == Fact._make([*row[:9], data])
