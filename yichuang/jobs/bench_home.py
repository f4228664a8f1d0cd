"""A folder of its own for a hall that is only measured, and thrown away (临时目录)."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


@contextmanager
def thrown_away() -> Iterator[Path]:
    """A new home for this process and those it starts, gone at the end, also when terminated.

    To be entered before anything of Django is set up.
    """
    home = Path(tempfile.mkdtemp(prefix="yichuang-bench-"))
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "YICHUANG_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "yichuang.config.settings",
    }
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit("停止 / stopped")
