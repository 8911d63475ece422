"""A city's own face service: off unless set, and never in a learner's way."""

from __future__ import annotations

from typing import Any

import pytest

from yunpei.learning.identity import service


def knows(*, reference: bytes, taken: bytes) -> bool:
    """A service that goes by the first byte."""
    return reference[:1] == taken[:1]


def is_down(*, reference: bytes, taken: bytes) -> bool:
    """A service that is not there."""
    raise TimeoutError("no answer")


def test_without_one_a_person_looks(settings: Any) -> None:
    settings.YUNPEI_IDENTITY_CHECK = ""
    assert not service.in_use()
    assert service.compared(b"a", b"a") is None


@pytest.mark.parametrize(("taken", "says"), [(b"a1", True), (b"b", False)])
def test_the_one_that_is_set_answers(settings: Any, taken: bytes, says: bool) -> None:
    settings.YUNPEI_IDENTITY_CHECK = f"{__name__}.knows"
    assert service.in_use()
    assert service.compared(b"a", taken) is says


def test_one_that_is_down_is_as_none(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.YUNPEI_IDENTITY_CHECK = f"{__name__}.is_down"
    assert service.compared(b"a", b"a") is None
    assert "TimeoutError" in caplog.text
    assert "no answer" not in caplog.text
