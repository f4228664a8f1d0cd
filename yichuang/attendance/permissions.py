"""What people may do with attendance (考勤的权限)."""

from __future__ import annotations

from yichuang.faces import Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

SEE_ATTENDANCE = Permission(
    "attendance.see",
    Phrase("查看本场所考勤", "see the site's attendance"),
    Role.OFFICE, Role.SUPERVISION, Role.DIRECTOR,
)  # fmt: skip

CLOSE_MONTH = Permission(
    "attendance.close",
    Phrase("锁定考勤月", "close a month of attendance"),
    Role.OFFICE, Role.DIRECTOR,
)  # fmt: skip
REOPEN_MONTH = Permission(
    "attendance.reopen", Phrase("重开考勤月", "reopen a month of attendance"), Role.DIRECTOR
)
