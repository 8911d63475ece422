"""Another device: start at the desk, let a phone in somebody else's hand go on.

Claim: a session belongs to the device that opened it; another one opening ends it with a receipt that says so.
Asserts: the first device's next heartbeat meets `device` (409) and earns nothing, the second earns real time from then on; the same
device opening again ends its own session with `parallel`; a secret too short to be one is refused.
Remains: who takes browser storage along takes the device along. Which device studied is in every receipt, and screening reads it.
"""

from __future__ import annotations

from tests.attacks.harness import Learner, Running


def test_a_second_device_takes_over(site: Running, cheat: Learner) -> None:
    desk = site.learner(f"desk-{cheat.person}", device="desk" * 10)
    phone = site.learner(desk.person, device="phone" * 8)
    desk.open()
    site.watch(desk, 30)
    site.passes(10)
    assert phone.open().status == 201
    site.passes(15)
    late = desk.beat(45_000)
    assert (late.status, late.body["reason"]) == (409, "device")
    assert phone.beat(45_000).status == 200
    total = site.total(desk.person)
    assert total.excluded_ms == {"device": 10_000}
    assert total.credited_ms == 45_000


def test_the_same_device_again(site: Running, cheat: Learner) -> None:
    desk = site.learner(f"desk-again-{cheat.person}", device="desk" * 10)
    desk.open()
    old = desk.receipt
    site.passes(10)
    desk.open()
    late = desk.beat(receipt=old)
    assert (late.status, late.body["reason"]) == (409, "parallel")


def test_a_guessable_device(site: Running, cheat: Learner) -> None:
    assert site.learner(cheat.person, device="short").open().status == 400
