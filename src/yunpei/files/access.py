"""Who may see a file. Who studies a class may see its lesson: that is known above, and judged there."""

from __future__ import annotations

from yunpei.common.actor import Actor
from yunpei.files.models import StoredFile
from yunpei.people import access as people_access
from yunpei.people import queries as people
from yunpei.people.types import OFFICE_ROLES


def sees_file(actor: Actor, row: StoredFile) -> bool:
    """Its owner; for an organisation's, offices whose region covers it; for a person's, any office; the program itself.

    Operations run the machine and do not read people's papers.
    """
    if actor.is_system:
        return True
    if row.organisation_id is not None:
        if actor.has(*OFFICE_ROLES):
            return people_access.region_covers(actor.region, people.organisation(row.organisation_id).region)
        return actor.organisation_id == row.organisation_id
    if row.person_id is not None:
        return actor.person_id == row.person_id or actor.has(*OFFICE_ROLES)
    return row.office_id is not None and actor.office_id == row.office_id
