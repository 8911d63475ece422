"""The same second for many accounts: one script drives a whole class of borrowed accounts.

Claim: each account earns real time at most, and each has challenges of its own, at moments of its own.
Asserts: twenty accounts driven in step by one device each earn what passed and stop at their first challenge; they are not asked at
one moment; every receipt of theirs names the same device.
Remains: the clock counts time, not heads. Many sessions of one device, and many people in step to the second, are what screening
looks for; an identity check asks each of them.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running
from yunpei.evidence import queries
from yunpei.evidence.receipt import read


def test_twenty_accounts_in_step(site: Running, cheat: Learner) -> None:
    people = [site.learner(f"asked-{n}-{cheat.person}", device="farm" * 10) for n in range(20)]
    for one in people:
        assert one.open("long").status == 201
    moments: dict[str, int] = {}
    for n in range(1, 15):
        site.passes(15)
        for one in people:
            assert one.beat(n * 15_000).status == 200
            if one.challenge:
                moments.setdefault(one.person, n)
    totals = [site.total(one.person, "long") for one in people]
    assert all(total.credited_ms == moments[one.person] * 15_000 for one, total in zip(people, totals, strict=True))
    assert all(60_000 <= total.credited_ms <= 135_000 for total in totals)
    assert len(set(moments.values())) > 1
    texts = [text for one in people for text in queries.receipts(one.person, "class-1", study=site.study)]
    assert len({read(text).session.device for text in texts}) == 1
