"""What production refuses to start with, one fault at a time."""

from __future__ import annotations

import pytest

from yunpei.config.environment import Environment, Unsafe
from yunpei.config.keys import new_keys

KEYS = {f"YUNPEI_{name.upper()}": key for name, key in new_keys().items()}
SAFE = {
    **KEYS,
    "YUNPEI_ENV": "production",
    "YUNPEI_ALLOWED_HOSTS": "peixun.example.cn, www.example.cn",
    "DATABASE_URL": "postgresql://yunpei@db/yunpei",
    "YUNPEI_SENDER": "console",
}


def test_a_safe_production_starts() -> None:
    read = Environment.read(SAFE)
    assert read.problems() == []
    assert read.allowed_hosts == ("peixun.example.cn", "www.example.cn")
    assert read.production


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"YUNPEI_DEBUG": "1"}, "YUNPEI_DEBUG"),
        ({"YUNPEI_ALLOWED_HOSTS": ""}, "YUNPEI_ALLOWED_HOSTS"),
        ({"YUNPEI_ALLOWED_HOSTS": "*"}, "YUNPEI_ALLOWED_HOSTS"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL"),
        ({"YUNPEI_SECRET_KEY": ""}, "YUNPEI_SECRET_KEY"),
        ({"YUNPEI_SECRET_KEY": "secret"}, "YUNPEI_SECRET_KEY"),
        ({"YUNPEI_FIELD_KEYS": ""}, "YUNPEI_FIELD_KEYS"),
        ({"YUNPEI_BLIND_KEY": ""}, "YUNPEI_BLIND_KEY"),
        ({"YUNPEI_SENDER": ""}, "YUNPEI_SENDER"),
    ],
)
def test_an_unsafe_one_does_not_and_says_which(change: dict[str, str], named: str) -> None:
    (problem,) = Environment.read({**SAFE, **change}).problems()
    assert named in problem.zh
    assert named in problem.en


def test_everything_unsafe_is_said_at_once() -> None:
    assert len(Environment.read({"YUNPEI_ENV": "production", "YUNPEI_DEBUG": "1"}).problems()) == 7


def test_elsewhere_nothing_needs_to_be_set() -> None:
    assert Environment.read({}).problems() == []


def test_a_slip_in_the_kind_is_not_taken_for_development() -> None:
    with pytest.raises(Unsafe, match="prodution"):
        Environment.read({"YUNPEI_ENV": "prodution"})
