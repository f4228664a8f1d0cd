"""Whether the rows of the organization are as the journal left them (组织的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase

KEPT = (
    Kept("organization_site", Phrase("场所", "a site")),
    Kept("organization_department", Phrase("部门", "a department")),
    Kept("organization_window", Phrase("窗口", "a window")),
    Kept("organization_person", Phrase("人员", "a person")),
    Kept("organization_rolegrant", Phrase("授予的角色", "a granted role")),
    Kept("organization_account", Phrase("登录账号", "an account"), left_out=("last_login",)),
    Kept("organization_token", Phrase("设备或人员的令牌", "a token"), left_out=("last_used_at",)),
    Kept("organization_passwordreset", Phrase("密码或第二因素的重置", "a reset")),
    Kept(
        "organization_secondfactor", Phrase("第二因素", "a second factor"), left_out=("last_step",)
    ),
    Kept("organization_calendaryear", Phrase("日历上的一年", "a year of the calendar")),
    Kept("organization_calendarday", Phrase("日历上的一天", "a day of the calendar")),
)
UNBOUND = (
    Unbound("organization_openlogin", Phrase(
        "登录会话一览；登录、退出另有登记",
        "the list of log-ins that are open; logging in and out is on record itself")),
    Unbound("organization_tries", Phrase(
        "输错次数，只用于限速，一天后无意义",
        "wrong tries, for limiting their rate; of no meaning after a day")),
)  # fmt: skip

# Every role in force was granted and not revoked since; every role granted is there.
_ROLES = """
WITH told AS (
  SELECT DISTINCT ON (subject, site, data ->> 'role') id, subject, site, data ->> 'role' AS role,
    kind = 'role.granted' AS held
  FROM journal_entry WHERE kind IN ('role.granted', 'role.revoked')
  ORDER BY subject, site, data ->> 'role', id DESC
), standing AS (
  SELECT 'person:' || p.staff_no AS subject, s.code AS site, g.role
  FROM organization_rolegrant g JOIN organization_person p ON p.id = g.person_id
  JOIN organization_site s ON s.id = g.site_id WHERE g.revoked_at IS NULL
)
SELECT coalesce(t.subject, s.subject), t.id, coalesce(t.role, s.role), s.role IS NOT NULL
FROM (SELECT * FROM told WHERE held) t FULL JOIN standing s
  ON (t.subject, t.site, t.role) = (s.subject, s.site, s.role)
WHERE t.role IS NULL OR s.role IS NULL
ORDER BY 1
"""


def check() -> Iterator[Disagreement]:
    """Whether the roles people hold are those that were granted and not revoked."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLES)
        found = cursor.fetchall()
    for subject, entry_id, role, held in found:
        said = (
            Phrase(f"持有角色 {role}，流水账中没有授予", f"holds {role}, which was never granted")
            if held else
            Phrase(f"角色 {role} 已授予而不再持有，流水账中没有撤销",
                   f"{role} was granted and is gone without a revocation")
        )  # fmt: skip
        yield Disagreement(subject, entry_id, said)
