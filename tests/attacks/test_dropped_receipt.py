"""Dropped receipts: an answer one does not like is thrown away, and an older receipt is used.

Claim: what was stored stands; going back behind it leads to it again.
Asserts: after three unwelcome answers the old receipt leads to the first of them; the excluded time stays excluded.
Remains: nothing.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_going_back_before_an_unwelcome_answer(site: Running, cheat: Learner) -> None:
    liked = cheat.receipt
    told = []
    for _ in range(3):
        site.passes(15)
        told.append(cheat.beat(0, visible=False).body["receipt"])
    site.passes(15)
    assert cheat.beat(60_000, receipt=liked).body["receipt"] == told[0]
    total = site.total(cheat.person)
    assert total.credited_ms == 0
    assert total.excluded_ms == {"hidden": 45_000}
