"""工信部联企业〔2011〕300号, 四: every edge of all sixteen industries, on both sides.

The table below is read off the standard's sentences, not off the code: 从业人员/营业收入/资产总额 and for each the figures of
中小微型 (以下), 中型 (及以上) and 小型 (及以上).
"""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest

from yunpei.policy.size_class import BOUNDS, INDUSTRIES, SIZES, industry_word, size_class

pytestmark = pytest.mark.req("R03")

# name · first indicator: below → not large, from → medium, from → small · second indicator the same
STANDARD = """
农、林、牧、渔业      营业收入 20000 500 50
工业                  从业人员 1000 300 20      营业收入 40000 2000 300
建筑业                营业收入 80000 6000 300   资产总额 80000 5000 300
批发业                从业人员 200 20 5         营业收入 40000 5000 1000
零售业                从业人员 300 50 10        营业收入 20000 500 100
交通运输业            从业人员 1000 300 20      营业收入 30000 3000 200
仓储业                从业人员 200 100 20       营业收入 30000 1000 100
邮政业                从业人员 1000 300 20      营业收入 30000 2000 100
住宿业                从业人员 300 100 10       营业收入 10000 2000 100
餐饮业                从业人员 300 100 10       营业收入 10000 2000 100
信息传输业            从业人员 2000 100 10      营业收入 100000 1000 100
软件和信息技术服务业  从业人员 300 100 10       营业收入 10000 1000 50
房地产开发经营        营业收入 200000 1000 100  资产总额 10000 5000 2000
物业管理              从业人员 1000 300 100     营业收入 5000 1000 500
租赁和商务服务业      从业人员 300 100 10       资产总额 120000 8000 100
其他未列明行业        从业人员 300 100 10
"""
FIELDS = {"从业人员": "headcount", "营业收入": "revenue_wan", "资产总额": "assets_wan"}


def rows() -> list[tuple[str, dict[str, tuple[int, int, int]]]]:
    read = []
    for line in STANDARD.strip().splitlines():
        industry, *rest = line.split()
        figures = {
            FIELDS[rest[i]]: (int(rest[i + 1]), int(rest[i + 2]), int(rest[i + 3])) for i in range(0, len(rest), 4)
        }
        read.append((industry, figures))
    return read


ROWS = rows()


def classed(industry: str, **figures: int | Decimal | None) -> tuple[str | None, tuple[str, ...]]:
    code = industry_word(industry)
    assert code is not None
    headcount = figures.get("headcount")
    assert headcount is None or isinstance(headcount, int)
    return size_class(code, headcount, figures.get("revenue_wan"), figures.get("assets_wan"))


def just_below(name: str, bound: int) -> int | Decimal:
    return bound - 1 if name == "headcount" else Decimal(bound) - Decimal("0.01")


def test_all_sixteen() -> None:
    assert len(ROWS) == 16
    assert {industry_word(industry) for industry, _ in ROWS} == set(INDUSTRIES) == set(BOUNDS)


@pytest.mark.parametrize(("industry", "figures"), ROWS, ids=[industry for industry, _ in ROWS])
def test_every_bound_on_both_sides(industry: str, figures: dict[str, tuple[int, int, int]]) -> None:
    for place, (reached, missed) in enumerate([("large", "medium"), ("medium", "small"), ("small", "micro")]):
        at = {name: bounds[place] for name, bounds in figures.items()}
        assert classed(industry, **at) == (reached, ())
        for name, bounds in figures.items():  # each indicator alone below its bound, the others at it: 或
            assert classed(industry, **{**at, name: just_below(name, bounds[place])}) == (missed, ())
        below = {name: just_below(name, bounds[place]) for name, bounds in figures.items()}
        assert classed(industry, **below) == (missed, ())


@pytest.mark.parametrize(("industry", "figures"), ROWS, ids=[industry for industry, _ in ROWS])
def test_the_worse_figure_decides(industry: str, figures: dict[str, tuple[int, int, int]]) -> None:
    """All pairs of classes: 1,500 people with almost no revenue are a micro firm."""
    for levels in product(range(4), repeat=len(figures)):
        given = {
            name: 0 if level == 3 else bounds[level]
            for (name, bounds), level in zip(figures.items(), levels, strict=True)
        }
        assert classed(industry, **given) == (SIZES[max(levels)], ())


@pytest.mark.parametrize(("industry", "figures"), ROWS, ids=[industry for industry, _ in ROWS])
def test_a_missing_figure(industry: str, figures: dict[str, tuple[int, int, int]]) -> None:
    assert classed(industry) == (None, tuple(figures))
    if len(figures) == 1:
        return
    for name, bounds in figures.items():
        others = tuple(other for other in figures if other != name)
        for bound in bounds:  # any other class can still be undercut by the figure not known
            assert classed(industry, **{name: bound}) == (None, others)
        assert classed(industry, **{name: just_below(name, bounds[2])}) == ("micro", ())


def test_figures_the_standard_does_not_ask_for_change_nothing() -> None:
    assert classed("工业", headcount=300, revenue_wan=2000, assets_wan=1) == ("medium", ())
    assert classed("农业", headcount=1, revenue_wan=20000) == ("large", ())
    assert classed("其他", headcount=300, revenue_wan=Decimal(0)) == ("large", ())


def test_without_an_industry() -> None:
    assert size_class(None, 1, Decimal(1), Decimal(1)) == (None, ("industry",))
    with pytest.raises(KeyError):
        size_class("banking", 1, None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("制造业", "industry"),
        ("采矿业", "industry"),
        ("汽车制造业", "industry"),
        ("电力、热力、燃气及水生产和供应业", "industry"),
        ("科学研究和技术服务业", "other"),
        ("居民服务、修理和其他服务业", "other"),
        ("文化、体育和娱乐业", "other"),
        ("装卸搬运和运输代理业", "transport"),
        ("互联网和相关服务", "information_transmission"),
        ("software", "software"),
        (" 批 发 业 ", "wholesale"),
        # Names that cover two industries of the standard, or none: nobody may guess.
        ("批发和零售业", None),
        ("住宿和餐饮业", None),
        ("房地产业", None),
        ("交通运输、仓储和邮政业", None),
        ("信息传输、软件和信息技术服务业", None),
        ("金融业", None),
        ("铁路运输业", None),
        ("", None),
    ],
)
def test_names_of_industries(text: str, code: str | None) -> None:
    assert industry_word(text) == code


def test_no_name_stands_under_two_industries() -> None:
    names = [name for all_of in INDUSTRIES.values() for name in all_of]
    assert len(names) == len(set(names))
