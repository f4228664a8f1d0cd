"""Where a hall lives on disk, from the environment. Read once, typed, no surprises.

`YICHUANG_HOME` (default `./var`) holds the embedded database, keys, logs and anchors.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one hall."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def journal(self) -> Path:
        """What of the journal stands outside the database: signed heads, time stamps."""
        return self.root / "journal"

    @property
    def files(self) -> Path:
        """Attachments, encrypted: part of the backup, beside the database."""
        return self.root / "files"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def secret(self, name: str) -> str:
        """A random secret of this hall, made on first use, readable by its owner alone."""
        self.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.keys / name
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        return path.read_text(encoding="ascii").strip()


@cache
def home() -> Home:
    return Home(Path(os.environ.get("YICHUANG_HOME") or "var").resolve())
