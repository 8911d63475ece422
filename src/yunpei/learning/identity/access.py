"""Who may: learners for themselves; a class's organisation and the reviewing office of its region for the class."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.people import queries as people
from yunpei.people.access import need_organisation
from yunpei.people.types import Role
from yunpei.training.types import ClassFacts


def require_supervision(by: Actor, held: ClassFacts) -> None:
    """The class's organisation with its teachers, a reviewing officer whose region covers it, or the program.

    Raises NotFound, Forbidden.
    """
    _need(by, held, Role.ORG_ADMIN, Role.ORG_LEGAL, Role.TEACHER, Role.OFFICER_REVIEW)


def require_setting(by: Actor, held: ClassFacts) -> None:
    """As `require_supervision`, but no teachers. Raises NotFound, Forbidden."""
    _need(by, held, Role.ORG_ADMIN, Role.ORG_LEGAL, Role.OFFICER_REVIEW)


def require_office(by: Actor, held: ClassFacts) -> None:
    """A reviewing officer whose region covers the class, or the program. Raises NotFound, Forbidden."""
    _need(by, held, Role.OFFICER_REVIEW)


def learner_of(by: Actor) -> int:
    """The person behind the account. Raises NotFound for an account without one."""
    if by.person_id is None:
        raise NotFound
    return by.person_id


def _need(by: Actor, held: ClassFacts, *roles: Role) -> None:
    need_organisation(by, held.organisation_id, people.organisation(held.organisation_id).region, *roles)
