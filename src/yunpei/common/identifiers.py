"""Numbers that name people and organisations: resident IDs (GB 11643) and credit codes (GB 32100).

The check is on form only: length, characters, birth date, check character. Whether the number was ever given to anyone
is not known here. Area codes change over the years, so an area that is not on the list is a warning for the caller to
give, never an error. A whole number never appears in a message.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from yunpei.common.language import Text

# Province prefixes of GB/T 2260; 81/82/83 are the residence permits for people from Hong Kong, Macao and Taiwan.
_PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ),
    )
)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUE = {character: value for value, character in enumerate(_CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

# 2.10203E+17, 2.10203199001e17, 210203199001010000.0: what is left once a spreadsheet has read the number as a number.
_AS_NUMBER = r"[0-9]+\.[0-9]*(E\+?[0-9]+)?|[0-9]+E\+?[0-9]+"
_DROPPED = "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\\-\u2010-\u2015\u2212]+"
_QUOTES = "'`\u2018\u2019"

_SPREADSHEET = Text(
    "表格软件把号码变成了数字，后几位已经丢失；请把整列设为“文本”格式后重新录入",
    "the spreadsheet turned the number into a figure and its last digits are lost; "
    "format the column as text and type it again",
)


def _clean(text: str) -> str:
    """NFKC, without blanks, hyphens, invisible marks and the quote that forces text in a spreadsheet; upper case."""
    if text.isascii() and text.isalnum():
        return text.upper()
    return re.sub(_DROPPED, "", unicodedata.normalize("NFKC", text)).strip(_QUOTES).upper()


def _is_figure(number: str) -> bool:
    return ("." in number or "E" in number) and re.fullmatch(_AS_NUMBER, number) is not None


def person_id_clean(text: str) -> str:
    """The ID number as it is compared and kept: NFKC, no blanks or hyphens, upper-case X. Does not check it."""
    return _clean(text)


def person_id_problem(text: str) -> Text | None:
    """What is wrong with a resident ID number or an 81/82/83 residence permit, and how to mend it; None = well formed.

    Source: GB 11643-1999 (18 characters, birth date in 7–14, ISO 7064 MOD 11-2 in the last). The area is not judged.
    """
    number = _clean(text)
    if _is_figure(number):
        return _SPREADSHEET
    if len(number) == 15 and number.isdigit():
        return Text("这是15位旧身份证号码；请填写18位号码", "this is an old 15-digit ID number; use the 18-digit one")
    if len(number) != 18:
        return Text(
            f"身份证号码应为18位，这里是{len(number)}位；请对照证件补全",
            f"an ID number has 18 characters, this has {len(number)}; check it against the card",
        )
    if not (number.isascii() and number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        return Text(
            "身份证号码前17位应为数字，末位为数字或字母X；请对照证件改正",
            "an ID number is 17 digits and then a digit or the letter X; check it against the card",
        )
    return _birth_problem(number) or _check_problem(number)


def _birth_problem(number: str) -> Text | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Text(
            "号码第7至14位不是存在的出生日期；请对照证件改正",
            "characters 7 to 14 are not a date that exists (the birth date); check them against the card",
        )
    if not 1900 <= born.year <= 2100:
        return Text(
            "号码中的出生年份不在1900至2100年之间；请对照证件改正",
            "the birth year in the number is not between 1900 and 2100; check it against the card",
        )
    return None


def _check_problem(number: str) -> Text | None:
    if person_id_check_character(number[:17]) == number[17]:
        return None
    if number.endswith("000"):  # a spreadsheet keeps 15 digits and writes noughts for the rest
        return Text(
            "校验位不符，且末三位是000，很可能被表格软件当数字截断；请把整列设为“文本”格式后重新录入",
            "the check character does not fit and the last three are 000: a spreadsheet has probably rounded it; "
            "format the column as text and type it again",
        )
    return Text(
        "校验位不符，至少有一位录错；请对照证件改正",
        "the check character does not fit: at least one character is mistyped; check it against the card",
    )


def person_id_check_character(first17: str) -> str:
    """The 18th character for 17 digits: `0`–`9` or `X` (ISO 7064 MOD 11-2)."""
    # 13 ≡ 2 (mod 11), so reading the digits in base 13 weighs them with the powers of two that the standard asks for.
    return "0123456789X"[(1 - 2 * int(first17, 13)) % 11]


def birth_date(person_id: str) -> date:
    """The birth date in a well-formed 18-character ID number. Raises ValueError for anything else."""
    number = _clean(person_id)
    problem = person_id_problem(number)
    if problem is not None:
        raise ValueError(problem)
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def area_known(person_id: str) -> bool:
    """Whether the province prefix is assigned (GB/T 2260); False is worth a warning, never a refusal.

    A permanent residence card of a foreigner (2023 form) begins with 9 and then the province that issued it.
    """
    number = _clean(person_id)
    return number[:2] in _PROVINCES or (number[:1] == "9" and number[1:3] in _PROVINCES)


def mask_person_id(text: str) -> str:
    """The number with its middle hidden, as lists for people and public notices show it (隐蔽部分数字的身份证号码).

    The rule never varies: of 15 characters or more the first 4 (province and city) and the last 2 show; of 7 to 14 the
    first and the last; of fewer none. One star for each hidden character. The birth date never shows.
    """
    number = _clean(text)
    length = len(number)
    if length >= 15:
        return number[:4] + "*" * (length - 6) + number[-2:]
    if length >= 7:
        return number[0] + "*" * (length - 2) + number[-1]
    return "*" * length


def credit_code_clean(text: str) -> str:
    """The credit code as it is compared and kept: NFKC, no blanks or hyphens, upper case. Does not check it."""
    return _clean(text)


@lru_cache(maxsize=4096)
def credit_code_problem(text: str) -> Text | None:
    """What is wrong with a unified social credit code, and how to mend it; None = well formed.

    Source: GB 32100-2015 (18 characters of 0-9 and A-Z without I O S V Z, modulo 31). The region is not judged.
    """
    code = _clean(text)
    if _is_figure(code):
        return _SPREADSHEET
    if len(code) != 18:
        return _credit_length_problem(code)
    if not all(character in _CREDIT_VALUE for character in code):
        return Text(
            "统一社会信用代码只用数字和大写字母，且不用I、O、S、V、Z；请检查是否把0、1、5、2误作字母",
            "a credit code has only digits and letters other than I, O, S, V and Z; "
            "look for 0, 1, 5 or 2 typed as a letter",
        )
    if credit_code_check_character(code[:17]) != code[17]:
        return Text(
            "校验位不符，至少有一位录错；请对照营业执照改正",
            "the check character does not fit: at least one character is mistyped; check it against the licence",
        )
    return None


def _credit_length_problem(code: str) -> Text:
    if len(code) == 15 and code.isdigit():
        return Text(
            "这是15位旧注册号；请填写营业执照上18位的统一社会信用代码",
            "this is an old 15-digit registration number; use the 18-character credit code on the licence",
        )
    if len(code) == 9:
        return Text(
            "这是9位组织机构代码；请填写18位的统一社会信用代码",
            "this is a 9-character organisation code; use the 18-character credit code",
        )
    return Text(
        f"统一社会信用代码应为18位，这里是{len(code)}位；请对照营业执照补全",
        f"a credit code has 18 characters, this has {len(code)}; check it against the licence",
    )


def credit_code_check_character(first17: str) -> str:
    """The 18th character for 17 characters of the alphabet. Raises KeyError for a character outside it."""
    total = sum(_CREDIT_VALUE[character] * weight for character, weight in zip(first17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]
