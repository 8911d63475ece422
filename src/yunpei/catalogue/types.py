"""What other rooms may name: courses, lessons, questions, as they stand when they are read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from yunpei.common.language import Text


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
    """Draft courses can be changed; published ones are studied and never change; retired ones begin no new class.

    The four between stand before a gate each (四把关), in this order.
    """

    DRAFT = "draft"
    PLATFORM = "platform"
    SCHOOL = "school"
    EXPERTS = "experts"
    AUTHORITY = "authority"
    PUBLISHED = "published"
    RETIRED = "retired"


GATES = (CourseState.PLATFORM, CourseState.SCHOOL, CourseState.EXPERTS, CourseState.AUTHORITY)


class LessonKind(StrEnum):
    """How a lesson is studied. `EARNS` says to everyone how each kind earns time."""

    VIDEO = "video"
    DOCUMENT = "document"
    QUIZ = "quiz"
    PRACTICAL = "practical"
    LIVE = "live"


EARNS = {
    LessonKind.VIDEO: Text(
        "按实际观看计时，最多计入计划时长", "counted while it is really watched, up to its planned length"
    ),
    LessonKind.DOCUMENT: Text(
        "开始计时后按阅读时间计入，最多计入计划时长",
        "counted while it is read with the clock on, up to its planned length",
    ),
    LessonKind.QUIZ: Text(
        "开始计时后按作答时间计入，最多计入计划时长",
        "counted while it is worked on with the clock on, up to its planned length",
    ),
    LessonKind.PRACTICAL: Text(
        "不由学习时钟计时；由教师考勤和评分", "not counted by the study clock; attended and graded by a teacher"
    ),
    LessonKind.LIVE: Text(
        "看直播或之后看录像，都按实际观看计时，同一段只计一次，最多计入计划时长",
        "counted while it is really watched, live or later as a recording, each part once, up to its planned length",
    ),
}
CLOCKED = frozenset({LessonKind.VIDEO, LessonKind.DOCUMENT, LessonKind.QUIZ, LessonKind.LIVE})


class Verdict(StrEnum):
    """What a gate says of a course."""

    PASS = "pass"
    RETURN = "return"


class QuestionKind(StrEnum):
    """One right option, several that must all be chosen, right or wrong, or a number to be worked out."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    NUMBER = "number"


class Difficulty(IntEnum):
    """How hard a question is, as whoever wrote it sees it."""

    EASY = 1
    MEDIUM = 2
    HARD = 3


TRUE_OR_FALSE = ("正确", "错误")  # the options of a question of that kind, in this order


class Honour(StrEnum):
    """Honours of teachers, as 锡人社办〔2020〕10号 三.3 and 辽人社函〔2020〕16号 name them."""

    WORLD_SKILLS = "world_skills"
    SKILLS_AWARD = "skills_award"
    NATIONAL_EXPERT = "national_expert"
    MODEL_WORKER = "model_worker"
    CRAFTSMAN = "craftsman"
    YOUNG_EXPERT = "young_expert"


class Directory(StrEnum):
    """The two directories (两目录): of bodies that train and evaluate, of training projects."""

    BODIES = "bodies"
    PROJECTS = "projects"


class EntryKind(StrEnum):
    """What stands in a directory."""

    TRAINING = "training"
    EVALUATION = "evaluation"
    PROJECT = "project"


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
    chapter: str = ""  # its heading in the list; lessons of one chapter follow each other
    brief: str = ""  # what is to be done, of a quiz or a practical task
    captions_id: str | None = None  # public id of the WebVTT file of a video

    @property
    def earns(self) -> Text:
        """How studying it earns time."""
        return EARNS[self.kind]

    @property
    def clocked(self) -> bool:
        """Whether the study clock times it."""
        return self.kind in CLOCKED


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
    line: str = ""  # the same for all versions of one course
    version: int = 1
    public: bool = False  # passed the gates: in the catalogue for everyone
    topic: str = ""  # code of topics.TOPICS
    occupation: str = ""  # code of 国家职业分类大典
    occupation_name: str = ""
    about: str = ""
    round: int = 0  # how often it was handed in

    def open_to(self, organisations: Collection[int]) -> bool:
        """Whether one of these organisations may begin to use it once it is published: it is public, or its own."""
        return self.public or self.provider_id in organisations


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """What one reviewer said of a course at one gate."""

    round: int
    gate: CourseState
    verdict: Verdict
    text: str
    account_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat in the expert committee."""

    account_id: int
    field: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search: the courses, how many there are in all, and how many of each kind and topic."""

    courses: tuple[CourseFacts, ...]
    count: int
    kinds: dict[str, int]
    topics: dict[str, int]


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question of the bank with its answer: for marking on the server and for its provider, never for a learner's page.

    options stand in the order they were written; `answer` holds their indexes. lesson_id None: for the exam only.
    number, within: decimals, of a question that asks for a number, which has no options.
    """

    id: int
    public_id: str
    lesson_id: int | None
    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    answer: frozenset[int]
    number: str = ""
    within: str = ""
    points: int = 1
    chapter: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
