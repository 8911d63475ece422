"""The double-random draw (双随机): which enterprises are inspected, and by whom, worked out from what was published.

Stands alone: with Python's standard library, `python drawing.py published.json` replays a draw that a bureau published and
says whether it holds. Before the draw the bureau publishes the commitment (a SHA-256 over lists, numbers wanted, weights and
the rule by which the seed will come) and only afterwards the seed (a lottery's numbers of a named day, say), so that neither
can be chosen to suit the other.

    number(label) = SHA-256(seed | commitment | label) / 2^256, above 0 and below 1
    enterprises: those with the least -ln(number(id)) / weight   (Efraimidis and Spirakis, 2006: chances follow the weights)
    inspectors of each, in that order: of those whom no conflict bars, first who has fewest so far, then by number(enterprise/inspector)
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

FORMAT = "yd1"
COMMITTED = ("enterprises", "format", "inspectors", "salt", "seed_rule", "title", "wanted")
_DIGITS = Context(prec=60)  # Decimal's logarithm is correctly rounded: the same on every machine


class Unsound(ValueError):
    """A draw that does not hold, or lists that nobody can be drawn from; the message says where."""


def commitment(lists: Mapping[str, Any]) -> str:
    """The hex SHA-256 of what is fixed beforehand: COMMITTED's keys as JSON with sorted keys, no blanks, in UTF-8."""
    fixed = {key: lists[key] for key in COMMITTED}
    text = json.dumps(fixed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def checked(lists: Mapping[str, Any]) -> None:
    """Raises Unsound for lists with a missing part, the same id twice, a weight below 1 or too few inspectors."""
    if missing := [key for key in COMMITTED if key not in lists]:
        raise Unsound(f"missing: {', '.join(missing)}")
    if lists["format"] != FORMAT:
        raise Unsound(f"format is {FORMAT}")
    for key in ("enterprises", "inspectors"):
        ids = [one["id"] for one in lists[key]]
        if len(set(ids)) != len(ids) or not all(isinstance(one, str) and one for one in ids):
            raise Unsound(f"{key}: each has an id of its own")
    for one in lists["enterprises"]:
        if type(one.get("weight", 1)) is not int or one.get("weight", 1) < 1:
            raise Unsound(f"enterprises {one['id']}: a weight is a whole number from 1")
    wanted = lists["wanted"]
    if not 0 < wanted["enterprises"] <= len(lists["enterprises"]):
        raise Unsound(f"wanted: there are {len(lists['enterprises'])} enterprises")
    for one in lists["enterprises"]:
        free = sum(one["id"] not in inspector.get("barred", ()) for inspector in lists["inspectors"])
        if not 0 < wanted["inspectors"] <= free:
            raise Unsound(f"enterprises {one['id']}: only {free} inspectors without a conflict")


def draw(lists: Mapping[str, Any], seed: str) -> list[dict[str, Any]]:
    """Who is drawn: [{"enterprise": id, "inspectors": [ids]}] in the order drawn. Raises Unsound."""
    checked(lists)
    if not seed.strip():
        raise Unsound("no seed")
    bound = commitment(lists)
    wait = {one["id"]: _wait(_number(seed, bound, one["id"]), one.get("weight", 1)) for one in lists["enterprises"]}
    chosen = sorted(wait, key=lambda one: (wait[one], one))[: lists["wanted"]["enterprises"]]
    load = {one["id"]: 0 for one in lists["inspectors"]}
    return [_visited(enterprise, lists, load, (seed, bound)) for enterprise in chosen]


def replay(published: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The draw worked out again from a published file. Raises Unsound where commitment or result differ from it."""
    checked(published)
    if commitment(published) != published.get("commitment"):
        raise Unsound("commitment: the lists are not those that were committed to")
    drawn = draw(published, str(published.get("seed", "")))
    for place, (ours, theirs) in enumerate(zip(drawn, published.get("drawn", []), strict=False), start=1):
        if ours != theirs:
            raise Unsound(f"drawn {place}: {ours['enterprise']} by {ours['inspectors']}, not {theirs}")
    if len(drawn) != len(published.get("drawn", [])):
        raise Unsound(f"drawn: {len(drawn)} enterprises, not {len(published.get('drawn', []))}")
    return drawn


def _visited(enterprise: str, lists: Mapping[str, Any], load: dict[str, int], bound: tuple[str, str]) -> dict[str, Any]:
    free = [one["id"] for one in lists["inspectors"] if enterprise not in one.get("barred", ())]
    ranked = sorted(free, key=lambda one: (load[one], _number(*bound, f"{enterprise}/{one}"), one))
    team = ranked[: lists["wanted"]["inspectors"]]
    for one in team:
        load[one] += 1
    return {"enterprise": enterprise, "inspectors": team}


def _number(seed: str, bound: str, label: str) -> Decimal:
    digest = hashlib.sha256(f"{seed}|{bound}|{label}".encode()).digest()
    return _DIGITS.divide(Decimal(2 * int.from_bytes(digest, "big") + 1), Decimal(2**257))


def _wait(number: Decimal, weight: int) -> Decimal:
    return _DIGITS.divide(_DIGITS.minus(_DIGITS.ln(number)), Decimal(weight))


def main(arguments: Sequence[str]) -> int:
    """Replay the file named. Returns 0 when it holds, 1 when it does not, 2 when it can't be read."""
    if len(arguments) != 1:
        print("usage: python drawing.py published.json", file=sys.stderr)  # noqa: T201
        return 2
    try:
        published = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        drawn = replay(published)
    except Unsound as fault:
        print(f"does not hold: {fault}")  # noqa: T201
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        print(f"can't be read: {fault!r}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"holds: {len(drawn)} enterprises drawn as published")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
