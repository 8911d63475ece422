"""People and firms that nobody is: valid checksums, and areas (99) that no authority ever assigned.

Each function gives the same answer for the same number for ever; two numbers never share an ID or a credit code.
"""

from __future__ import annotations

from datetime import date, timedelta

_FIRST_BORN = date(1962, 1, 1)
_BIRTHS = 14_009  # a prime, so that stepping by another one meets every day once; the last is in 2000
_SEQUENCES = 999
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FIRMS = ("云帆精工", "海棠食品", "青石机械", "远岫软件", "长汀物流", "白鹭酒店")


def person(n: int) -> str:
    """The ID number of the n-th invented person, 18 characters, from 0."""
    round_, day = divmod(n, _BIRTHS)
    area, sequence = divmod(round_, _SEQUENCES)
    born = _FIRST_BORN + timedelta(days=day * 7_919 % _BIRTHS)
    first17 = f"99{area:04d}{born:%Y%m%d}{sequence + 1:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first17))
    return first17 + "10X98765432"[total % 11]


def employer(n: int) -> str:
    """The unified social credit code of the n-th invented firm, 18 characters, from 0."""
    body = f"{n:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    first17 = f"91990000{body}" + "0X987654321"[total % 11]
    total = sum(_CREDIT.index(character) * pow(3, place, 31) for place, character in enumerate(first17))
    return first17 + _CREDIT[-total % 31]


def name(n: int) -> str:
    """What the n-th invented person is called: a surname and two signs of the calendar; 240 names, then again."""
    surname, stem, branch = n % len(_SURNAMES), (n // 8) * 3 % len(_STEMS), n * 5 % len(_BRANCHES)
    return _SURNAMES[surname] + _STEMS[stem] + _BRANCHES[branch]


def firm(n: int) -> str:
    """What the n-th invented firm is called."""
    number, which = divmod(n, len(_FIRMS))
    return f"{_FIRMS[which]}{number or ''}有限公司（虚构）"
