"""Settings of the test run: a home of its own that is thrown away with it.

Each process that runs tests has its own home, and in it its own database and heads.
"""

from __future__ import annotations

import os
import tempfile

os.environ["YICHUANG_HOME"] = os.environ.get("YICHUANG_TEST_HOME") or tempfile.mkdtemp(
    prefix="yichuang-test-"
)

from yichuang.config.settings import *  # noqa: F403 (the home is set first)
from yichuang.config.settings import OWNER_DATABASE

# Tests make databases and look behind the record's back: they run as the owner.
DATABASES = {"default": OWNER_DATABASE}
