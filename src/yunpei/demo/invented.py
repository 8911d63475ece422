"""People and firms that nobody is: valid check digits, in areas (99) that no authority ever assigned."""

from __future__ import annotations

from datetime import date, timedelta

from yunpei.common.identifiers import credit_code_check_character, person_id_check_character

_FIRST_BORN = date(1966, 1, 1)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def id_number(n: int) -> str:
    """The ID number of the n-th invented person, from 0: adults of 2020."""
    born = _FIRST_BORN + timedelta(days=n * 97 % 12_000)
    first17 = f"990101{born:%Y%m%d}{n % 997 + 1:03d}"
    return first17 + person_id_check_character(first17)


def name(n: int) -> str:
    """What the n-th is called: a surname and two signs of the calendar, so that no one takes it for a real name."""
    return _SURNAMES[n % 16] + _STEMS[n // 16 % 10] + _BRANCHES[n * 5 % 12]


def phone(n: int) -> str:
    """The mobile number of the n-th; 199 and noughts are given to nobody."""
    return f"199{n:08d}"


def credit_code(n: int) -> str:
    """The unified social credit code of the n-th invented firm."""
    body = f"{n:08d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    first17 = f"91990000{body}" + "0X987654321"[total % 11]
    return first17 + credit_code_check_character(first17)
