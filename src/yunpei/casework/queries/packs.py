"""Packs from outside the program as officers see them before they approve one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yunpei.casework.models import PackApproval
from yunpei.casework.programmes import APPROVALS, is_shipped, loaded
from yunpei.casework.types.packs import ExampleLine, ExampleShown, PackCard
from yunpei.common.actor import Actor
from yunpei.common.errors import Forbidden, NotFound
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import Role
from yunpei.policy import packs
from yunpei.policy.checking import folder_faults
from yunpei.policy.example_runs import as_expected, by_values
from yunpei.policy.examples import read_examples
from yunpei.policy.faults import PackFaults
from yunpei.policy.types import Pack


def outside_packs(*, by: Actor) -> list[PackCard]:
    """Every version that does not come with the program, of places that the officer's office covers; what is unsound says why.

    Reviewers and inspectors. Raises Forbidden.
    """
    _need(by)
    found = []
    for programme, versions in packs.find().items():
        for version in versions:
            card = _card(programme, version)
            if card is not None and (card.pack is None or region_covers(by.region, card.pack.circular.region)):
                found.append(card)
    return found


def outside_pack(*, programme: str, version: str, by: Actor) -> PackCard:
    """One of them with its worked examples run. Raises Forbidden, NotFound."""
    for card in outside_packs(by=by):
        if card.pack is not None and (card.programme, card.version.isoformat()) == (programme, version):
            return _with_examples(card, card.pack)
    raise NotFound


def _need(by: Actor) -> None:
    if not by.has(Role.OFFICER_REVIEW, Role.OFFICER_INSPECT) or not by.region:
        raise Forbidden


def _card(programme: str, version: date) -> PackCard | None:
    try:
        pack = loaded(f"{programme}@{version}")
    except PackFaults as error:
        return PackCard(programme, version, None, tuple(error.faults), (), usable=False)
    if is_shipped(pack):
        return None
    rows = list(PackApproval.objects.filter(programme=programme, digest=pack.digest).order_by("id"))
    names = people.account_names(row.by_id for row in rows)
    approvals = tuple((names.get(row.by_id, ""), row.at) for row in rows)
    return PackCard(programme, version, pack, (), approvals, usable=len(rows) >= APPROVALS)


def _with_examples(card: PackCard, pack: Pack) -> PackCard:
    faults = tuple(folder_faults(pack.folder))
    rule = (pack.folder / "rule.py").read_text(encoding="utf-8")
    examples = () if faults else tuple(_examples(pack))
    return PackCard(card.programme, card.version, pack, faults, card.approvals, card.usable, rule, examples)


def _examples(pack: Pack) -> Iterator[ExampleShown]:
    for worked in read_examples(pack):
        example = worked.example
        decided = by_values(pack, example)
        lines = tuple(
            ExampleLine(str(one.outcome), one.amount_fen, ok=as_expected(pack, one) == expected)
            for one, expected in zip(decided, example.expected, strict=True)
        )
        yield ExampleShown(example.text, lines)
