"""A blob gives back what was packed, or says that it does not."""

from __future__ import annotations

import pytest

from yunpei.evidence.packing import BadPack, pack, unpack
from yunpei.evidence.types import Receipt

ROWS = [Receipt("s-1", seq, 1000 + seq, f"yr1|s-1|{seq} x|") for seq in range(5)]


def test_the_same_comes_out() -> None:
    assert unpack(pack(ROWS)) == ROWS
    assert pack(ROWS)[:2] == ("s-1", 4)


@pytest.mark.parametrize("rows", [[], ROWS[1:], [*ROWS[:2], ROWS[3]]])
def test_a_gap_is_not_packed(rows: list[Receipt]) -> None:
    with pytest.raises(ValueError, match="without gaps"):
        pack(rows)


def test_a_changed_blob_is_seen() -> None:
    made, other = pack(ROWS), pack([*ROWS[:4], ROWS[4]._replace(text="forged")])
    with pytest.raises(BadPack, match="changed"):
        unpack(made._replace(texts=other.texts))
    with pytest.raises(BadPack, match="s-1"):
        unpack(made._replace(texts=made.texts[:-4]))
