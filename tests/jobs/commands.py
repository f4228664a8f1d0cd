"""Running a command as an administrator does: its exit status and what it says."""

from __future__ import annotations

import io

from django.core.management import call_command


def run(*words: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `yichuang …`."""
    out, err = io.StringIO(), io.StringIO()
    name, *rest = words
    try:
        call_command(name, *rest, stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()
