"""Settings of the test run: a home of its own that is thrown away with it.

Tests that run in parallel share the home, and in it the database server, with the process
that started them.
"""

from __future__ import annotations

import os
import tempfile

THROWN_AWAY_BY = "YICHUANG_TEST_HOME_MADE_BY"

if "YICHUANG_TEST_HOME" not in os.environ:
    os.environ["YICHUANG_TEST_HOME"] = tempfile.mkdtemp(prefix="yichuang-test-")
    os.environ[THROWN_AWAY_BY] = str(os.getpid())
os.environ["YICHUANG_HOME"] = os.environ["YICHUANG_TEST_HOME"]

from yichuang.config.settings import *  # noqa: E402, F403 (the home is set first)
from yichuang.config.settings import OWNER_DATABASE  # noqa: E402

# Tests make databases and look behind the record's back: they run as the owner.
DATABASES = {"default": OWNER_DATABASE}
