"""Answer sheets that were copied: more agreement than knowledge and common mistakes explain.

How likely two people are to agree on an item is worked out from who they are and what the item is: each one's share of right
answers, the item's, and which wrong answers are common (after the generalised binomial test of van der Linden and
Sotaridona, 2006). People of one class share a teacher and notes: what its people agree beyond that, up to a ceiling, is
added to what is expected. All right on an easy test is therefore no evidence; the same odd mistakes are.
"""

from __future__ import annotations

import polars as pl

from yunpei.oversight.screening.chance import log10_tail, score
from yunpei.oversight.screening.findings import found, none_found
from yunpei.oversight.screening.rules import Rule
from yunpei.oversight.screening.study import Study

_SHEET = ["class_no", "person_id"]


def copied_answers(study: Study, rule: Rule) -> pl.DataFrame:
    """Two persons of a class whose answers agree beyond chance."""
    limits = rule.limits
    sheets = _modelled(study.table("answers"), int(limits["least_items"]))
    if sheets.is_empty():
        return none_found()
    sheets = _with_common_ground(sheets, limits["common_ceiling"])
    rows = _agreement(sheets, _suspects(sheets, int(limits["least_mistakes"])))
    partners = pl.col("person_id").n_unique().over("class_no") - 1
    people = sheets.select(_SHEET).unique().with_columns(partners.alias("partners"))
    tail = log10_tail(pl.col("n"), pl.col("agreed"), (pl.col("expected") / pl.col("n")).clip(0.01, 0.99))
    rows = rows.join(people, on=_SHEET).with_columns(
        (tail + pl.col("partners").log(10)).clip(upper_bound=0).alias("chance")
    )
    rows = rows.filter(pl.col("chance") <= limits["log10_look"]).sort("chance", "partner")
    best = rows.group_by(_SHEET, maintain_order=True).agg(
        pl.first("n", "agreed", "expected", "mistakes", "chance"), pl.len().alias("copies")
    )
    return found(
        study.with_employer(best),
        stop=pl.col("chance") <= limits["log10_stop"],
        says="copied_answers",
        figures=[pl.col("copies"), pl.col("n"), pl.col("agreed"), pl.col("expected").round(1), pl.col("mistakes")],
        score=score(pl.col("chance")),
    )


def identical_sheets(study: Study, rule: Rule) -> pl.DataFrame:
    """Three or more persons of a class with one and the same sheet, mistakes included."""
    limits = rule.limits
    sheets = _modelled(study.table("answers"), int(limits["least_items"]))
    if sheets.is_empty():
        return none_found()
    own = pl.when("correct").then(pl.col("right")).otherwise((1 - pl.col("right")) * pl.col("popularity"))
    whole = sheets.sort("item").group_by(_SHEET, maintain_order=True).agg(
        pl.concat_str("item", "answer", separator="=").str.join("&").alias("sheet"),
        (own + limits["common"] * (1 - own)).clip(0.01, 0.999).log(10).sum().alias("log10_own"),
        pl.len().alias("items"),
        (~pl.col("correct")).sum().alias("mistakes"),
    )  # fmt: skip
    alike = pl.len().over("class_no", "sheet")
    whole = whole.with_columns(alike.alias("alike"), pl.len().over("class_no").alias("people"))
    whole = whole.filter((pl.col("alike") >= limits["least_alike"]) & (pl.col("mistakes") >= limits["least_mistakes"]))
    # Which others of the class they are is chosen after the fact: as many ways as there are.
    ways = pl.col("people").log(10) * (pl.col("alike") - 1)
    worth = pl.col("log10_own").max().over("class_no", "sheet") * (pl.col("alike") - 1) + ways
    rows = whole.with_columns(worth.clip(upper_bound=0).alias("chance")).filter(
        pl.col("chance") <= limits["log10_look"]
    )
    return found(
        study.with_employer(rows),
        stop=pl.col("chance") <= limits["log10_stop"],
        says="identical_sheets",
        figures=[pl.col("alike"), pl.col("items"), pl.col("mistakes")],
        score=score(pl.col("chance")),
    )


def answers_too_fast(study: Study, rule: Rule) -> pl.DataFrame:
    """A sheet filled in faster than its questions can be read. One sent in as a whole (one time for all) says nothing."""
    timed = study.table("answers").filter(pl.col("answered_at").is_not_null())
    seconds = (pl.col("answered_at").max() - pl.col("answered_at").min()) / 1000
    sheets = timed.group_by(_SHEET).agg(pl.len().alias("n"), seconds.alias("seconds"))
    rows = sheets.filter(
        (pl.col("n") >= rule.limits["least_items"])
        & (pl.col("seconds") >= rule.limits["whole_s"])
        & (pl.col("seconds") < rule.limits["each_s"] * pl.col("n"))
    )
    return found(
        study.with_employer(rows),
        stop=pl.lit(False),
        says="answers_too_fast",
        figures=[pl.col("n"), pl.col("seconds").round(0).cast(pl.Int64)],
        score=3.0,
    )


def _modelled(answers: pl.DataFrame, least_items: int) -> pl.DataFrame:
    """Last answers to items that were answered often enough, with three chances.

    right: that the person is right. popularity: of this answer among the item's wrong ones. clash: that two wrong answers
    to the item are the same.
    """
    rows = answers.filter(pl.col("answer").is_not_null() & pl.col("correct").is_not_null())
    rows = rows.sort("answered_at", nulls_last=False).unique([*_SHEET, "item"], keep="last", maintain_order=True)
    rows = rows.filter(pl.len().over(_SHEET) >= least_items).filter(pl.len().over("item") >= 5)
    if rows.is_empty():
        return rows
    correct = pl.col("correct").cast(pl.Float64)
    person = ((correct.sum() + 0.5) / (pl.len() + 1)).over(_SHEET)
    item = ((correct.sum() + 0.5) / (pl.len() + 1)).over("item")
    everyone = correct.mean().clip(0.01, 0.99)
    logit = (person / (1 - person)).log() + (item / (1 - item)).log() - (everyone / (1 - everyone)).log()
    wrong = (~pl.col("correct")).cast(pl.Float64)
    choice = (wrong.sum() + 0.25).over("item", "answer") / (wrong.sum() + 1).over("item")
    rows = rows.with_columns(
        (1 / (1 + (-logit).exp())).clip(0.02, 0.98).alias("right"), choice.clip(0.05, 0.95).alias("popularity")
    )
    mistakes = rows.filter(~pl.col("correct")).unique(["item", "answer"]).group_by("item").agg(
        (pl.col("popularity") ** 2).sum().clip(0.2, 0.9).alias("clash")
    )  # fmt: skip
    return rows.join(mistakes, on="item", how="left").with_columns(pl.col("clash").fill_null(0.5))


def _with_common_ground(sheets: pl.DataFrame, ceiling: float) -> pl.DataFrame:
    """`common`: what people of the class agree beyond expectation, over all its pairs, from 0 to the ceiling."""
    pairs = pl.len().over("class_no", "item") * (pl.len().over("class_no", "item") - 1)
    same = pl.len().over("class_no", "item", "answer") - 1
    right = pl.col("right")
    others = (right.sum().over("class_no", "item") - right) / (pl.len().over("class_no", "item") - 1)
    expected = right * others + (1 - right) * (1 - others) * pl.col("clash")
    by_item = sheets.with_columns(
        (same / (pl.len().over("class_no", "item") - 1)).alias("seen"), expected.alias("foreseen")
    )
    by_item = by_item.with_columns(pairs.alias("pairs")).filter(pl.col("pairs") > 0)
    ground = by_item.group_by("class_no").agg(
        (pl.col("seen") - pl.col("foreseen")).mean().clip(0, ceiling).alias("common")
    )
    return sheets.join(ground, on="class_no", how="left").with_columns(pl.col("common").fill_null(0.0))


def _suspects(sheets: pl.DataFrame, least_mistakes: int) -> pl.DataFrame:
    """Pairs of a class that are wrong alike at least so often: only these are compared item by item."""
    wrong = sheets.filter(~pl.col("correct")).select(*_SHEET, "item", "answer")
    shared = wrong.join(wrong.rename({"person_id": "partner"}), on=["class_no", "item", "answer"])
    shared = shared.filter(pl.col("person_id") < pl.col("partner"))
    alike = shared.group_by("class_no", "person_id", "partner").agg(pl.len().alias("mistakes"))
    return alike.filter(pl.col("mistakes") >= least_mistakes)


def _agreement(sheets: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """For both persons of each pair: shared items (n), how many were answered alike (agreed), how many should be (expected)."""
    columns = sheets.select(*_SHEET, "item", "answer", "right", "clash", "common")
    other = columns.select(
        "class_no", pl.col("person_id").alias("partner"), "item", pl.col("answer", "right").name.prefix("other_")
    )
    items = pairs.join(columns, on=_SHEET).join(other, on=["class_no", "partner", "item"])
    both = pl.col("right") * pl.col("other_right")
    neither = (1 - pl.col("right")) * (1 - pl.col("other_right"))
    chance = both + neither * pl.col("clash")
    expected = chance + pl.col("common") * (1 - chance)
    sums = items.group_by("class_no", "person_id", "partner", "mistakes").agg(
        pl.len().alias("n"),
        (pl.col("answer") == pl.col("other_answer")).sum().alias("agreed"),
        expected.sum().alias("expected"),
    )
    mirrored = sums.rename({"person_id": "partner", "partner": "person_id"}).select(sums.columns)
    return pl.concat([sums, mirrored])
