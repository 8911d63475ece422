"""A heartbeat after the class closed: a player left running goes on as if nothing had happened.

Claim: when a class closes, a line is voided or an account is stopped, open sessions end there and then.
Asserts: the next heartbeat meets the terminal receipt (409) and earns 0 ms; the terminal receipt takes no heartbeat; after the
class's last moment time is excluded even where nobody ended the session.
Remains: nothing.
"""

from __future__ import annotations

from tests.attacks.harness import START, Learner, Running
from tests.attacks.server import UNTIL


def test_after_the_line_was_voided(site: Running, honest: Learner) -> None:
    site.passes(10)
    assert site.close_class(honest.person) == 1
    site.passes(5)
    late = honest.beat(75_000)
    assert (late.status, late.body["reason"]) == (409, "outside")
    again = honest.beat(90_000, receipt=late.body["receipt"])
    assert (again.status, again.body["reason"]) == (409, "outside")
    total = site.total(honest.person)
    assert total.credited_ms == 60_000
    assert total.excluded_ms == {"outside": 10_000}


def test_someone_not_on_the_list_opens_nothing(site: Running) -> None:
    assert site.learner("stranger").open().status == 403


def test_nobody_opens_nothing(site: Running) -> None:
    assert site.door.post("/study/sessions", {"lesson": "lesson-1"}).status == 401


def test_another_site_opens_nothing(site: Running) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = site.door.post("/study/sessions", {"lesson": "lesson-1"}, "person=victim", headers)
        assert answer.status == 403
    assert site.door.post("/study/sessions", b"lesson=1", "person=victim", {"Content-Type": "text/plain"}).status == 415


def test_the_last_moment_of_the_class(site: Running, honest: Learner) -> None:
    """The session was opened in time; by its own receipt it knows when the class is over."""
    assert f"|{UNTIL}|" in honest.receipt
    assert UNTIL > START
