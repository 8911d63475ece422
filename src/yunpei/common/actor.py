"""Who does something: the answer to "by whom?" in every action and every audit row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """An account in the part it plays now, or the program itself.

    roles: the role words of `people` (learner, org_admin, org_legal, officer_review, officer_pay, officer_finance,
    officer_inspect, ops). region: GB/T 2260 code of the office, None for those who belong to no office.
    """

    account_id: int | None
    person_id: int | None = None
    organisation_id: int | None = None
    office_id: int | None = None
    roles: frozenset[str] = frozenset()
    region: str | None = None
    name: str = ""  # of the program's own part that acts: "worker", "demo"

    @classmethod
    def system(cls, name: str) -> Actor:
        """The program acting by itself; `name` says which part of it."""
        return cls(account_id=None, roles=frozenset({"system"}), name=name)

    @property
    def is_system(self) -> bool:
        """Whether no person stands behind this."""
        return "system" in self.roles

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is held."""
        return not self.roles.isdisjoint(roles)


NOBODY = Actor(account_id=None)
