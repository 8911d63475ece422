"""Certificates of a case's class for its officers: which stand, which are asked about, and what was claimed with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from yunpei.casework import access
from yunpei.casework.models import Case, CaseLine
from yunpei.casework.models.claims import LIVE
from yunpei.casework.types import CaseState, LineState
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.credentials import queries as credentials
from yunpei.credentials.types import AskCard, CertificateFacts


@dataclass(frozen=True, slots=True)
class Resting:
    """A line of a claim that was decided with a certificate. amount_fen: what it came to; live: whether it still counts."""

    case: str
    case_state: CaseState
    line: str
    state: LineState
    amount_fen: int
    live: bool


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate, what was asked of it, and the claim lines that rest on it."""

    certificate: CertificateFacts
    ask: AskCard | None
    resting: tuple[Resting, ...]

    @property
    def open_ask(self) -> AskCard | None:
        """What the organisation asked and nobody answered yet."""
        return self.ask if self.ask is not None and self.ask.answered_at is None else None

    @property
    def at_odds(self) -> bool:
        """Whether money rests on a certificate that is revoked."""
        return self.certificate.revoked_at is not None and any(one.live for one in self.resting)


def class_certificates(*, number: str, by: Actor) -> list[CertificateRow]:
    """Every certificate of a case's class. Officers who review or inspect and see the case. Raises NotFound, Forbidden. 4 queries."""
    case = access.need_seen(by, Case.objects.filter(number=number).first())
    if not by.has(*access.DESK):
        raise Forbidden
    if case.training_class_id is None:
        raise NotFound
    found = credentials.every_of_class(case.training_class_id)
    asks = credentials.asks_of_class(case.training_class_id)
    resting = _resting(case.training_class_id, [one.number for one in found])
    return [CertificateRow(one, asks.get(one.number), tuple(resting[one.number])) for one in found]


def lines_on_revoked(*, number: str) -> list[tuple[str, str]]:
    """(name, certificate) of the lines of a case that count though their certificate was revoked since. The caller judged who may.

    2 queries, 3 where there are such certificates.
    """
    case = Case.objects.filter(number=number).values_list("pk", "training_class_id").first()
    revoked = credentials.revoked_of_class(case[1]) if case is not None and case[1] is not None else []
    if case is None or not revoked:
        return []
    rows = CaseLine.objects.filter(case_id=case[0], state__in=LIVE, facts__certificate_no__in=revoked).order_by("place")
    return [(line.name, line.facts["certificate_no"]) for line in rows]


def _resting(class_id: int, numbers: list[str]) -> dict[str, list[Resting]]:
    rows = CaseLine.objects.filter(case__training_class_id=class_id, facts__certificate_no__in=numbers)
    found: defaultdict[str, list[Resting]] = defaultdict(list)
    for line in rows.select_related("case").order_by("case__number", "place"):
        found[line.facts["certificate_no"]].append(
            Resting(
                case=line.case.number,
                case_state=CaseState(line.case.state),
                line=str(line.public_id),
                state=LineState(line.state),
                amount_fen=line.amount_fen,
                live=line.state in LIVE,
            )
        )
    return found
