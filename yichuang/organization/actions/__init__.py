"""Changing the organization: each change is one transaction with its journal entry."""

from __future__ import annotations

from yichuang.organization.actions.accounts import (
    TwoAdministrators,
    change_password,
    close_account,
    give_first_password,
    note_log_in,
    note_log_out,
    open_account,
    open_training_accounts,
    renew_account,
    renew_by_owner,
)
from yichuang.organization.actions.checks import (
    NameTaken,
    must_at,
)
from yichuang.organization.actions.days import (
    complete_calendar_year,
    set_calendar_days,
)
from yichuang.organization.actions.denials import (
    note_denial,
    note_refused_log_in,
)
from yichuang.organization.actions.people import (
    FirstPasswordStands,
    OwnRoles,
    RoleHeld,
    ThreeAdministrators,
    add_person,
    grant_role,
    revoke_role,
)
from yichuang.organization.actions.places import (
    add_department,
    add_site,
    add_window,
)
from yichuang.organization.actions.tokens import (
    create_token,
    revoke_token,
)

__all__ = [
    "FirstPasswordStands",
    "NameTaken",
    "OwnRoles",
    "RoleHeld",
    "ThreeAdministrators",
    "TwoAdministrators",
    "add_department",
    "add_person",
    "add_site",
    "add_window",
    "change_password",
    "close_account",
    "complete_calendar_year",
    "create_token",
    "give_first_password",
    "grant_role",
    "must_at",
    "note_denial",
    "note_log_in",
    "note_log_out",
    "note_refused_log_in",
    "open_account",
    "open_training_accounts",
    "renew_account",
    "renew_by_owner",
    "revoke_role",
    "revoke_token",
    "set_calendar_days",
]
