"""What somebody may do about leave beyond their own."""

from __future__ import annotations

from yichuang.faces import Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

MANAGE_LEAVE = Permission(
    "leave.manage", Phrase("管理请销假和岗位", "manage leave and posts"),
    Role.OFFICE, Role.SUPERVISION, Role.DIRECTOR,
)  # fmt: skip
