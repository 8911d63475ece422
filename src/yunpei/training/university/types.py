"""What other rooms may name of a university."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yunpei.catalogue.types import CourseFacts, LessonFacts, LessonKind

STUDIED = frozenset({LessonKind.VIDEO, LessonKind.DOCUMENT})
"""Lessons that are studied in a university; quizzes and practical tasks need the teachers of a class."""


@dataclass(frozen=True, slots=True)
class UniversityFacts:
    """A university. public_id: what receipts of study in it name."""

    id: int
    public_id: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class PickFacts:
    """A course of a university with what is studied of it. due_on: by when, None where the organisation set no day."""

    course: CourseFacts
    lessons: tuple[LessonFacts, ...]
    required: bool
    due_on: date | None

    @property
    def seconds(self) -> int:
        """The planned length of what is studied of it."""
        return sum(one.seconds for one in self.lessons)


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """One person of a staff list, the number masked. person: public id, by which the study clock knows them."""

    public_id: str
    person_id: int
    person: str
    name: str
    id_masked: str
    department: str
    post: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A university as one of its staff sees it: their own line, and its name."""

    university: UniversityFacts
    staff: StaffFacts
    organisation: str


@dataclass(frozen=True, slots=True)
class StaffChanges:
    """What a list did to the staff list: people who are new, who changed department, post or name, who stayed as they were."""

    added: int
    changed: int
    same: int


Departments = Mapping[str, int]
"""Department → how many people."""
