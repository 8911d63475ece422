"""What other rooms may name: courses, lessons, questions, as they stand when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CourseKind(StrEnum):
    """What a course is about, as the circulars list it (大人社发〔2020〕41号 二, 锡人社办〔2020〕10号 一（一）)."""

    OCCUPATIONAL_SKILL = "occupational_skill"
    SAFETY = "safety"
    GENERAL = "general"
    HEALTH = "health"
    LAW = "law"
    FIRE = "fire"
    ENVIRONMENT = "environment"


class CourseState(StrEnum):
    """Draft courses can be changed; published ones are studied and never change; retired ones begin no new class."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class LessonKind(StrEnum):
    """How a lesson is studied; both earn time by the study clock only."""

    VIDEO = "video"
    DOCUMENT = "document"


class QuestionKind(StrEnum):
    """One right option, or several that must all be chosen."""

    SINGLE = "single"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """A lesson. `seconds` is its planned length: no more than that earns credit; `file_id` is the public id of its file.

    questions: how many its quiz draws from.
    """

    id: int
    public_id: str
    course_id: int
    position: int
    title: str
    kind: LessonKind
    seconds: int
    file_id: str | None
    questions: int


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course with what lists of courses show. `seconds` is the planned length of all its lessons."""

    id: int
    public_id: str
    title: str
    kind: CourseKind
    project: str
    provider_id: int
    state: CourseState
    lessons: int
    seconds: int


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question of the bank with its answer: for marking on the server and for its provider, never for a learner's page.

    options stand in the order they were written; `answer` holds their indexes. lesson_id None: for the exam only.
    """

    id: int
    public_id: str
    lesson_id: int | None
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    answer: frozenset[int]
