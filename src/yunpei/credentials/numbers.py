"""Certificate numbers: readable over the telephone, and not to be guessed, since the check page shows a name."""

from __future__ import annotations

import secrets

# Without 0 O 1 I L U Z: what is read aloud or typed from paper is not mistaken. 29 of them, a prime: see _check.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXY"
_RANDOM = 11  # characters: 53 bits, so that trying numbers finds nobody


def new_number(year: int) -> str:
    """A fresh number such as YP2020-7K3M9Q-X2TB4H: year of issue, eleven random characters, one that checks the rest."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    body += _check(str(year), body)
    return f"YP{year}-{body[:6]}-{body[6:]}"


def plain_number(text: str) -> str | None:
    """The number as it is stored, from what someone typed (small letters, blanks, without hyphens); None if it is none."""
    typed = "".join(character for character in text.upper() if character.isalnum())
    if (
        len(typed) != 6 + _RANDOM + 1
        or not typed.startswith("YP")
        or not (typed[2:6].isascii() and typed[2:6].isdigit())
    ):
        return None
    year, body = typed[2:6], typed[6:]
    if any(character not in ALPHABET for character in body) or _check(year, body[:-1]) != body[-1]:
        return None
    return f"YP{year}-{body[:6]}-{body[6:]}"


def _check(year: str, body: str) -> str:
    """Weights below the prime: one wrong character, or two neighbours changed over, never give the same."""
    total = int(year) + sum(place * ALPHABET.index(character) for place, character in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]
