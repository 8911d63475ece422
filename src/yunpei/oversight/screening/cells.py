"""What a column's cells say: texts, times, days, numbers, yes or no. A cell that can't be read becomes null."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from yunpei.common.language import Text
from yunpei.oversight.screening.files import DAY, NAME, NUMBER, TIME, YES_NO

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
_YES, _NO = (
    ("1", "1.0", "true", "yes", "y", "t", "是", "对", "√"),
    ("0", "0.0", "false", "no", "n", "f", "否", "错", "×"),
)
_SHANGHAI = 8 * 3_600_000  # ms that Asia/Shanghai is ahead of UTC; there has been no other time since 1992


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell of a kind is no good."""

    zh: str
    en: str

    def format(self, cell: str) -> Text:
        """With the cell as it is written."""
        return Text(self.zh.format(cell=cell), self.en.format(cell=cell))


WRONG = {
    NAME: Wrong("“{cell}”读不出来", "{cell!r} can't be read"),
    TIME: Wrong("“{cell}”不是时间；请写 2020-03-01T12:30:00", "{cell!r} is no time; write 2020-03-01T12:30:00"),
    DAY: Wrong("“{cell}”不是日期；请写 2020-03-01", "{cell!r} is no date; write 2020-03-01"),
    NUMBER: Wrong("“{cell}”不是数字", "{cell!r} is no number"),
    YES_NO: Wrong("“{cell}”请写 1 或 0", "{cell!r}: write 1 or 0"),
}


def read_cell(header: str, written: pl.DataType, kind: str) -> pl.Expr:
    """The column's cells as what they mean: times as ms since 1970 in UTC, the others as Polars has them."""
    column = pl.col(header)
    if kind == TIME:
        return _time(column, written).alias(header)
    if kind == DAY and written in (pl.Date, pl.Datetime):
        return column.cast(pl.Date)
    if kind == NUMBER and written.is_numeric():
        return column.cast(pl.Float64)
    if kind == YES_NO and written == pl.Boolean:
        return column
    text = column.cast(pl.String).str.strip_chars()
    text = pl.when(text != "").then(text)
    if kind == DAY:
        return pl.coalesce(text.str.to_date(form, strict=False) for form in _DAYS).alias(header)
    if kind == NUMBER:
        return text.str.replace_all(",", "").cast(pl.Float64, strict=False).alias(header)
    if kind == YES_NO:
        low = text.str.to_lowercase()
        return pl.when(low.is_in(_YES)).then(True).when(low.is_in(_NO)).then(False).alias(header)
    # An ID number's check character is written x or X; any other name of a person stays as it is.
    return (text.str.replace(r"^(\d{17})x$", "${1}X") if header == "person_id" else text).alias(header)


def _time(column: pl.Expr, written: pl.DataType) -> pl.Expr:
    if isinstance(written, pl.Datetime):
        ms = column.dt.epoch("ms")
        return ms if written.time_zone else ms - _SHANGHAI
    text = column.cast(pl.String).str.strip_chars().str.replace(" ", "T", literal=True)
    clock = text.str.replace(r"(Z|[+-]\d\d(:?\d\d)?)$", "")
    clock = pl.when(text.str.contains(r"T\d\d:\d\d")).then(clock).otherwise(text)  # 2020-03-01 is no offset
    local = pl.coalesce(clock.str.to_datetime(form, time_unit="ms", strict=False) for form in _CLOCKS)
    zone = text.str.extract(r"T.*(Z|[+-]\d\d(?::?\d\d)?)$")
    digits = zone.str.replace(":", "", literal=True)
    minutes = digits.str.slice(1, 2).cast(pl.Int64, strict=False) * 60
    minutes += digits.str.slice(3, 2).cast(pl.Int64, strict=False).fill_null(0)
    sign = pl.when(digits.str.starts_with("-")).then(-1).otherwise(1)
    ahead = pl.when(zone.is_null()).then(_SHANGHAI).when(zone == "Z").then(0).otherwise(sign * minutes * 60_000)
    return local.dt.epoch("ms") - ahead


_CLOCKS = ("%Y-%m-%dT%H:%M:%S%.f", "%Y/%m/%dT%H:%M:%S", "%Y-%m-%dT%H:%M")


def shanghai_day(ms: pl.Expr) -> pl.Expr:
    """The date in Asia/Shanghai of a time in ms since 1970 UTC."""
    return pl.from_epoch((ms + _SHANGHAI) // 1000, time_unit="s").dt.date()


def shanghai_second(ms: pl.Expr) -> pl.Expr:
    """The second of the day in Asia/Shanghai, 0 to 86,399."""
    return ((ms + _SHANGHAI) // 1000) % 86_400


def shanghai_words(ms: pl.Expr) -> pl.Expr:
    """A time as people in Shanghai read it: 2020-03-01 12:30:00."""
    return pl.from_epoch((ms + _SHANGHAI) // 1000, time_unit="s").dt.strftime("%Y-%m-%d %H:%M:%S")
