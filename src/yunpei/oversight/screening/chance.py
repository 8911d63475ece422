"""How unlikely honest people make a count: bounds that hold exactly, so that a threshold keeps its false-alarm rate.

Hoeffding (1963), theorem 1: for independent yes-or-no events with mean chance p, the chance of a share of at least
q > p among n of them is at most exp(-n · KL(q ‖ p)). It needs neither equal chances nor a large n.
"""

from __future__ import annotations

import math

import polars as pl

LEAST_CHANCE = 1e-300


def log10_tail(n: pl.Expr, hits: pl.Expr, chance: pl.Expr) -> pl.Expr:
    """The bound's decimal logarithm, at most 0: at least `hits` of `n` events whose mean chance is `chance`, in (0, 1)."""
    n, hits = n.cast(pl.Float64), hits.cast(pl.Float64)  # counts are unsigned: -n would not be
    share = (hits / n).clip(0, 1)
    kept, lost = share.clip(1e-12, 1), (1 - share).clip(1e-12, 1)
    bound = share * (kept / chance).log() + (1 - share) * (lost / (1 - chance)).log()
    return pl.when((share > chance) & (n > 0)).then(-n * bound / math.log(10)).otherwise(0.0)


def score(log10_chance: pl.Expr) -> pl.Expr:
    """A finding's score: how many powers of ten stand against chance, 0 to 300, to two decimals."""
    return (-log10_chance).clip(0, 300).round(2)
