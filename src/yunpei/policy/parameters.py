"""The figures one run works with: the pack's dated values for a region, and what the bureau sets instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yunpei.common.language import Text
from yunpei.common.regions import trunk
from yunpei.policy.figures import LARGEST
from yunpei.policy.types import Pack, Parameter, ParameterValue


class BadParameter(Exception):
    """A --param or --region that can't be used; `text` says why and what can."""

    def __init__(self, text: Text) -> None:
        """Keep the sentence for the reader."""
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True)
class Setting:
    """One parameter as this run uses it. `override` stands for all dates; else the dated `values`; neither: not known."""

    parameter: Parameter
    values: tuple[ParameterValue, ...]
    override: int | date | None = None

    @property
    def constant(self) -> bool:
        """Whether every line gets the same value."""
        return self.override is not None or all(one.since is None and one.until is None for one in self.values)

    @property
    def value(self) -> int | date | None:
        """The value for every line, if it is the same for all; else the latest."""
        return self.override if self.override is not None else self.values[-1].value if self.values else None

    def on(self, day: date) -> int | date | None:
        """The value in force on a day, None where none is."""
        if self.override is not None:
            return self.override
        for one in self.values:
            if (one.since is None or one.since <= day) and (one.until is None or day <= one.until):
                return one.value
        return None

    @property
    def source(self) -> str | None:
        """The clause or outside text the value stands in."""
        if self.override is not None:
            return "--param"
        return (self.values[-1].clause or self.values[-1].source) if self.values else None


def settle(
    pack: Pack, region: str | None = None, overrides: Mapping[str, int | date] | None = None
) -> dict[str, Setting]:
    """Every parameter of the pack for a region (GB/T 2260; its city's or province's value where it has none of its own).

    Raises BadParameter for an unknown parameter, or a region outside the circular's.
    """
    given = dict(overrides or {})
    if unknown := sorted(set(given) - set(pack.parameters)):
        names = "、".join(pack.parameters)
        raise BadParameter(
            Text(
                f"没有参数 {'、'.join(unknown)}；可用：{names}",
                f"no parameter {', '.join(unknown)}; there are: {names}",
            )
        )
    code = region_of(pack, region)
    return {
        name: Setting(parameter, _for_region(parameter, code), given.get(name))
        for name, parameter in pack.parameters.items()
    }


def region_of(pack: Pack, region: str | None) -> str:
    """The region's six digits, the circular's own if none is given. Raises BadParameter if it lies outside."""
    own = pack.circular.region
    if region is None:
        return own
    if len(region) != 6 or not region.isascii() or not region.isdigit() or not region.startswith(trunk(own)):
        name = pack.circular.region_name
        raise BadParameter(
            Text(
                f"地区 {region} 不在 {own} {name.zh} 之内；用六位行政区划代码",
                f"region {region} is not in {own} {name.en}; use six digits of GB/T 2260",
            )
        )
    return region


def read_parameter(pack: Pack, name: str, written: str) -> int | date:
    """The value of `--param NAME=VALUE`: whole fen, hours, counts, or a date. Raises BadParameter."""
    parameter = pack.parameters.get(name)
    if parameter is None:
        settle(pack, None, {name: 0})
        raise AssertionError(name)  # settle refuses an unknown name
    try:
        if parameter.unit == "date":
            return date.fromisoformat(written.strip())
        value = int(written.strip()) if written.strip().isascii() else -1
    except ValueError:
        value = -1
    most = LARGEST.get(parameter.unit, 0)  # beyond it a date would leave the calendar, or a sum 64 bits
    if not 0 <= value <= most:
        wanted = Text("日期，如 2020-12-31", "a date such as 2020-12-31")
        if parameter.unit != "date":
            unit = parameter.unit
            wanted = Text(f"0 至 {most} 的整数（{unit}）", f"a whole number ({unit}) from 0 to {most}")
        raise BadParameter(
            Text(f"{name} 不能是 {written}：应为{wanted.zh}", f"{name} can't be {written}: it must be {wanted.en}")
        )
    return value


def _for_region(parameter: Parameter, code: str) -> tuple[ParameterValue, ...]:
    for place in (code, code[:4] + "00", code[:2] + "0000", None):
        values = [value for value in parameter.values if value.region == place]
        if values:
            return tuple(sorted(values, key=lambda value: value.since or date.min))
    return ()
