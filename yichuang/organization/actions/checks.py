"""What several actions of the organization ask before they act, and refuse by."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError, NotAllowed
from yichuang.faces import Permission
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.phrases import Phrase


class NameTaken(HallError):
    code: ClassVar[str] = "organization.name_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{name}”已有人使用，请换一个。", "“{name}” is taken; choose another."
    )


def must_at(by: Reader, permission: Permission, site_id: int) -> None:
    """Raise NotAllowed where `by` lacks the permission at this site. The house itself may."""
    if by == SYSTEM:
        return
    by.must(permission)
    if by.site_id != site_id:
        raise NotAllowed(what=permission.name)
