"""The clock's figures, by version. A session keeps the version it was opened under; a published version never changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rules:
    """One version. Times in ms, rates in per cent of normal speed."""

    version: str
    heartbeat: int  # how often a client should speak
    spacing: int  # heartbeats closer than this earn nothing
    gap: int  # a silence longer than this is left out whole
    rate: int  # content may run this fast; faster earns nothing
    jitter: int  # a heartbeat may arrive this much later than the next: what one interval lacks the other has
    slack: int  # how far content may be ahead of the allowed rate, or of what was watched, before it is a jump
    expiry: int  # a receipt older than this takes no heartbeat: open again
    cap: int  # credit a day unless the programme says otherwise
    answer: int  # a challenge stands this long; then what is pending is left out and the next one stands
    tries: int  # wrong answers to one challenge, after which only the next one can be answered
    lesson_seconds: int  # the longest lesson; a receipt has to stay small


RULES = {
    rules.version: rules
    for rules in (
        Rules(
            version="1",
            heartbeat=15_000,
            spacing=5_000,
            gap=45_000,
            rate=125,
            jitter=15_000,
            slack=3_000,
            expiry=30 * 60_000,
            cap=8 * 3_600_000,
            answer=180_000,
            tries=2,
            lesson_seconds=6 * 3_600,
        ),
    )
}
CURRENT = RULES["1"]
