"""The peer: dalian-2020-41/sme-training by hand in one Polars script, one wide row per person, lines unrolled.

It knows nothing of packs, other headers, bad cells or history: the least that gives the same five columns.
usage: python bench/peer_dalian.py IN.parquet OUT.parquet
"""

from __future__ import annotations

import sys
from datetime import date
from functools import reduce

import polars as pl

FROM, UNTIL, RATE, CAP, TIMES = date(2020, 1, 25), date(2020, 12, 31), 1_000, 100_000, 3
TEXTS = [
    ("scope_employer", "单位须为企业（含平台企业），劳务派遣单位除外"),
    ("scope_size", "企业须为中型、小型或微型"),
    ("scope_worker", "参训人员须为本企业职工或劳务派遣人员"),
    ("completed", "须完成培训"),
    ("in_period", "开班日期须在疫情防控期间"),
    ("hours_positive", "核实的课时须大于零"),
    ("project_once", "同一培训项目不得重复享受补贴"),
    ("times_left", "疫情防控期间每人享受补贴不超过3次"),
    ("no_overlap", "不得与已补贴的班级在日期上重叠，上一个项目结束后方可参加下一个"),
    ("filed_before_start", "须在开班前完成备案审核"),
    ("still_employed", "申领补贴时须仍为本企业职工"),
    ("claimed_in_time", "原则上须在培训结束后3个月内申请"),
    ("cap_left", "每人每年补贴上限1000元，须有剩余"),
    ("class_once", "同一人在同一单位的同一班级只能申请一次"),
]


def fold(lines: pl.DataFrame) -> pl.DataFrame:
    """The five result columns, in the order of `lines`."""
    hours = pl.min_horizontal(pl.col("online_hours") + pl.col("offline_hours"), "planned_hours")
    alone = lines.lazy().with_row_index("row").select(
        "row", "person_id", "employer_id", "class_no", "class_start", "class_end",
        project=pl.col("project").str.normalize("NFKC").str.replace_all(r"\s", ""),
        year=pl.col("class_end").dt.year(),
        gross=hours * RATE,
        in_period=pl.col("class_start").is_between(FROM, UNTIL),
        scope_employer=pl.col("employer_kind").is_in(["enterprise", "platform"]),
        scope_size=pl.col("employer_size").is_in(["medium", "small", "micro"]),
        scope_worker=pl.col("worker_kind").is_in(["employee", "dispatched"]),
        completed=pl.col("completed"),
        hours_positive=hours > 0,
        filed_before_start=pl.col("filed_on").is_not_null() & (pl.col("filed_on") <= pl.col("class_start")),
        still_employed=pl.col("still_employed"),
        claimed_in_time=pl.col("claimed_on") <= pl.col("class_end").dt.offset_by("3mo"),
    ).sort("person_id", "class_end", "class_start", "row").collect()  # fmt: skip
    wide = alone.group_by("person_id", maintain_order=True).agg(pl.exclude("person_id"))
    most = max(wide["row"].list.len())
    columns = [name for name in alone.columns if name != "person_id"]
    query = wide.lazy().select(
        pl.col(name).list.get(k, null_on_oob=True).alias(f"{name}{k}") for name in columns for k in range(most)
    )
    for k in range(most):
        query = place(query, k)
    results = ("outcome", "amount", "amount_if_allowed", "provisional", "reasons")
    done = query.collect()
    tall = pl.concat(
        done.select(pl.col(f"row{k}").alias("row"), *(pl.col(f"{name}{k}").alias(name) for name in results)).drop_nulls(
            "row"
        )
        for k in range(most)
    )
    return tall.sort("row").drop("row")


def place(query: pl.LazyFrame, k: int) -> pl.LazyFrame:
    """Decide the k-th line of every person."""
    earlier = range(k)
    paid = {j: (c("fen", j) > 0).fill_null(False) for j in earlier}
    taken = [pl.when(paid[j] & (c("year", j) == c("year", k))).then(c("fen", j)).otherwise(0) for j in earlier]
    times = [(paid[j] & c("in_period", j)).cast(pl.Int64) for j in earlier]
    apart = [(c("class_start", k) > c("class_end", j)) | (c("class_end", k) < c("class_start", j)) for j in earlier]
    query = query.with_columns(
        (CAP - sum(taken, pl.lit(0))).alias(f"left{k}"),
        every([~paid[j] | (c("project", j) != c("project", k)) for j in earlier]).alias(f"project_once{k}"),
        (sum(times, pl.lit(0)) < TIMES).alias(f"times_left{k}"),
        every([~paid[j] | apart[j] for j in earlier]).alias(f"no_overlap{k}"),
        every(
            [(c("employer_id", j) != c("employer_id", k)) | (c("class_no", j) != c("class_no", k)) for j in earlier]
        ).alias(f"class_once{k}"),
    ).with_columns((c("left", k) > 0).alias(f"cap_left{k}"))
    must = every([c(name, k) for name, _ in TEXTS if name != "claimed_in_time"])
    waits = reduce(lambda a, b: a | b, ((c("code", j) == 2).fill_null(False) for j in earlier), pl.lit(False))
    query = query.with_columns(
        pl.when(~must).then(0).when(~c("claimed_in_time", k)).then(2).otherwise(3).alias(f"code{k}"),
        pl.max_horizontal(pl.min_horizontal(f"gross{k}", f"left{k}"), 0).alias(f"money{k}"),
        waits.alias(f"provisional{k}"),
    ).with_columns(pl.when(c("code", k) == 3).then(c("money", k)).otherwise(0).alias(f"fen{k}"))
    return shown(query, k)


def shown(query: pl.LazyFrame, k: int) -> pl.LazyFrame:
    """The columns of the file: words and yuan."""
    failed = pl.concat_str(
        [pl.when(~c(name, k)).then(pl.lit(text)) for name, text in TEXTS], separator="；", ignore_nulls=True
    )
    cut = (c("money", k) < c("gross", k)) & (c("money", k) > 0) & (c("code", k) > 0)
    said = [
        pl.when(failed != "").then(pl.lit("不符：") + failed),
        pl.when(c("code", k) == 2).then(pl.lit("原则上的条件，须由工作人员写明理由后裁量")),
        pl.when(cut).then(pl.lit("受补贴上限限制")),
        pl.when(c("provisional", k)).then(pl.lit("暂定：此人前面有未定的行")),
    ]
    words = ["refused", "discretion", "due"]
    return query.with_columns(
        c("code", k).replace_strict([0, 2, 3], words, return_dtype=pl.String).alias(f"outcome{k}"),
        yuan(c("fen", k)).alias(f"amount{k}"),
        yuan(pl.when(c("code", k) == 2).then(c("money", k)).otherwise(0)).alias(f"amount_if_allowed{k}"),
        pl.concat_str(said, separator="；", ignore_nulls=True).alias(f"reasons{k}"),
    )


def c(name: str, k: int) -> pl.Expr:
    """A fact or result of the k-th line."""
    return pl.col(f"{name}{k}")


def every(tests: list[pl.Expr]) -> pl.Expr:
    """Whether all hold."""
    return reduce(lambda a, b: a & b, tests, pl.lit(True))


def yuan(fen: pl.Expr) -> pl.Expr:
    """Fen as yuan with two decimals."""
    return (fen.cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2))


if __name__ == "__main__":
    source = pl.read_parquet(sys.argv[1])
    source.hstack(fold(source)).write_parquet(sys.argv[2])
