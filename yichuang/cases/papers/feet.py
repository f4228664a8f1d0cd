"""What stands at the foot of a paper (联、联系、救济): copies, whom to ask, how to challenge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from yichuang.cases.papers.source import Source, cited, moment
from yichuang.organization.times import local
from yichuang.papers.press import Copy, Foot, Line, qr

if TYPE_CHECKING:
    from yichuang.rules.sections.casework import Casework

LICENCE = "01"
_FOR_FILE, _FOR_APPLICANT = "第一联　机关存档", "第二联　申请人留存"
_LEAF = "存证码（封存后在 {page} 核对；内容改动即不相符）"


def copies(s: Source, english: str, *, proof: bool = False, code: bool = True) -> tuple[Copy, ...]:
    """One copy: the applicant's; for a reader who sees the applicant masked, that of the file.

    `proof`: with the leaf of the record. `code`: whether the paper is one the applicant keeps.
    """
    foot = _foot(s, english, proof=proof, code=code and s.whole)
    return (Copy("" if s.whole else _FOR_FILE, foot),)


def several(s: Source, english: str, section: Casework | None) -> tuple[Copy, ...]:
    """One for the file, without the code, and the others for the applicant."""
    of_file = Copy(_FOR_FILE, _foot(s, english, proof=False, code=False))
    if not s.whole:
        return (of_file,)
    theirs = Copy(_FOR_APPLICANT, _foot(s, english, proof=False, code=True))
    n = section.notice_copies if section else 2
    return (*(() if s.is_applicant else (of_file,)), *(theirs,) * max(n - 1, 1))


def _foot(s: Source, english: str, *, proof: bool, code: bool) -> Foot:
    secret, page = s.applicant.code if code else "", s.address or "/follow"
    lines = [Line("办件编号", s.row.number)]
    if secret:
        lines += [Line("查询码", f"{secret[:4]} {secret[4:]}", large=True), Line("查询网址", page)]
    about = "，".join(part for part in (s.handler, moment(local(s.fact.at))) if part)
    lines += [Line("经办", about), Line("办理地点", s.place)]
    if s.phone:
        lines.append(Line("咨询电话", s.phone))
    asked = urlencode({"number": s.row.number, "code": secret})
    return Foot(
        lines=tuple(lines), qr=qr(f"{page}?{asked}") if secret else "",
        leaf_label=_LEAF.format(page=_record_page(page)) if proof else "",
        leaf=s.record_code if proof else "", gloss=english,
    )  # fmt: skip


def _record_page(follow: str) -> str:
    """Where a code is checked, beside the page where the case is followed."""
    return follow.rpartition("/")[0] + "/record"


def remedies_said(s: Source, units: Mapping[str, str]) -> tuple[str, ...]:
    """How a decision can be challenged (救济途径): where, until when, and by which article."""
    section = s.casework
    if section is None:
        return ()
    again, suit, named = section.reconsideration, section.suit, s.remedies
    authority = named.reconsideration.zh or "有权的行政复议机关"
    court = named.court.zh or "有管辖权的人民法院"
    return (
        f"如不服本决定，可以自知道本决定之日起{again.n}{units[again.unit]}内，依据"
        f"{cited(again.article)}向{authority}申请行政复议；或者自知道本决定之日起"
        f"{suit.n}{units[suit.unit]}内，依据{cited(suit.article)}向{court}提起行政诉讼。",
    )
