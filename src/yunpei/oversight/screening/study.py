"""The tables of one screening, and what several rules work out of them: who is in which class when, for whom, and studied how."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from yunpei.oversight.screening.cells import shanghai_day
from yunpei.oversight.screening.files import FILES
from yunpei.oversight.screening.reading import TYPES, Tables

MOST_WHOLE_MINUTES = (
    0.5  # of a class's starts at second 0: more are a platform that rounds, by chance there would be 1 in 60
)


@dataclass(frozen=True)
class Study:
    """One city's files as rules ask for them; a file that is not there is an empty table."""

    given: Tables

    def table(self, name: str) -> pl.DataFrame:
        """A file as it was read."""
        if name in self.given:
            return self.given[name]
        return pl.DataFrame(schema={header: TYPES[column.kind] for header, column in FILES[name].columns.items()})

    @cached_property
    def enrolled(self) -> pl.DataFrame:
        """Each person of each class: the roster's columns, the class's dates, project, provider; employer_id of either."""
        classes = self.table("classes").rename({"employer_id": "class_employer"})
        return (
            self.table("roster")
            .join(classes, on="class_no", how="left")
            .with_columns(pl.coalesce("employer_id", "class_employer").alias("employer_id"))
        )

    @cached_property
    def employers(self) -> pl.DataFrame:
        """class_no, person_id, employer_id, for findings that begin at a session or an answer."""
        return self.enrolled.select("class_no", "person_id", "employer_id")

    def with_employer(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the employer_id of their class_no and person_id."""
        return rows.join(self.employers, on=["class_no", "person_id"], how="left", maintain_order="left")

    @cached_property
    def sessions(self) -> pl.DataFrame:
        """Sessions that credit time: start, end (ms UTC), seconds (wall), credited (s; the wall where none is given), day."""
        start, end = pl.col("started_at"), pl.col("ended_at")
        seconds = (end - start) / 1000
        return (
            self.table("sessions")
            .with_columns(
                start.alias("start"), end.alias("end"), seconds.alias("seconds"), shanghai_day(start).alias("day")
            )
            .with_columns(pl.coalesce("credited_s", "seconds").alias("credited"))
            .filter(pl.col("credited") > 0)
            .drop("started_at", "ended_at", "credited_s")
        )

    @cached_property
    def timed(self) -> pl.DataFrame:
        """Sessions with `coarse`: their class's times are rounded to minutes, starts and ends, so that seconds say little."""
        whole = [
            ((pl.col(at) // 1000) % 60 == 0).mean().over("class_no") > MOST_WHOLE_MINUTES for at in ("start", "end")
        ]
        return self.sessions.with_columns(pl.all_horizontal(whole).alias("coarse"))

    @cached_property
    def to_the_second(self) -> pl.DataFrame:
        """Sessions of classes whose times are kept to the second."""
        return self.timed.filter(~pl.col("coarse"))
