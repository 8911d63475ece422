"""How a case came in, where it was not the applicant who entered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class IntakeWay(StrEnum):
    """By which way the paper came."""

    WINDOW = "window"
    POST = "post"
    FAX = "fax"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class IntakeCard:
    """The paper behind a case that an office entered. file: public id of its scan."""

    way: IntakeWay
    received_on: date
    file: str
    office: str
    entered_by: str
    entered_at: datetime
