"""Parquet: the column names are the header in row 1, the data begin in row 2."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from yunpei.common.language import Text
from yunpei.common.sheets.header import RawRow
from yunpei.common.sheets.model import Cell, UnreadableFile

if TYPE_CHECKING:
    import polars

MOST_CELLS = 50_000_000  # beyond, a file must have some bytes for its cells
MOST_CELLS_PER_BYTE = 40  # a roster's constant columns compress to nearly nothing, all of it never does
_PROBE = (
    "import sys; from pathlib import Path; from yunpei.common.sheets.parquetfile import read_frame; "
    "read_frame(Path(sys.argv[1]), probe=False)"
)


def read_frame(path: Path, *, probe: bool = True) -> polars.DataFrame:
    """The whole file; raises UnreadableFile when Polars cannot read it, or when it would fill the memory.

    `probe`: let another process read it first. Polars believes what a damaged page says of its length, asks for 2^61
    bytes and takes the whole process down (polars 2.1); no exception can be caught then. It costs what one more read
    costs: the two processes load Polars side by side.
    """
    if probe and sys.executable:
        command = [sys.executable, "-c", _PROBE, str(path.resolve())]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as reader:  # noqa: S603  # our own text
            import polars
        # What the reader met as an exception is met again below, and explained there.
        if reader.returncode < 0:
            raise UnreadableFile(_damaged(path, signal.strsignal(-reader.returncode) or str(-reader.returncode)))
    import polars

    fault: BaseException
    with _quiet_panics():
        try:
            frames = polars.scan_parquet(path, glob=False, hive_partitioning=False)
            cells = frames.select(polars.len()).collect().item() * len(frames.collect_schema())
            if cells > MOST_CELLS and cells > MOST_CELLS_PER_BYTE * path.stat().st_size:
                raise UnreadableFile(_bomb(path, cells))
            return polars.read_parquet(path, glob=False, hive_partitioning=False)
        except (polars.exceptions.PolarsError, OSError, ValueError, OverflowError) as met:
            fault = met
        except polars.exceptions.PanicException as met:
            fault = met
    raise UnreadableFile(_damaged(path, str(fault).splitlines()[0][:200] if str(fault) else type(fault).__name__))


def _damaged(path: Path, why: str) -> Text:
    zh = f"{path.name}：Parquet 文件已损坏或不完整（{why}）；请重新导出。"
    return Text(zh, f"{path.name}: the Parquet file is damaged or cut short ({why}); export it again.")


def _bomb(path: Path, cells: int) -> Text:
    return Text(
        f"{path.name}：声称有 {cells} 格，与文件大小不相称（可能是压缩炸弹）；请分成几个文件。",
        f"{path.name}: {cells} cells are beyond belief for its size (a bomb?); split it into several files.",
    )


@contextmanager
def _quiet_panics() -> Iterator[None]:
    """Polars' threads print a backtrace when a damaged file makes them panic; ours is the only message then.

    What else was written to the standard error meanwhile is passed on.
    """
    try:
        real = os.dup(2)
    except OSError:  # a service may have closed it: then nobody reads the backtrace either
        yield
        return
    sys.stderr.flush()
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(real, 2)
            os.close(real)
            held.seek(0)
            said = held.read()
            if b"panicked at" not in said:
                os.write(2, said)


def nested_problems(frame: polars.DataFrame) -> list[tuple[str, Text]]:
    """Columns whose values are no single cell: lists, structs, arrays, objects and bytes."""
    import polars

    bad = (polars.Binary, polars.Object)
    return [
        (
            name,
            Text(
                f"列“{name}”的类型是 {kind}，一格里不是一个值；请展开成普通列或删去。",
                f"column “{name}” has the type {kind}: not one value a cell. Flatten it into plain columns, or drop it.",
            ),
        )
        for name, kind in frame.schema.items()
        if kind.is_nested() or kind.base_type() in bad
    ]


def frame_rows(frame: polars.DataFrame) -> Iterator[RawRow]:
    """The names as row 1, then the values."""
    names: list[Cell] = list(frame.columns)
    frame = _without_zones(frame)
    yield 1, names, 0
    for number, values in enumerate(frame.iter_rows(), start=2):
        yield number, [_cell(value) for value in values], 0


def _without_zones(frame: polars.DataFrame) -> polars.DataFrame:
    """Moments with a time zone as text: the day where they are midnight there, else with their offset."""
    import polars

    zoned = [name for name, kind in frame.schema.items() if isinstance(kind, polars.Datetime) and kind.time_zone]
    moments = [polars.col(name) for name in zoned]
    return frame.with_columns(
        polars.when(moment.dt.time() == datetime.time())
        .then(moment.dt.strftime("%Y-%m-%d"))
        .otherwise(moment.dt.strftime("%Y-%m-%d %H:%M:%S%:z"))
        .alias(name)
        for name, moment in zip(zoned, moments, strict=True)
    )


_PLAIN = (str, int, float, datetime.date, datetime.time, datetime.timedelta, type(None))


def _cell(value: object) -> Cell:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)
