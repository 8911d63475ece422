"""The bound is never below the exact chance."""

from __future__ import annotations

import math

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from yunpei.oversight.screening.chance import log10_tail, score


def bound(n: int, hits: int, chance: float) -> float:
    row = pl.DataFrame({"n": [n], "hits": [hits]})
    return float(row.select(log10_tail(pl.col("n"), pl.col("hits"), pl.lit(chance))).item())


def exact(n: int, hits: int, chance: float) -> float:
    return sum(math.comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(hits, n + 1))


@given(st.integers(1, 60), st.data(), st.floats(0.01, 0.95))
def test_it_is_at_least_the_exact_tail(n: int, data: st.DataObject, chance: float) -> None:
    hits = data.draw(st.integers(0, n))
    assert 10 ** bound(n, hits, chance) >= exact(n, hits, chance) * (1 - 1e-9)


def test_it_is_tight_enough_to_be_of_use() -> None:
    assert bound(20, 20, 0.1) < -19.9
    assert bound(20, 2, 0.1) == 0
    assert bound(0, 0, 0.1) == 0


def test_a_score_counts_powers_of_ten() -> None:
    assert pl.select(score(pl.lit(-5.3))).item() == 5.3
    assert pl.select(score(pl.lit(-999.0))).item() == 300
