"""The sentences that every output of a rehearsal begins with: what was asked, how dates were read, what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from yunpei.common.language import Text
from yunpei.policy.rehearsal_types import AsIf, Rehearsal, Run


def head(one: Rehearsal) -> list[Text]:
    """How the question was asked: the version, how its dates were read, the lines, the baseline, and who counts as gaining."""
    total = one.total.lines
    said = [_asked(Text("试算", "rehearsed"), one.run, total)]
    if one.baseline is not None:
        said.append(_asked(Text("对照", "baseline"), one.baseline, total))
    elif one.paid is not None:
        said.append(Text(f"对照：{one.paid.zh}", f"baseline: {one.paid.en}"))
    else:
        said.append(
            Text(
                "没有对照：没有当时执行的另一版本，花名册也没有“已付金额”一列",
                "no baseline: no other version was in force for these lines, and the roster has no column paid",
            )
        )
    if one.left_out:
        said.append(
            Text(
                f"另有 {one.left_out:,} 行缺少判定次序所需的日期，未计入",
                f"{one.left_out:,} more lines lack a date by which they are ordered, and are left out",
            )
        )
    if one.total.before is not None:
        said.append(
            Text(
                "增减按人计算，为此人各行合计；有一行待裁量或无法判定的人为“未定”，不算增减",
                "gains and losses are persons, over all their lines; who has a line that is undetermined or at discretion is open",
            )
        )
    return said


def _asked(label: Text, run: Run, total: int) -> Text:
    pack = run.written.pack
    parts = [
        Text(
            f"{label.zh}：{pack.circular.number} {pack.name.zh}", f"{label.en}: {pack.circular.number} {pack.name.en}"
        ),
        Text(f"{pack.programme}@{pack.version}", f"{pack.programme}@{pack.version}"),
        *_set(run),
        _read_as(run.as_if),
        _time(run.as_if),
        _lines_inside(run.as_if, total),
    ]
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _set(run: Run) -> Iterator[Text]:
    given = {name: one.override for name, one in run.written.settings.items() if one.override is not None}
    if given:
        shown = ", ".join(f"{name}={value}" for name, value in given.items())
        yield Text(f"设定 {shown}", f"with {shown}")


def _read_as(as_if: AsIf) -> Text:
    years = abs(as_if.years)
    span = "1 year" if years == 1 else f"{years} years"
    if as_if.years == 0:
        return Text("日期按原文读取", "dates read as written")
    if as_if.years > 0:
        return Text(
            f"视同已经生效：它自己的日期一律提前 {years} 年读取，花名册的日期不变",
            f"as if in force: its own dates are read {span} earlier, those of the roster as they are",
        )
    return Text(
        f"视同仍然有效：它自己的日期一律推后 {years} 年读取，花名册的日期不变",
        f"as if still in force: its own dates are read {span} later, those of the roster as they are",
    )


def _time(as_if: AsIf) -> Text:
    if as_if.until is None:
        return Text(f"自 {as_if.since} 起", f"from {as_if.since} on")
    return Text(f"自 {as_if.since} 至 {as_if.until}", f"from {as_if.since} to {as_if.until}")


def _lines_inside(as_if: AsIf, total: int) -> Text:
    if as_if.first is None:
        return Text("没有一行", "no lines")
    return Text(
        f"{total:,} 行（{as_if.first} 至 {as_if.last}），{as_if.inside:,} 行在此期间",
        f"{total:,} lines ({as_if.first} to {as_if.last}), {as_if.inside:,} in that time",
    )
