"""Each capability shows its own face, and together they say everything once."""

from __future__ import annotations

from collections import Counter

from yichuang.errors import HallError
from yichuang.faces import Permission, duties, faces
from yichuang.organization.roles import NAMES, Role, granted


def _all(of: type[HallError]) -> list[type[HallError]]:
    return [one for below in of.__subclasses__() for one in (below, *_all(below))]


def test_nothing_is_said_twice() -> None:
    kinds = Counter(kind for face in faces() for kind in face.journal)
    permissions = Counter(one for face in faces() for one in face.permissions)
    pages = Counter(page.name for face in faces() for page in face.staff)
    owed = Counter(kind for face in faces() for kind in face.duties)
    for found in (kinds, permissions, pages, owed):
        assert not [name for name, times in found.items() if times > 1]
    assert len(duties()) == len(owed)


def test_every_permission_has_a_name_and_somebody_who_holds_it() -> None:
    permissions: list[Permission] = [one for face in faces() for one in face.permissions]
    assert all(one.name.zh and one.name.en and one.roles <= set(Role) for one in permissions)
    assert {one for role in Role for one in granted(role)} == set(permissions)
    assert all(granted(role) for role in NAMES)


def test_every_refusal_has_a_code_of_its_own() -> None:
    own = [one for one in _all(HallError) if "code" in vars(one)]
    borders = ("yichuang.web.", "yichuang.api.", "yichuang.config.")
    own = [one for one in own if not one.__module__.startswith((*borders, "tests."))]
    codes = Counter(one.code for one in own)
    assert not {code: times for code, times in codes.items() if times > 1}
