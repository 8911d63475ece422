"""States as a table: what may happen to a thing, from where to where, by whom. Nothing else says so.

    CLAIM = Table(
        "claim",
        "draft",
        Transition("draft", "submit", "submitted", roles=("org_admin",), audit="claim_submit"),
        …
    )
    row.state = CLAIM.next(row.state, "submit")

Whether this person may is two questions: does a role of the table allow the event (`may`), and is the thing in their region
or organisation (the room's access.py). Diagrams and the state × event × role test are made from the same table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden
from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. roles: who may cause it (empty = the program alone). audit: code of the audit row. sends: the message's code."""

    source: str
    event: str
    target: str
    roles: tuple[str, ...] = ()
    audit: str = ""
    sends: str = ""


class Table:
    """A thing's states and what leads from one to another.

    name: the thing's name in diagrams and messages. start: the state in which it begins.
    Raises ValueError for two rows with the same state and event, and for a state that cannot be reached.
    """

    def __init__(self, name: str, start: str, *transitions: Transition) -> None:
        self.name = name
        self.start = start
        self.transitions = transitions
        self._rows = {(row.source, row.event): row for row in transitions}
        if len(self._rows) != len(transitions):
            raise ValueError(f"{name}: a state and event stand in two rows")
        if lost := set(self.states) - self._reached():
            raise ValueError(f"{name}: nothing leads to {', '.join(sorted(lost))}")

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of the table."""
        named = [self.start, *(state for row in self.transitions for state in (row.source, row.target))]
        return tuple(dict.fromkeys(named))

    @property
    def events(self) -> tuple[str, ...]:
        """Every event, in the order of the table."""
        return tuple(dict.fromkeys(row.event for row in self.transitions))

    @property
    def ends(self) -> tuple[str, ...]:
        """States that nothing leads out of."""
        left = {row.source for row in self.transitions}
        return tuple(state for state in self.states if state not in left)

    def find(self, state: str, event: str) -> Transition | None:
        """The row for an event in a state; None where it is not allowed."""
        return self._rows.get((state, event))

    def row(self, state: str, event: str) -> Transition:
        """The row for an event in a state. Raises Conflict where the state does not allow it."""
        found = self.find(state, event)
        if found is None:
            raise Conflict(
                Text(
                    f"当前状态“{state}”不能办理“{event}”；请刷新页面查看最新状态",
                    f"{event} is not possible in state {state}; reload the page to see where it stands",
                )
            )
        return found

    def next(self, state: str, event: str, *, by: Actor | None = None) -> str:
        """The state after an event. Raises Conflict, and Forbidden where `by` is given and holds none of the row's roles."""
        row = self.row(state, event)
        if by is not None and not self._allows(row, by.roles):
            raise Forbidden
        return row.target

    def may(self, state: str, event: str, roles: Collection[str]) -> bool:
        """Whether one of the roles may cause the event in this state."""
        row = self.find(state, event)
        return row is not None and self._allows(row, roles)

    def open_to(self, state: str, roles: Collection[str]) -> Iterator[Transition]:
        """Rows that one of the roles may take from a state: the buttons of a page."""
        return (row for row in self.transitions if row.source == state and self._allows(row, roles))

    @staticmethod
    def _allows(row: Transition, roles: Collection[str]) -> bool:
        return "system" in roles if not row.roles else not set(row.roles).isdisjoint(roles)

    def _reached(self) -> set[str]:
        reached, before = {self.start}, set[str]()
        while reached != before:
            before = set(reached)
            reached |= {row.target for row in self.transitions if row.source in reached}
        return reached

    def diagram(self) -> str:
        """The table as a mermaid state diagram, for docs/generated."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        for row in self.transitions:
            who = ", ".join(row.roles) or "system"
            lines.append(f"    {row.source} --> {row.target}: {row.event} ({who})")
        return "\n".join([*lines, *(f"    {state} --> [*]" for state in self.ends)]) + "\n"
