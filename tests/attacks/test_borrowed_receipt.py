"""Borrowed receipts: study with the receipt of another person, session or device.

Claim: a receipt works with the secret of its own session only, and names whose time it is.
Asserts: a stranger's secret, an older session's secret and a downloaded receipt are refused and earn 0 ms for both sides.
Remains: who hands over receipt and secret together hands over the seat: that is the matter of
identity checks.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running
from yunpei.evidence import queries


def test_another_persons_receipt_with_ones_own_secret(site: Running, cheat: Learner, honest: Learner) -> None:
    site.passes(15)
    assert cheat.beat(15_000, receipt=honest.receipt).status == 403
    assert site.total(cheat.person).credited_ms == 0
    assert site.total(honest.person).credited_ms == 60_000


def test_a_downloaded_receipt_without_its_secret(site: Running, honest: Learner) -> None:
    thief = Learner(site.door, "thief")
    site.passes(15)
    downloaded = queries.receipts(honest.person, "class-1", study=site.study)[-1]
    assert thief.beat(75_000, receipt=downloaded, secret="guessed").status == 403
    assert site.total(honest.person).credited_ms == 60_000


def test_the_secret_of_ones_own_older_session(site: Running, honest: Learner) -> None:
    old = honest.secret
    honest.open()
    site.passes(15)
    assert honest.beat(75_000, secret=old).status == 403
    assert site.total(honest.person).credited_ms == 60_000
