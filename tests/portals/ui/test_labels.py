"""What holds for every template and every word on it, without opening a page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.tree import ROOT, report, shown
from yunpei.casework.types import CaseKind, CaseState, LineState, ObjectionState, Source
from yunpei.funds.bank import KINDS
from yunpei.funds.queries import LEVELS
from yunpei.funds.types import AccountKind, BatchState, PaymentState, RecoveryKind, RecoveryState
from yunpei.policy.types import Force, Outcome
from yunpei.policy.words import WORKER_KINDS
from yunpei.portals.ui import labels
from yunpei.training.types import ClassState, Mode

PORTALS = ROOT / "src" / "yunpei" / "portals"
LONGEST = 150
TEMPLATES = sorted(PORTALS.rglob("templates/**/*.html"))
# What the site's content policy would block, and what would contact another host.
INLINE = re.compile(
    r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:|https?://(?!www\.w3\.org)", re.IGNORECASE
)


def name_of(path: Path) -> str:
    return str(path).rpartition("/templates/")[2]


def faults_of(text: str) -> list[str]:
    return INLINE.findall(text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_template_compiles_and_is_short(path: Path) -> None:
    get_template(name_of(path))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_nothing_inline_and_no_other_host() -> None:
    sources = [*TEMPLATES, *PORTALS.rglob("static/**/*.js"), *PORTALS.rglob("static/**/*.css")]
    report([f"{shown(one)}: {found}" for one in sources for found in faults_of(one.read_text(encoding="utf-8"))])


@pytest.mark.parametrize(
    "text", ['<p style="x">', "<script>x</script>", '<a onclick="x">', '<img src="https://elsewhere.example/x.png">']
)
def test_the_guard_sees(text: str) -> None:
    assert faults_of(text)
    assert not faults_of('<script src="/static/x.js" defer></script>')


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("claim", CaseState),
        ("class_filing", CaseState),
        ("line", LineState),
        ("outcome", Outcome),
        ("class", ClassState),
        ("objection", ObjectionState),
        ("payment", [*BatchState, *PaymentState]),
        ("account", AccountKind),
        ("recovery", RecoveryState),
    ],
)
def test_every_state_has_its_word(table: str, values: list[str]) -> None:
    assert {str(value) for value in values} <= set(labels.TABLES[table])


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("kind", CaseKind),
        ("mode", Mode),
        ("source", Source),
        ("force", Force),
        ("worker_kind", WORKER_KINDS),
        ("recovery_kind", RecoveryKind),
        ("payee_account", KINDS),
        ("money_level", LEVELS),
    ],
)
def test_every_coded_value_has_its_word(table: str, values: list[str]) -> None:
    assert {str(value) for value in values} <= set(labels.WORDS[table])
