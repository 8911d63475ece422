"""ID numbers and credit codes: python-stdnum as the oracle, and each way a real file spoils them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from tests.invented import employer, person
from yunpei.common.identifiers import (
    area_known,
    birth_date,
    credit_code_check_character,
    credit_code_clean,
    credit_code_problem,
    mask_person_id,
    person_id_check_character,
    person_id_clean,
    person_id_problem,
)

pytestmark = pytest.mark.req("R01")

SEVENTEEN = st.text("0123456789", min_size=17, max_size=17)
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check(first17: str) -> str:
    return first17 + person_id_check_character(first17)


def reason(text: str) -> str:
    problem = person_id_problem(text)
    assert problem is not None, text
    return problem.zh


@given(SEVENTEEN)
def test_check_character_agrees_with_stdnum(first17: str) -> None:
    assert person_id_check_character(first17) == ric.calc_check_digit(first17 + "0")


@given(st.text(CREDIT, min_size=17, max_size=17))
def test_credit_check_character_agrees_with_stdnum(first17: str) -> None:
    assert credit_code_check_character(first17) == uscc.calc_check_digit(first17 + "0")


@given(st.dates(date(1900, 1, 1), date(2024, 12, 31)), st.integers(0, 999))
def test_what_stdnum_accepts_is_well_formed(born: date, sequence: int) -> None:
    number = with_check(f"110105{born:%Y%m%d}{sequence:03d}")  # a district that stdnum knows at every date
    assert ric.is_valid(number)
    assert person_id_problem(number) is None
    assert birth_date(number) == born == ric.get_birth_date(number)
    assert area_known(number)


@given(SEVENTEEN.map(with_check), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(number: str, place: int, character: str) -> None:
    spoilt = number[:place] + character + number[place + 1 :]
    assert (person_id_problem(spoilt) is None) <= (spoilt == number)


@given(st.integers(0, 10_000_000))
def test_invented_people_are_well_formed_and_from_nowhere(n: int) -> None:
    number = person(n)
    assert person_id_problem(number) is None
    assert not area_known(number)
    assert ric.calc_check_digit(number) == number[17]


def test_invented_people_differ() -> None:
    assert len({person(n) for n in range(30_000)}) == 30_000
    assert len({employer(n) for n in range(10_000)}) == 10_000


@given(st.integers(0, 99_999_999))
def test_invented_firms_are_well_formed(n: int) -> None:
    code = employer(n)
    assert credit_code_problem(code) is None
    assert uscc.calc_check_digit(code) == code[17]


@pytest.mark.parametrize("prefix", ["810000", "820000", "830000"])
def test_residence_permits_are_accepted(prefix: str) -> None:
    number = with_check(f"{prefix}19900307001")
    assert person_id_problem(number) is None
    assert area_known(number)


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("110105", True),
        ("150000", True),
        ("160000", False),
        ("650000", True),
        ("660000", False),
        ("710000", True),
        ("840000", False),
        ("931840", True),  # a foreigner's permanent residence card, issued in Shanghai
        ("990000", False),
        ("", False),
    ],
)
def test_area(number: str, known: bool) -> None:
    assert area_known(number) is known


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("99010519491231004x", "99010519491231004X"),
        ("９９０１０５１９４９１２３１００４Ｘ", "99010519491231004X"),
        (" 990105 19491231 004X\t", "99010519491231004X"),
        ("990105-19491231-004X", "99010519491231004X"),
        ("990105–19491231—004X", "99010519491231004X"),
        ("'99010519491231004X", "99010519491231004X"),
        ("\ufeff990105194912\u200b31004X\u202c", "99010519491231004X"),
        ("", ""),
    ],
)
def test_clean(written: str, clean: str) -> None:
    assert person_id_clean(written) == clean
    assert credit_code_clean(written) == clean
    if clean:
        assert person_id_problem(written) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("9901051949123100", "16位"),
        ("990105194912310041X", "19位"),
        ("", "0位"),
        ("990105491231002", "15位旧"),
        ("99010519491231OO4X", "字母X"),
        ("X9010519491231004X", "字母X"),
        ("99010519491231002Y", "字母X"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٨", "字母X"),
        (with_check("11010519490230002"), "不是存在的出生日期"),
        (with_check("11010519491301002"), "不是存在的出生日期"),
        (with_check("11010500001231002"), "不是存在的出生日期"),
        (with_check("11010518991231002"), "1900至2100"),
        (with_check("11010521010101002"), "1900至2100"),
        ("990105194912310041", "校验位不符"),
        ("990105194912310000", "文本"),
        ("2.10203E+17", "文本"),
        ("2.10203199001011e17", "文本"),
        ("2E+17", "文本"),
        ("210203199001011000.0", "文本"),
    ],
)
def test_problems(number: str, said: str) -> None:
    assert said in reason(number)
    with pytest.raises(ValueError, match=r"."):
        birth_date(number)


@pytest.mark.parametrize("year", [1900, 2100])
def test_the_first_and_the_last_year(year: int) -> None:
    assert person_id_problem(with_check(f"110105{year}1231002")) is None


def test_a_number_that_ends_in_noughts_may_be_right() -> None:
    number = next(with_check(f"110105199001{day:02d}{n}00") for day in range(1, 29) for n in range(1, 10)
                  if person_id_check_character(f"110105199001{day:02d}{n}00") == "0")  # fmt: skip
    assert number.endswith("000")
    assert person_id_problem(number) is None


@given(st.text(max_size=40) | SEVENTEEN | st.text("0123456789Xx.+-E ", max_size=25))
def test_no_message_holds_the_number_and_nothing_crashes(text: str) -> None:
    for problem in (person_id_problem(text), credit_code_problem(text)):
        if problem is not None:
            assert problem.zh
            assert problem.en
            assert len(text) < 6 or text not in problem.zh + problem.en


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("99010519491231004X", "9901************4X"),
        ("99010519491231004x", "9901************4X"),
        ("990105491231002", "9901*********02"),
        ("2.10203E+17", "2*********7"),
        ("1234567", "1*****7"),
        ("123456", "******"),
        ("", ""),
    ],
)
def test_mask(text: str, masked: str) -> None:
    assert mask_person_id(text) == masked


@given(st.integers(0, 1_000_000))
def test_a_mask_never_shows_the_birth_date(n: int) -> None:
    number = person(n)
    masked = mask_person_id(number)
    assert masked[4:16] == "*" * 12
    assert mask_person_id(number) == mask_person_id(number.lower())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91999900M000100Y4", "17位"),
        ("91999900M000100Y44", "校验位不符"),
        ("9I999900M000100Y4L", "I、O、S、V、Z"),
        ("91999900MOOO100Y4L", "I、O、S、V、Z"),
        ("999900100001234", "15位旧注册号"),
        ("M000100Y4", "9位组织机构代码"),
        ("9.1350E+17", "文本"),
        ("某某有限公司", "6位"),
        ("91999900M000100Y4中", "I、O、S、V、Z"),
    ],
)
def test_credit_code_problems(code: str, said: str) -> None:
    problem = credit_code_problem(code)
    assert problem is not None
    assert said in problem.zh


def test_the_region_of_a_credit_code_is_never_an_error() -> None:
    assert credit_code_problem("91999900M000100Y4L") is None
    assert credit_code_problem("９１９９９９００m000100y4l") is None
    for region in ("000000", "999999", "ABCDEF"):
        first17 = f"91{region}M000100Y4"
        assert credit_code_problem(first17 + credit_code_check_character(first17)) is None
