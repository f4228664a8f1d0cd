"""A permission is checked where the product acts, or it isn't one."""

from __future__ import annotations

import re
from pathlib import Path

import yichuang
from yichuang.faces import faces

_HOUSE = Path(yichuang.__file__).parent


def test_every_permission_is_checked_somewhere_outside_its_face() -> None:
    source = {
        path: path.read_text() for path in _HOUSE.rglob("*.py") if path.name != "face.py"
    }  # fmt: skip
    names = {
        name: value for face_file in _HOUSE.rglob("*.py")
        for name, value in re.findall(r'^([A-Z_]+) = Permission\(\s*"([a-z_.]+)"', face_file.read_text(), re.M)
    }  # fmt: skip
    assert set(names.values()) == {str(one) for face in faces() for one in face.permissions}
    # Asked for by name, or what somebody owes by; a list of what is owed asks what one may do.
    asks = r"(?:must|may|must_at|Who|at_home|staff|refusal|Debtor|holders_at)\([^)]*\b{}\b|(?:: |else ){}\b"
    unchecked = [
        name for name in names
        if not any(re.search(asks.format(name, name), text) for text in source.values())
    ]  # fmt: skip
    assert unchecked == []
