"""Money is whole fen (分), always an int. Yuan exist only as text, at the edges."""

from __future__ import annotations

import re
import unicodedata

from yunpei.common.language import Text

# Fifteen digits of yuan are far inside int64 fen, so nothing that passes here can overflow later.
_YUAN = (
    r"(?P<early>[+-]?)¥?(?P<late>[+-]?)"
    r"(?P<yuan>[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.(?P<part>[0-9]*))?元?"
)


def fen_of_yuan(text: str) -> int:
    """Fen of an amount in yuan: `444`, `444.5`, `1,444.00`, `¥444`, `444元`; may be negative.

    Raises ValueError whose only argument is a Text: not a number, `1e3`, or more than two decimals.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = re.fullmatch(_YUAN, plain)
    if found is None or (found["early"] and found["late"]):
        raise ValueError(
            Text("不是以元为单位的金额；请填写如1444.00的数字", "not an amount in yuan; write a figure such as 1444.00")
        )
    part = found["part"] or ""
    if len(part) > 2:
        raise ValueError(
            Text(
                "金额最多两位小数；请改为整分，如1444.05",
                "an amount has at most two decimals; write whole fen, as 1444.05",
            )
        )
    fen = int(found["yuan"].replace(",", "")) * 100 + int(part.ljust(2, "0"))
    return -fen if "-" in (found["early"], found["late"]) else fen


def yuan(fen: int) -> str:
    """Yuan for files and machines: always two decimals, no separators (`1444.00`)."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def yuan_shown(fen: int) -> str:
    """Yuan for people: two decimals and thousands separators (`1,444.00`)."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
