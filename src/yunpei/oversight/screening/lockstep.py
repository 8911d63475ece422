"""Study by clockwork: persons who begin at the same second again and again, or one who begins each day at the same second.

People who sit down together begin within the same minute, not at the same second. What is honest is taken from the class
itself: how often two of its people, who began within a minute of each other, began within so many seconds. A class of which
most are in lockstep would make that its measure, so the measure has a ceiling: no group of people is closer than that.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from yunpei.oversight.screening.cells import shanghai_second
from yunpei.oversight.screening.chance import log10_tail, score
from yunpei.oversight.screening.findings import found, none_found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study

_NEIGHBOURS = 64  # starts that one is compared with, at most
_PAIR = ["class_no", "one", "other"]
_WIDTHS = (1, 3)  # seconds


def lockstep(study: Study, rule: Rule) -> pl.DataFrame:
    """Persons of a class whose sessions begin at the same second as others', far oftener than among people.

    Partner by partner, never all of them added up: to someone honest in its class a ring that starts as one is one partner.
    """
    limits = rule.limits
    met = _met(study, int(limits["window_s"]))
    if met.is_empty():
        return none_found()
    sides = _sides(met, limits)
    # Bonferroni: each partner and each width is one comparison of this person.
    tries = (pl.len().over("class_no", "person_id") * len(_WIDTHS)).log(10)
    with_one = sides.with_columns((pl.col("tail") + tries).clip(upper_bound=0))
    rows = with_one.sort("tail", "partner").group_by("class_no", "person_id", maintain_order=True).agg(
        pl.col("tail").first(),
        pl.col("n", "hits_1", "hits_3").sum(),
        (pl.col("hits_1") >= limits["least"]).sum().alias("partners"),
    )  # fmt: skip
    rows = rows.rename({"tail": "chance"})
    rows = rows.filter((pl.col("chance") <= limits["log10_look"]) & (pl.col("hits_3") >= limits["least"]))
    coarse = study.timed.select("class_no", "coarse").unique()
    return found(
        study.with_employer(rows).join(coarse, on="class_no", how="left"),
        # Of times rounded to minutes people who sat down together have the same ones.
        stop=(pl.col("chance") <= limits["log10_stop"]) & ~pl.col("coarse"),
        says="lockstep",
        figures=[pl.col("partners"), pl.col("n"), pl.col("hits_1"), pl.col("hits_3")],
        score=score(pl.col("chance")),
    )


def _sides(met: pl.DataFrame, limits: Mapping[str, float]) -> pl.DataFrame:
    """Each person with each partner: how often they met (n), how close (hits), and the bound on the chance of it (tail)."""
    pairs = met.group_by(_PAIR).agg(
        pl.len().alias("n"), *((pl.col("gap") <= w).sum().alias(f"hits_{w}") for w in _WIDTHS)
    )
    pairs = pairs.with_columns(_habit(width, limits) for width in _WIDTHS)
    tails = [log10_tail(pl.col("n"), pl.col(f"hits_{w}"), pl.col(f"habit_{w}")) for w in _WIDTHS]
    pairs = pairs.with_columns(pl.min_horizontal(tails).alias("tail"))
    kept = ("n", "hits_1", "hits_3", "tail")
    return pl.concat(
        [
            pairs.select("class_no", pl.col(a).alias("person_id"), pl.col(b).alias("partner"), *kept)
            for a, b in (("one", "other"), ("other", "one"))
        ]
    )


def _met(study: Study, window_s: int) -> pl.DataFrame:
    """Pairs of persons of a class that began within the window of each other: class_no, one, other, gap (whole s).

    The first start of a person in each window is used, so that a session broken and begun again counts once.
    """
    starts = study.timed.select("class_no", "person_id", (pl.col("start") // 1000).alias("at"))
    starts = starts.sort("class_no", "at", "person_id")
    since = pl.col("at") - pl.col("at").shift().over("class_no", "person_id")
    starts = starts.filter(since.is_null() | (since > window_s))
    parts = []
    for step in range(1, _NEIGHBOURS + 1):
        later = [pl.col(name).shift(-step).over("class_no") for name in ("at", "person_id")]
        part = starts.select(
            "class_no", pl.col("person_id").alias("a"), later[1].alias("b"), (later[0] - pl.col("at")).alias("gap")
        )
        part = part.filter((pl.col("gap") <= window_s) & (pl.col("a") != pl.col("b")))
        if part.is_empty():
            break
        parts.append(part)
    if not parts:
        return pl.DataFrame()
    met = pl.concat(parts)
    first, second = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
    return met.select("class_no", first.alias("one"), second.alias("other"), "gap")


def _habit(width: int, limits: Mapping[str, float]) -> pl.Expr:
    """How often people of the class who meet begin within `width` seconds: the median pair's share, within floor and ceiling.

    The floor is that of two who sit down side by side, in a class of which nobody else ever does.
    """
    share = (pl.col(f"hits_{width}") / pl.col("n")).median().over("class_no")
    return share.clip(limits[f"floor_{width}"], limits[f"ceiling_{width}"]).alias(f"habit_{width}")


def clockwork(study: Study, rule: Rule) -> pl.DataFrame:
    """A person who begins at the same second of the day on day after day."""
    limits = rule.limits
    first = study.to_the_second.group_by("class_no", "person_id", "day").agg(pl.col("start").min())
    first = first.with_columns(shanghai_second(pl.col("start")).alias("second")).sort("class_no", "person_id", "second")
    days = pl.len().over("class_no", "person_id")
    first = first.with_columns(days.alias("days")).filter(pl.col("days") >= limits["least"])
    if first.is_empty():
        return none_found()
    # The most starts within two seconds of one of them: a window slides over the sorted seconds of the day.
    near = first.rolling("second", period="3i", group_by=["class_no", "person_id"]).agg(
        pl.len().alias("hits"), pl.col("days").first(), pl.col("second").min().alias("since")
    )
    best = near.sort("hits", "since", descending=[True, False]).unique(
        ["class_no", "person_id"], keep="first", maintain_order=True
    )
    # The start that opens the window is given; each start may open one, hence as many comparisons.
    chance = log10_tail(
        pl.col("days").cast(pl.Int64) - 1, pl.col("hits").cast(pl.Int64) - 1, pl.lit(limits["chance"])
    ) + pl.col("days").log(10)
    rows = best.with_columns(chance.clip(upper_bound=0).alias("chance")).filter(
        pl.col("chance") <= limits["log10_look"]
    )
    clock = pl.from_epoch(pl.col("since"), time_unit="s").dt.strftime("%H:%M:%S")
    return found(
        study.with_employer(rows),
        stop=pl.col("chance") <= limits["log10_stop"],
        says="clockwork",
        figures=[pl.col("days"), pl.col("hits"), clock],
        score=score(pl.col("chance")),
    )
