"""What an officer asked to be corrected, beside each place where it is."""

from __future__ import annotations

from yunpei.casework.types import CaseDetail, CaseState


def corrections_of(found: CaseDetail) -> dict[str, list[str]]:
    """By field, fact or document ("" = in general), while it is the applicant's turn; of the latest return."""
    asked: dict[str, list[str]] = {}
    returned = [step for step in found.steps if step.event == "return"]
    if found.card.state is CaseState.RETURNED and returned:
        for field, words in returned[-1].items:
            asked.setdefault(field, []).append(words)
    return asked
