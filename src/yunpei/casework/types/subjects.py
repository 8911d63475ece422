"""A case as rooms above screen it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A line that is counted or held. id: public."""

    id: str
    person_id: int | None
    name: str
    id_masked: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseSubject:
    """What a case is about, by ids. class_id None: an application, whose people studied in no class of ours."""

    number: str
    kind: str
    programme: str
    region: str
    organisation_id: int | None
    person_id: int | None
    class_id: int | None
    lines: tuple[SubjectLine, ...]
