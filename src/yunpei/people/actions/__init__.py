"""What can be done in this room: one verb, one function, each in a transaction with its audit row."""

from __future__ import annotations

from yunpei.people.actions.accounts import (
    account_confirm,
    account_restore,
    account_stop,
    password_change,
    password_confirm,
    password_reset,
)
from yunpei.people.actions.entering import person_enter, persons_enter
from yunpei.people.actions.founding import site_found
from yunpei.people.actions.memberships import membership_end, membership_grant, office_open
from yunpei.people.actions.nominations import nomination_decide, nomination_make
from yunpei.people.actions.organisations import organisation_confirm, organisation_edit, organisation_register
from yunpei.people.actions.persons import groups_set, person_register, staff_register
from yunpei.people.actions.signing_in import code_check, code_send, sign_in, sign_out

__all__ = [
    "account_confirm",
    "account_restore",
    "account_stop",
    "code_check",
    "code_send",
    "groups_set",
    "membership_end",
    "membership_grant",
    "nomination_decide",
    "nomination_make",
    "office_open",
    "organisation_confirm",
    "organisation_edit",
    "organisation_register",
    "password_change",
    "password_confirm",
    "password_reset",
    "person_enter",
    "person_register",
    "persons_enter",
    "sign_in",
    "sign_out",
    "site_found",
    "staff_register",
]
