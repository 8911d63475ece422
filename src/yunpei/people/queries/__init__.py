"""Reads. Those that take `by` judge who may; the others are for rooms above, which have judged already."""

from __future__ import annotations

from yunpei.people.queries.accounts import (
    account_address,
    account_name,
    account_names,
    account_of_login,
    actor_of,
    actor_of_user,
    is_staff,
    places_of,
    session_account,
)
from yunpei.people.queries.organisations import (
    members_of,
    offices,
    organisation,
    organisation_of_code,
    organisation_seen,
    organisations,
    organisations_seen,
)
from yunpei.people.queries.persons import (
    name_fit,
    person,
    person_by_id_number,
    person_full_id,
    person_masked,
    person_of_account,
    person_seen,
    persons,
    persons_by_id_numbers,
)
from yunpei.people.queries.staff import account_seen, accounts, office_members, office_seen, officers_of, roles_held

__all__ = [
    "account_address",
    "account_name",
    "account_names",
    "account_of_login",
    "account_seen",
    "accounts",
    "actor_of",
    "actor_of_user",
    "is_staff",
    "members_of",
    "name_fit",
    "office_members",
    "office_seen",
    "officers_of",
    "offices",
    "organisation",
    "organisation_of_code",
    "organisation_seen",
    "organisations",
    "organisations_seen",
    "person",
    "person_by_id_number",
    "person_full_id",
    "person_masked",
    "person_of_account",
    "person_seen",
    "persons",
    "persons_by_id_numbers",
    "places_of",
    "roles_held",
    "session_account",
]
