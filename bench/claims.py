"""How a claim is told: one line that says whether it holds, its figures below."""

from __future__ import annotations

import sys


def tell(claim: str, ratio: float, limit: float, *details: str) -> None:
    """One claim on one line, its figures below."""
    print(f"{'holds ' if ratio <= limit else 'MISSED'} {claim}: {ratio:.2f} × (at most {limit:g} ×)")
    for detail in details:
        print(f"         {detail}")
    sys.stdout.flush()
