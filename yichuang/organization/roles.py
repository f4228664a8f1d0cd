"""Roles and what each may do. One table, readable by the security administrator.

The three administrators (三员分立, GB/T 22239) are three people: system, security, audit;
the database refuses two of these roles to one person.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class Role(StrEnum):
    GUIDE = "guide"
    WINDOW_CLERK = "window_clerk"
    REVIEWER = "reviewer"
    VERIFIER = "verifier"
    CHIEF_REPRESENTATIVE = "chief_representative"
    INTEGRATED_WINDOW = "integrated_window"
    OFFICE = "office"
    SUPERVISION = "supervision"
    DIRECTOR = "director"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


class Permission(StrEnum):
    TAKE_TICKET_FOR = "ticket.take_for"
    WORK_WINDOW = "window.work"
    ACCEPT_CASE = "case.accept"
    REVIEW_CASE = "case.review"
    VERIFY_CASE = "case.verify"
    EXTEND_CASE = "case.extend"
    ISSUE_RESULT = "case.issue"
    SEE_SITE_CASES = "case.see_site"
    SEE_PERSONAL_DATA = "person.unmask"
    SUPERVISE = "hall.supervise"
    CLOSE_DAY = "day.close"
    MANAGE_CATALOG = "catalog.manage"
    MANAGE_PEOPLE = "people.manage"
    MANAGE_ROLES = "roles.manage"
    MANAGE_DEVICES = "devices.manage"
    MANAGE_RULES = "rules.manage"
    READ_AUDIT = "audit.read"


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

_P = Permission
GRANTS: MappingProxyType[Role, frozenset[Permission]] = MappingProxyType({
    Role.GUIDE: frozenset({_P.TAKE_TICKET_FOR}),
    Role.WINDOW_CLERK: frozenset({_P.TAKE_TICKET_FOR, _P.WORK_WINDOW, _P.ACCEPT_CASE}),
    Role.REVIEWER: frozenset({_P.REVIEW_CASE, _P.SEE_PERSONAL_DATA}),
    Role.VERIFIER: frozenset({_P.VERIFY_CASE, _P.SEE_PERSONAL_DATA}),
    Role.CHIEF_REPRESENTATIVE: frozenset({_P.REVIEW_CASE, _P.VERIFY_CASE, _P.EXTEND_CASE, _P.SEE_PERSONAL_DATA}),
    Role.INTEGRATED_WINDOW: frozenset({_P.TAKE_TICKET_FOR, _P.WORK_WINDOW, _P.ACCEPT_CASE, _P.ISSUE_RESULT}),
    Role.OFFICE: frozenset({_P.MANAGE_CATALOG, _P.SEE_SITE_CASES, _P.CLOSE_DAY}),
    Role.SUPERVISION: frozenset({_P.SUPERVISE, _P.SEE_SITE_CASES}),
    Role.DIRECTOR: frozenset({_P.SUPERVISE, _P.SEE_SITE_CASES, _P.MANAGE_RULES, _P.CLOSE_DAY}),
    Role.SYSTEM_ADMIN: frozenset({_P.MANAGE_PEOPLE, _P.MANAGE_DEVICES, _P.MANAGE_CATALOG}),
    Role.SECURITY_ADMIN: frozenset({_P.MANAGE_ROLES}),
    Role.AUDIT_ADMIN: frozenset({_P.READ_AUDIT}),
})  # fmt: skip

NAMES: MappingProxyType[Role, Phrase] = MappingProxyType({
    Role.GUIDE: Phrase("导办员", "Guide"),
    Role.WINDOW_CLERK: Phrase("窗口人员", "Window clerk"),
    Role.REVIEWER: Phrase("审查人员", "Reviewer"),
    Role.VERIFIER: Phrase("核准人员", "Verifier"),
    Role.CHIEF_REPRESENTATIVE: Phrase("首席代表", "Chief representative"),
    Role.INTEGRATED_WINDOW: Phrase("综合窗口", "Integrated window"),
    Role.OFFICE: Phrase("中心办公室", "Office"),
    Role.SUPERVISION: Phrase("督查科", "Supervision"),
    Role.DIRECTOR: Phrase("中心主任", "Director"),
    Role.SYSTEM_ADMIN: Phrase("系统管理员", "System administrator"),
    Role.SECURITY_ADMIN: Phrase("安全管理员", "Security administrator"),
    Role.AUDIT_ADMIN: Phrase("审计管理员", "Audit administrator"),
})  # fmt: skip

PERMISSION_NAMES: MappingProxyType[Permission, Phrase] = MappingProxyType({
    _P.TAKE_TICKET_FOR: Phrase("替人取号", "take a number for somebody"),
    _P.WORK_WINDOW: Phrase("窗口叫号接待", "work at a window"),
    _P.ACCEPT_CASE: Phrase("受理办件", "accept cases"),
    _P.REVIEW_CASE: Phrase("审查办件", "review cases"),
    _P.VERIFY_CASE: Phrase("核准办件", "verify cases"),
    _P.EXTEND_CASE: Phrase("延长办理期限", "extend a limit"),
    _P.ISSUE_RESULT: Phrase("出证送达", "issue results"),
    _P.SEE_SITE_CASES: Phrase("查看本场所办件", "see the site's cases"),
    _P.SEE_PERSONAL_DATA: Phrase("查看未脱敏个人信息", "see personal data unmasked"),
    _P.SUPERVISE: Phrase("大厅督查", "supervise the hall"),
    _P.CLOSE_DAY: Phrase("闭厅", "close the day"),
    _P.MANAGE_CATALOG: Phrase("管理事项", "manage items"),
    _P.MANAGE_PEOPLE: Phrase("管理人员和账号", "manage people and accounts"),
    _P.MANAGE_ROLES: Phrase("授予和撤销角色", "grant and revoke roles"),
    _P.MANAGE_DEVICES: Phrase("管理设备", "manage devices"),
    _P.MANAGE_RULES: Phrase("管理规则手册", "manage rule books"),
    _P.READ_AUDIT: Phrase("审计流水账", "audit the journal"),
})  # fmt: skip
