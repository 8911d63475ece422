"""State tables: what they allow, refuse, and draw."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden
from yunpei.common.states import Table, Transition

DOOR = Table(
    "door",
    "shut",
    Transition("shut", "open", "ajar", roles=("guest", "host"), audit="door_open"),
    Transition("ajar", "close", "shut", roles=("host",)),
    Transition("shut", "rust", "stuck"),
)
HOST = Actor(account_id=1, roles=frozenset({"host"}))
GUEST = Actor(account_id=2, roles=frozenset({"guest"}))


@given(
    state=st.sampled_from(DOOR.states),
    event=st.sampled_from(DOOR.events),
    actor=st.sampled_from([HOST, GUEST, Actor.system("rain")]),
)
def test_next_and_may_agree_on_every_cell(state: str, event: str, actor: Actor) -> None:
    row = DOOR.find(state, event)
    if row is None:
        with pytest.raises(Conflict):
            DOOR.next(state, event, by=actor)
    elif not DOOR.may(state, event, actor.roles):
        with pytest.raises(Forbidden):
            DOOR.next(state, event, by=actor)
    else:
        assert DOOR.next(state, event, by=actor) == row.target
        assert row in DOOR.open_to(state, actor.roles)


def test_a_row_without_roles_is_the_programs_own() -> None:
    assert DOOR.may("shut", "rust", Actor.system("rain").roles)
    assert not DOOR.may("shut", "rust", HOST.roles)


def test_the_program_takes_no_row_that_is_a_persons() -> None:
    assert not DOOR.may("shut", "open", Actor.system("rain").roles)


def test_the_refusal_says_where_the_thing_stands() -> None:
    with pytest.raises(Conflict, match="ajar"):
        DOOR.next("ajar", "open")


def test_the_diagram_draws_every_row() -> None:
    assert DOOR.diagram() == (
        "stateDiagram-v2\n"
        "    [*] --> shut\n"
        "    shut --> ajar: open (guest, host)\n"
        "    ajar --> shut: close (host)\n"
        "    shut --> stuck: rust (system)\n"
        "    stuck --> [*]\n"
    )
    assert DOOR.states == ("shut", "ajar", "stuck")
    assert DOOR.events == ("open", "close", "rust")
    assert DOOR.ends == ("stuck",)


def test_a_table_with_two_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="two rows"):
        Table("door", "shut", Transition("shut", "open", "ajar"), Transition("shut", "open", "stuck"))


def test_a_state_that_nothing_leads_to_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing leads to cellar"):
        Table("door", "shut", Transition("cellar", "open", "shut"))
