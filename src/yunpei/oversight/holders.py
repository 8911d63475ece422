"""Who holds a class: the training body, and the teacher where one alone teaches it on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yunpei.casework import queries as casework
from yunpei.catalogue import queries as catalogue
from yunpei.people import queries as people
from yunpei.training import attended
from yunpei.training import queries as training
from yunpei.training.types import ClassFacts, ClassState, Mode

MOST = 20  # further classes of a teacher


@dataclass(frozen=True, slots=True)
class Holder:
    """provider: credit code of the body that holds the class, "" where the one it names is not registered.

    teacher: a name within that body, since namesakes elsewhere are other people; "" where several teach, or not on the spot alone:
    the hours of such a class are not one person's.
    """

    provider: str
    name: str

    @property
    def teacher(self) -> str:
        """As findings name the teacher."""
        return f"{self.name}（{self.provider}）" if self.name and self.provider else ""


def holders(classes: Sequence[ClassFacts]) -> dict[int, Holder]:
    """Class → who holds it. The body that the filing names, else the one whose course it is."""
    delegates = casework.delegates(one.case_number for one in classes)
    named = {name: people.institutions_named(name) for name in set(delegates.values())}
    courses = {one.course_id for one in classes if one.case_number not in delegates}
    owners = {one: catalogue.course(one).provider_id for one in courses}
    bodies: dict[int, int | None] = {}
    for one in classes:
        if one.case_number in delegates:
            found = named[delegates[one.case_number]]
            bodies[one.id] = found[0] if len(found) == 1 else None
        else:
            bodies[one.id] = owners[one.course_id]
    cards = people.organisations({body for body in bodies.values() if body is not None})
    on_the_spot = [one.id for one in classes if one.mode is Mode.OFFLINE]
    teachers = {held: names.pop() for held, names in attended.teachers_of(on_the_spot).items() if len(names) == 1}
    return {
        one: Holder(cards[body].credit_code if body is not None else "", teachers.get(one, ""))
        for one, body in bodies.items()
    }


def taught_by(holder: Holder, *, but: Sequence[ClassFacts], within: tuple[date, date]) -> list[ClassFacts]:
    """Further classes of a teacher in these days."""
    if not holder.teacher:
        return []
    known = {one.id for one in but}
    ids = [one for one in attended.classes_taught_by(holder.name, first=within[0], last=within[1]) if one not in known]
    found = [training.class_of(one) for one in ids[:MOST]]
    held_by = holders(found)
    return [one for one in found if held_by[one.id] == holder and one.state is not ClassState.CANCELLED]
