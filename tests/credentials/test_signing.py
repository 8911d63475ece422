"""What is signed, and that every change of it is noticed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yunpei.credentials.signing import canonical, content_of, holds, public_key, sign
from yunpei.credentials.types import Content

CONTENT = Content(
    number="YP2020-222222-222222",
    person_name="赵甲子",
    id_masked="9900************2X",
    course="低压电工",
    project="电工",
    employer="云帆精工有限公司（虚构）",
    class_number="A1",
    hours=24,
    mark=75,
    starts_on=date(2020, 3, 2),
    ends_on=date(2020, 3, 31),
    issued_on=date(2020, 3, 30),
)


def test_the_text_says_all_of_it() -> None:
    text = canonical(CONTENT)
    assert content_of(text) == CONTENT
    assert text.startswith('{"class_number":"A1","course":"低压电工"')
    assert canonical(content_of(text)) == text


@pytest.mark.parametrize("name", list(Content.__dataclass_fields__))
def test_each_part_is_under_the_signature(name: str) -> None:
    key_id, signature = sign(canonical(CONTENT))
    assert holds(canonical(CONTENT), signature=signature, key_id=key_id)
    before: Any = getattr(CONTENT, name)
    other = before + 1 if isinstance(before, int) else date(2021, 1, 1) if isinstance(before, date) else before + "x"
    changes: dict[str, Any] = {name: other}
    changed = replace(CONTENT, **changes)
    assert not holds(canonical(changed), signature=signature, key_id=key_id)


def test_an_older_key_still_checks_what_it_signed(settings) -> None:
    old = settings.YUNPEI_FIELD_KEYS
    key_id, signature = sign(canonical(CONTENT))
    new = "t2:" + "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
    settings.YUNPEI_FIELD_KEYS = f"{new},{old}"
    assert sign(canonical(CONTENT))[0] == "t2"
    assert holds(canonical(CONTENT), signature=signature, key_id=key_id)
    settings.YUNPEI_FIELD_KEYS = new
    assert not holds(canonical(CONTENT), signature=signature, key_id=key_id)
    assert public_key(key_id) == ""


@pytest.mark.parametrize("signature", ["", "no base64!", "AAAA"])
def test_a_signature_that_is_none(signature: str) -> None:
    assert not holds(canonical(CONTENT), signature=signature, key_id="t1")


@pytest.mark.parametrize("text", ["[]", '{"format":"other"}', '{"format":"yunpei-certificate-1"}', "x"])
def test_a_text_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own is one too
        content_of(text)
