"""The centre's own templates (本中心模板): a .docx for each kind of paper, the newest in force.

They are attachments of the site, so each is kept with its digest, by whom and when; taking the
newest back puts the one before in force, and taking all back ours.
"""

from __future__ import annotations

from datetime import datetime

from yichuang.attachments import actions as attachments
from yichuang.attachments.actions import Slot
from yichuang.attachments.kinds import DOCX
from yichuang.attachments.queries import Attached, content_of, of_subject
from yichuang.organization.queries import Reader
from yichuang.papers.face import MANAGE_TEMPLATES


def _subject(site_code: str) -> str:
    return f"templates:{site_code}"


def in_force(site_code: str, kind: str) -> bytes | None:
    """The centre's template for a kind of paper; None: it has none of its own."""
    newest = _newest(site_code).get(kind)
    return content_of(_subject(site_code), newest.pk) if newest else None


def templates(reader: Reader) -> dict[str, Attached]:
    """The templates in force at the reader's site, by kind of paper. Raises NotAllowed."""
    reader.must(MANAGE_TEMPLATES)
    return _newest(reader.site_code)


def _newest(site_code: str) -> dict[str, Attached]:
    return {one.part: one for one in of_subject(_subject(site_code), named=True)}


def content(reader: Reader, pk: int) -> bytes:
    """A template as it was put there. Raises NotAllowed."""
    reader.must(MANAGE_TEMPLATES)
    return content_of(_subject(reader.site_code), pk)


def slot(kind: str, *, by: Reader) -> Slot:
    """Where a new template goes. Raises NotAllowed."""
    by.must(MANAGE_TEMPLATES)
    assert by.site_id is not None
    return Slot(
        site_id=by.site_id, site_code=by.site_code, subject=_subject(by.site_code), part=kind,
        actor=by.name, person_id=by.person_id, kinds=frozenset({DOCX}),
    )  # fmt: skip


def take_back(pk: int, *, at: datetime, by: Reader) -> None:
    """Take a template back (停用模板). Raises NotAllowed, NotFound."""
    by.must(MANAGE_TEMPLATES)
    subject = _subject(by.site_code)
    attachments.withdraw(subject, pk, reason="", actor=by.name, at=at)
