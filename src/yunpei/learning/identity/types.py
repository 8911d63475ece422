"""What other rooms and pages may name of identity checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Way(StrEnum):
    """How a learner shows who they are. The learner chooses; who has not chosen is sent codes."""

    PHOTO = "photo"  # compared with a reference picture; needs a consent of its own
    CODE = "code"  # to the own phone or mail address
    APPOINTMENT = "appointment"  # in person or by a call, with the teacher or the bureau


class Compared(StrEnum):
    """What became of a photo. Checks without one have no such word."""

    WAITING = "waiting"  # nobody has looked yet
    SAME = "same"
    OTHER = "other"  # not the person of the reference picture
    ERASED = "erased"  # the consent was withdrawn before anyone looked


class How(StrEnum):
    """How an appointment was held."""

    IN_PERSON = "in_person"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a learner chose. version: of the consent's text, empty where none is needed."""

    way: Way
    version: str
    chosen_at: datetime | None


CODE_BY_DEFAULT = Choice(Way.CODE, "", None)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check that was passed, and what became of its photo. entry: on entering the class, else a challenge's.

    seen: its pictures can still be looked at. void: the day's time does not count.
    """

    public_id: str
    person_id: int
    person: str
    way: Way
    entry: bool
    at: datetime
    compared: Compared | None
    reason: str
    contested: str
    contested_at: datetime | None
    settled_at: datetime | None
    settled_reason: str
    lifted: bool
    seen: bool
    judged_by: int | None

    @property
    def void(self) -> bool:
        """Whether the class day of this check is left out of what counts."""
        return self.compared is Compared.OTHER and not self.lifted

    @property
    def contest_open(self) -> bool:
        """Whether somebody has to settle what the learner said against it."""
        return self.contested_at is not None and self.settled_at is None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment of one learner in one class. confirmed: None until it was held."""

    public_id: str
    person_id: int
    wanted_at: datetime
    office: bool
    note: str
    asked_at: datetime
    held_at: datetime | None
    how: How | None
    confirmed: bool | None
    remark: str


@dataclass(frozen=True, slots=True)
class LearnerIdentity:
    """All that a learner sees of identity checks in one class."""

    choice: Choice
    passed: bool
    checks: tuple[CheckRow, ...]
    appointments: tuple[AppointmentRow, ...]
    void_days: frozenset[date]

    @property
    def appointment(self) -> AppointmentRow | None:
        """The one that is still to be held."""
        return next((one for one in self.appointments if one.held_at is None), None)
