"""Study that one person, or one device, can't have done: two things at once, more time than passed, no rest."""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.cells import shanghai_day, shanghai_words
from yunpei.oversight.screening.chance import log10_tail
from yunpei.oversight.screening.chance import score as chance_score
from yunpei.oversight.screening.findings import found, none_found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study

_HOUR = 3_600_000  # ms
_DAY = 24 * _HOUR
_MORE_THAN_CHANCE = 6.0  # powers of ten: clocks that are wrong by as much as this


def parallel_study(study: Study, rule: Rule) -> pl.DataFrame:
    """A person credited for more seconds than passed, since sessions ran side by side."""
    together = _side_by_side(study.sessions, "person_id").filter(pl.col("excess") > 0)
    rows = together.group_by("class_no", "person_id").agg(
        pl.col("excess").sum(),
        pl.col("group_start").min(),
        (pl.col("classes") > 1).any().alias("two_classes"),
        pl.len().alias("times"),
    )
    rows = study.with_employer(rows.filter(pl.col("excess") >= rule.limits["look_s"]))
    return found(
        rows,
        stop=pl.col("excess") >= rule.limits["stop_s"],
        says="parallel_study",
        figures=[
            pl.col("excess").round(0).cast(pl.Int64),
            pl.col("times"),
            shanghai_words(pl.col("group_start")),
            pl.when("two_classes").then(pl.lit("1")).otherwise(pl.lit("0")),
        ],
        score=_MORE_THAN_CHANCE,
    )


def credited_beyond_elapsed(study: Study, rule: Rule) -> pl.DataFrame:
    """A session credited for longer than it lasted."""
    beyond = (pl.col("credited") - pl.col("seconds")).clip(0)
    rows = (
        study.sessions.with_columns(beyond.alias("beyond"))
        .filter(pl.col("beyond") > rule.limits["each_s"])
        .group_by("class_no", "person_id")
        .agg(pl.col("beyond").sum(), pl.len().alias("times"))
    )
    return found(
        study.with_employer(rows),
        stop=pl.col("beyond") >= rule.limits["stop_s"],
        says="credited_beyond_elapsed",
        figures=[pl.col("times"), pl.col("beyond").round(0).cast(pl.Int64)],
        score=_MORE_THAN_CHANCE,
    )


def impossible_day(study: Study, rule: Rule) -> pl.DataFrame:
    """More hours credited in one day than a person who sleeps can study."""
    daily = _by_day(study.sessions).group_by("person_id", "day", "class_no").agg(pl.col("credited").sum())
    daily = daily.with_columns(pl.col("credited").sum().over("person_id", "day").alias("total"))
    days = daily.filter(pl.col("total") >= rule.limits["look_h"] * 3600)
    rows = days.sort("total", "day", descending=[True, False]).group_by("class_no", "person_id", maintain_order=True)
    worst = rows.agg(pl.col("total").first(), pl.col("day").first(), pl.len().alias("days"))
    return found(
        study.with_employer(worst),
        stop=pl.col("total") >= rule.limits["stop_h"] * 3600,
        says="impossible_day",
        figures=[
            pl.col("day"),
            (pl.col("total") / 3600).round(1),
            pl.lit(rule.limits["look_h"]),
            pl.col("days"),
        ],
        score=(pl.col("total") / 3600 - rule.limits["look_h"]).clip(1, 12),
    )


def no_rest(study: Study, rule: Rule) -> pl.DataFrame:
    """Study on and on, without a break in which one could sleep."""
    rest = rule.limits["rest_h"] * _HOUR
    rows = _chained(study.sessions, "person_id", rest).group_by("person_id", "chain").agg(
        pl.col("start").min(), pl.col("end").max(), pl.col("credited").sum(), pl.col("class_no").unique()
    )  # fmt: skip
    length = (pl.col("end") - pl.col("start")) / _HOUR
    # Sessions that are mostly idle (left open over night) are no study: they must be credited for most of the stretch.
    rows = rows.with_columns(length.alias("hours")).filter(
        (pl.col("hours") >= rule.limits["look_h"])
        & (pl.col("credited") / 3600 >= rule.limits["share"] * pl.col("hours"))
    )
    rows = rows.explode("class_no").sort("hours", "start", descending=[True, False])
    rows = rows.unique(["class_no", "person_id"], keep="first", maintain_order=True)
    return found(
        study.with_employer(rows),
        stop=pl.col("hours") >= rule.limits["stop_h"],
        says="no_rest",
        figures=[shanghai_words(pl.col("start")), pl.col("hours").round(1), pl.lit(rule.limits["rest_h"])],
        score=(pl.col("hours") - rule.limits["look_h"]).clip(1, 24),
    )


def device_parallel(study: Study, rule: Rule) -> pl.DataFrame:
    """One device on which several persons study at the same time."""
    devices = _real_devices(study, rule)
    together = _side_by_side(devices, "device").filter((pl.col("persons") > 1) & (pl.col("excess") > 0))
    rows = together.group_by("class_no", "person_id").agg(
        pl.col("excess").sum(),
        pl.col("persons").max(),
        pl.col("group_start").min(),
        pl.col("day").n_unique().alias("days"),
    )
    rows = study.with_employer(rows.filter(pl.col("excess") >= rule.limits["look_s"]))
    return found(
        rows,
        stop=(pl.col("excess") >= rule.limits["stop_s"]),
        says="device_parallel",
        figures=[
            pl.col("persons"),
            pl.col("excess").round(0).cast(pl.Int64),
            pl.col("days"),
            shanghai_words(pl.col("group_start")),
        ],
        score=_MORE_THAN_CHANCE,
    )


def device_shared(study: Study, rule: Rule) -> pl.DataFrame:
    """One device that many persons use in turn, faster than people can hand it over, or that is all they ever use."""
    rows = _real_devices(study, rule).sort("device", "start")
    if rows.is_empty():
        return none_found()
    last, who = pl.col("end").shift().over("device"), pl.col("person_id").shift().over("device")
    rows = rows.with_columns(
        (who.is_not_null() & (who != pl.col("person_id"))).alias("handed"), (pl.col("start") - last).alias("gap")
    )
    quick = pl.col("handed") & pl.col("gap").is_between(0, rule.limits["quick_s"] * 1000)
    use = rows.group_by("device").agg(
        pl.col("person_id").n_unique().alias("persons"), pl.col("handed").sum(), quick.sum().alias("quick")
    )
    use = use.filter(pl.col("persons") >= rule.limits["look_persons"])
    only = rows.group_by("class_no", "person_id").agg(
        pl.col("device").mode().sort().first(), (pl.col("device").unique_counts().max() / pl.len()).alias("share")
    )
    only = only.with_columns(
        (pl.col("share") >= rule.limits["only_share"]).sum().over("device", "class_no").alias("alone")
    )
    by_chance = log10_tail(pl.col("handed"), pl.col("quick"), pl.lit(rule.limits["quick_chance"]))
    found_rows = study.with_employer(only.join(use, on="device").with_columns(by_chance.alias("chance")))
    too_quick = pl.col("chance") <= rule.limits["log10_stop"]
    nothing_else = (pl.col("alone") >= rule.limits["stop_persons"]) & (pl.col("share") >= rule.limits["only_share"])
    return found(
        found_rows,
        stop=too_quick | nothing_else,
        says="device_shared",
        figures=[
            pl.col("persons"),
            pl.col("alone"),
            pl.col("handed"),
            pl.col("quick"),
            pl.lit(int(rule.limits["quick_s"])),
        ],
        score=pl.when(too_quick).then(chance_score(pl.col("chance"))).otherwise(pl.col("persons").log(10) + 1).round(2),
    )


def _real_devices(study: Study, rule: Rule) -> pl.DataFrame:
    """Sessions whose device names one device. A name that many employers' people have (a browser's, say) names none."""
    rows = study.with_employer(study.sessions.filter(pl.col("device").is_not_null()))
    employers = pl.col("employer_id").n_unique().over("device")
    return rows.filter(employers <= rule.limits["most_employers"])


def _chained(rows: pl.DataFrame, who: str, gap_ms: float) -> pl.DataFrame:
    """Rows with `chain`, the same for those of one `who` that follow each other within the gap."""
    ordered = rows.sort(who, "start", "end")
    before = pl.col("end").cum_max().shift().over(who)
    breaks = (before.is_null() | (pl.col("start") > before + gap_ms)).cast(pl.Int64)
    return ordered.with_columns(breaks.cum_sum().alias("chain"))


def _side_by_side(rows: pl.DataFrame, who: str) -> pl.DataFrame:
    """Rows of chains that overlap, one per chain, class and person: what the chain was credited beyond what passed.

    excess (s), classes, persons, group_start (ms), day.
    """
    chained = _chained(rows, who, -1)
    chains = chained.group_by("chain").agg(
        pl.len().alias("sessions"),
        (pl.col("credited").sum() - (pl.col("end").max() - pl.col("start").min()) / 1000).alias("excess"),
        pl.col("class_no").n_unique().alias("classes"),
        pl.col("person_id").n_unique().alias("persons"),
        pl.col("start").min().alias("group_start"),
    )
    chains = chains.filter(pl.col("sessions") > 1)
    return (
        chained.select("chain", "class_no", "person_id", "day")
        .unique(["chain", "class_no", "person_id"])
        .join(chains, on="chain")
    )


def _by_day(sessions: pl.DataFrame) -> pl.DataFrame:
    """Sessions with those over midnight (Asia/Shanghai) in parts, each with its share of the credited time."""
    over = shanghai_day(pl.col("end")) != pl.col("day")
    within = sessions.filter(~over).select("class_no", "person_id", "day", "credited")
    across = sessions.filter(over)
    if across.is_empty():
        return within
    midnight = (pl.col("start") + 8 * _HOUR) // _DAY * _DAY - 8 * _HOUR
    days = pl.int_ranges(midnight, pl.col("end"), _DAY)
    parts = across.with_columns(days.alias("from_ms")).explode("from_ms")
    begin = pl.max_horizontal("start", "from_ms")
    stop = pl.min_horizontal(pl.col("end"), pl.col("from_ms") + _DAY)
    share = (stop - begin) / (pl.col("end") - pl.col("start"))
    parts = parts.select(
        "class_no", "person_id", shanghai_day(pl.col("from_ms")).alias("day"), pl.col("credited") * share
    )
    return pl.concat([within, parts])
