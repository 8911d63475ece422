"""Tables of this room, one subject a file."""

from __future__ import annotations

from yunpei.people.models.accounts import Account, OneTimeCode, Throttle
from yunpei.people.models.nominations import Nomination
from yunpei.people.models.persons import Person
from yunpei.people.models.places import Membership, Office, Organisation

__all__ = ["Account", "Membership", "Nomination", "Office", "OneTimeCode", "Organisation", "Person", "Throttle"]
