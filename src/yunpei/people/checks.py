"""What people type about themselves: brought into one form, and what is wrong with it, all of it at once."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError

from yunpei.common import identifiers
from yunpei.common.errors import Invalid, Problem
from yunpei.common.language import Text

_MOBILE = r"1[3-9][0-9]{9}"
_DOTS = dict.fromkeys(map(ord, "•‧・･．∙"), "·")  # Zang and Uyghur names are typed with any of them


def name_clean(text: str) -> str:
    """A name as it is kept and compared: one kind of middle dot, no blanks at the ends, single ones inside."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(_DOTS)).strip()


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name: blanks, dots and the width of signs aside."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def phone_clean(text: str) -> str:
    """A mobile number as it is kept: digits only, without +86."""
    digits = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(\+|00)86", "", digits)


def login_clean(text: str) -> str:
    """A login name as it is kept: mail address in small letters, or mobile number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.lower() if "@" in plain else phone_clean(plain)


def name_problem(text: str) -> Text | None:
    """What is wrong with a person's name; None = fit to be kept."""
    name = name_clean(text)
    if not name:
        return Text("请填写姓名，与身份证一致", "give the name as on the ID card")
    if len(name) > 100 or not name.isprintable() or any(character.isdigit() for character in name):
        return Text(
            "姓名含有数字或不可见字符；请按身份证填写",
            "the name has digits or unprintable characters; write it as on the ID card",
        )
    return None


def phone_problem(text: str) -> Text | None:
    """What is wrong with a mobile number of the mainland; None = eleven digits that a network gives out."""
    if re.fullmatch(_MOBILE, phone_clean(text), re.ASCII):
        return None
    return Text(
        "手机号应为11位，以13至19开头；请检查", "a mobile number has 11 digits and begins with 13 to 19; check it"
    )


def login_problem(text: str) -> Text | None:
    """What is wrong with a login name; None = a mobile number or something like a mail address."""
    login = login_clean(text)
    if "@" not in login:
        return phone_problem(login)
    if len(login) <= 254 and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", login):
        return None
    return Text("邮箱地址不完整；请检查", "the mail address is not complete; check it")


# Django's own words are not all translated; by the code of its validators.
_PASSWORD_WORDS = {
    "password_too_short": Text(
        "密码至少8位；可用几个词连成一句", "at least 8 characters; a few words in a row will do"
    ),
    "password_too_common": Text(
        "这个密码太常见，容易被猜到；请换一个", "this password is among the first to be guessed; choose another"
    ),
    "password_entirely_numeric": Text("密码不能全是数字；请加入字母或汉字", "not only digits; add letters"),
}


def password_problems(password: str, *others: str) -> list[Text]:
    """Why a password will not do: the site's validators, and anything that others know of the person (`others`)."""
    found = []
    for validator in get_default_password_validators():
        try:
            validator.validate(password)
        except ValidationError as fault:
            words = " ".join(fault.messages)
            found.append(_PASSWORD_WORDS.get(getattr(fault, "code", ""), Text(words, words)))
    if any(len(other) >= 4 and other.lower() in password.lower() for other in others):
        found.append(
            Text(
                "密码不能包含手机号、身份证号码或出生日期",
                "the password must not contain your phone or ID number or birth date",
            )
        )
    return found


def person_problems(name: str, id_number: str, today: date) -> list[Problem]:
    """What is wrong with a name and an ID number, each under its field."""
    found = []
    if problem := name_problem(name):
        found.append(Problem("name", problem))
    if problem := identifiers.person_id_problem(id_number):
        found.append(Problem("id_number", problem))
    elif identifiers.birth_date(id_number) > today:
        found.append(
            Problem(
                "id_number",
                Text(
                    "号码中的出生日期还没有到；请对照证件改正",
                    "the birth date in the number is still to come; check it against the card",
                ),
            )
        )
    return found


def refuse(problems: list[Problem]) -> None:
    """Raise Invalid with all of them, if there is any."""
    if problems:
        raise Invalid(problems)
