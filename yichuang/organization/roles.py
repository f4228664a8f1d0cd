"""Roles. What each may do is said with the permissions, in the faces of the capabilities.

The three administrators (三员分立, GB/T 22239) are three people: system, security, audit;
the database refuses two of these roles to one person.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from yichuang.faces import Permission, faces
from yichuang.phrases import Phrase


class Role(StrEnum):
    GUIDE = "guide"
    WINDOW_CLERK = "window_clerk"
    REVIEWER = "reviewer"
    VERIFIER = "verifier"
    CHIEF_REPRESENTATIVE = "chief_representative"
    INTEGRATED_WINDOW = "integrated_window"
    CASHIER = "cashier"
    OFFICE = "office"
    SUPERVISION = "supervision"
    DIRECTOR = "director"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

NAMES: MappingProxyType[Role, Phrase] = MappingProxyType({
    Role.GUIDE: Phrase("导办员", "Guide"),
    Role.WINDOW_CLERK: Phrase("窗口人员", "Window clerk"),
    Role.REVIEWER: Phrase("审查人员", "Reviewer"),
    Role.VERIFIER: Phrase("核准人员", "Verifier"),
    Role.CHIEF_REPRESENTATIVE: Phrase("首席代表", "Chief representative"),
    Role.INTEGRATED_WINDOW: Phrase("综合窗口", "Integrated window"),
    Role.CASHIER: Phrase("收费窗口", "Fee window"),
    Role.OFFICE: Phrase("中心办公室", "Office"),
    Role.SUPERVISION: Phrase("督查科", "Supervision"),
    Role.DIRECTOR: Phrase("中心主任", "Director"),
    Role.SYSTEM_ADMIN: Phrase("系统管理员", "System administrator"),
    Role.SECURITY_ADMIN: Phrase("安全管理员", "Security administrator"),
    Role.AUDIT_ADMIN: Phrase("审计管理员", "Audit administrator"),
})  # fmt: skip


def granted(role: Role) -> list[Permission]:
    """What a role may do (角色权限), as the faces of the capabilities say it."""
    return sorted(one for face in faces() for one in face.permissions if role in one.roles)
