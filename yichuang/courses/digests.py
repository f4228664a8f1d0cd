"""The digest of a fact's particulars, as the journal keeps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def digest(data: Mapping[str, object]) -> str:
    """SHA-256 of the particulars in one canonical writing."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
