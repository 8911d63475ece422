"""State × event × role of a class: the table says all of it, and every action asks the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from tests.classroom import FILED, IN_CLASS, SYSTEM, Town, opened, row, town
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, NotFound
from yunpei.people.types import Role
from yunpei.training import actions, queries
from yunpei.training.models import TrainingClass
from yunpei.training.states import CLASS
from yunpei.training.types import ClassFacts, ClassState, PlanFacts

ROLES = (*(role.value for role in Role), "system")
ALLOWED = {
    ("planned", "begin"): {"system"},
    ("planned", "add_person"): {"org_admin", "system"},
    ("planned", "cancel"): {"org_admin", "org_legal", "system"},
    ("planned", "amend"): {"officer_review", "org_admin", "org_legal", "system"},
    ("open", "add_person"): {"org_admin", "system"},
    ("open", "amend"): {"officer_review", "org_admin", "org_legal", "system"},
    ("open", "sign_in"): {"learner", "system"},
    ("open", "close"): {"org_admin", "org_legal", "system"},
}


def test_the_table_has_every_state() -> None:
    assert set(CLASS.states) == {state.value for state in ClassState}
    assert set(CLASS.ends) == {"closed", "cancelled"}


@pytest.mark.parametrize(("state", "event", "role"), list(product(CLASS.states, CLASS.events, ROLES)))
def test_who_may_do_what_when(state: str, event: str, role: str) -> None:
    assert CLASS.may(state, event, {role}) is (role in ALLOWED.get((state, event), set()))


Act = Callable[[ClassFacts, Actor, datetime], object]
ACTS: dict[str, Act] = {
    "begin": lambda held, by, at: actions.class_begin(class_id=held.id, at=at),
    "add_person": lambda held, by, at: actions.roster_add(class_id=held.id, rows=[row(7)], by=by, at=at),
    "amend": lambda held, by, at: actions.class_amend(class_id=held.id, plan=longer(held), by=by, at=at),
    "cancel": lambda held, by, at: actions.class_cancel(class_id=held.id, why="停工", by=by, at=at),
    "close": lambda held, by, at: actions.class_close(class_id=held.id, by=by, at=at),
}


def longer(held: ClassFacts) -> PlanFacts:
    """The class's plan with another last day."""
    return PlanFacts(
        number=held.number,
        case_number=held.case_number,
        organisation_id=held.organisation_id,
        programme=held.programme,
        pack_version=held.pack_version,
        course_id=held.course_id,
        project=held.project,
        mode=held.mode,
        planned_hours=held.planned_hours,
        required_hours=held.required_hours,
        starts_on=held.starts_on,
        ends_on=held.ends_on + timedelta(days=1),
        filed_on=held.filed_on,
        roster_id=held.roster_id,
    )


@pytest.fixture
def there(db: None) -> Town:
    return town((1,))


@pytest.mark.parametrize("state", CLASS.states)
@pytest.mark.parametrize("role", ["learner", "org_admin", "org_legal", "officer_review", "ops", "system"])
def test_the_actions_obey_the_table(there: Town, state: str, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "sessions_close", lambda **_: 0)
    held = opened(there)
    ended_at = None if state in ("planned", "open") else IN_CLASS
    by = SYSTEM if role == "system" else replace(there.admin, roles=frozenset({role}))
    for event, act in ACTS.items():
        TrainingClass.objects.filter(pk=held.id).update(state=state, ended_at=ended_at)
        allowed = CLASS.may(state, event, {role} if event != "begin" else {"system"})
        before = queries.class_of(held.id)
        # Beginning an open class again does nothing, so that two workers may both come to it.
        if allowed or (state, event) == ("open", "begin"):
            act(held, by, IN_CLASS)
            continue
        with pytest.raises((Conflict, Forbidden, NotFound)):
            act(held, by, IN_CLASS)
        assert queries.class_of(held.id) == before


def test_an_action_before_its_day_changes_nothing(there: Town) -> None:
    held = opened(there)
    with pytest.raises(Conflict):
        actions.class_begin(class_id=held.id, at=FILED)
    assert queries.class_of(held.id).state is ClassState.PLANNED
