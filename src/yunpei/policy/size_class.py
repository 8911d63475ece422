"""Size class of a firm: 中小企业划型标准规定, 工信部联企业〔2011〕300号, 四 (一) to (十六).

Each class has lower bounds. A firm is large, medium or small when it reaches *every* bound of that class
(从业人员…及以上，且营业收入…及以上); failing one (从业人员…以下或营业收入…以下) it drops to the next, and below a bound of small
it is micro. The ceiling of medium is the floor of large. 及以上 takes the figure itself in, 以下 leaves it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunpei.policy.industries import INDUSTRIES

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["INDUSTRIES", "SIZES", "industry_word", "size_class"]

SIZES = ("large", "medium", "small", "micro")

# industry → indicator → the least that is large, medium, small. Headcount in persons, money in 10,000 yuan (万元).
BOUNDS: dict[str, dict[str, tuple[int, int, int]]] = {
    "agriculture": {"revenue_wan": (20_000, 500, 50)},
    "industry": {"headcount": (1_000, 300, 20), "revenue_wan": (40_000, 2_000, 300)},
    "construction": {"revenue_wan": (80_000, 6_000, 300), "assets_wan": (80_000, 5_000, 300)},
    "wholesale": {"headcount": (200, 20, 5), "revenue_wan": (40_000, 5_000, 1_000)},
    "retail": {"headcount": (300, 50, 10), "revenue_wan": (20_000, 500, 100)},
    "transport": {"headcount": (1_000, 300, 20), "revenue_wan": (30_000, 3_000, 200)},
    "storage": {"headcount": (200, 100, 20), "revenue_wan": (30_000, 1_000, 100)},
    "post": {"headcount": (1_000, 300, 20), "revenue_wan": (30_000, 2_000, 100)},
    "lodging": {"headcount": (300, 100, 10), "revenue_wan": (10_000, 2_000, 100)},
    "catering": {"headcount": (300, 100, 10), "revenue_wan": (10_000, 2_000, 100)},
    "information_transmission": {"headcount": (2_000, 100, 10), "revenue_wan": (100_000, 1_000, 100)},
    "software": {"headcount": (300, 100, 10), "revenue_wan": (10_000, 1_000, 50)},
    "real_estate": {"revenue_wan": (200_000, 1_000, 100), "assets_wan": (10_000, 5_000, 2_000)},
    "property_management": {"headcount": (1_000, 300, 100), "revenue_wan": (5_000, 1_000, 500)},
    "leasing_business": {"headcount": (300, 100, 10), "assets_wan": (120_000, 8_000, 100)},
    "other": {"headcount": (300, 100, 10)},
}


def industry_word(text: str) -> str | None:
    """The code of an industry named in English or Chinese; None when the name is unknown or covers two industries."""
    from yunpei.policy.vocabulary import COLUMNS, accepted_words, plain_word

    return accepted_words(COLUMNS["industry"]).get(plain_word(text))


def size_class(
    industry: str | None, headcount: int | None, revenue_wan: Decimal | int | None, assets_wan: Decimal | int | None
) -> tuple[str | None, tuple[str, ...]]:
    """The size class (large, medium, small, micro) and the names of the columns it still needs.

    `industry` is a code of INDUSTRIES; headcount in persons, revenue and assets in 10,000 yuan. The class is None when
    a missing figure could change it; a missing figure that cannot is not asked for. Raises KeyError for another code.
    """
    if industry is None:
        return None, ("industry",)
    bounds = BOUNDS[industry]
    values = {"headcount": headcount, "revenue_wan": revenue_wan, "assets_wan": assets_wan}
    known = [_level(value, bounds[name]) for name in bounds if (value := values[name]) is not None]
    missing = tuple(name for name in bounds if values[name] is None)
    # The firm is in the lowest class that any one figure puts it in; a figure not known could be any of the four.
    lowest = max(known, default=0)
    if missing and lowest < len(SIZES) - 1:
        return None, missing
    return SIZES[lowest], ()


def _level(value: Decimal | int, least: tuple[int, int, int]) -> int:
    for place, bound in enumerate(least):
        if value >= bound:
            return place
    return len(least)
