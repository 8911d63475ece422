"""Wuxi's online programme as if a share of it were paid in advance: a pack beside the shipped ones, for tests of advances."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT
from tests.casework import city
from yunpei.casework import programmes

PROGRAMME = "wuxi-2020-10/online-advanced"
PERCENT = 30
_SHARE = """
[advance_percent]
unit = "percent"
zh = "预支比例"
en = "Share paid in advance"
[[advance_percent.values]]
value = {percent}
source = "虚构"
link = "https://example.invalid/"
verified = true
last_confirmed_on = 2026-11-22
"""
_ONCE_RULE = '            "project_once": o.every(before, lambda b: b.project != line.project),\n'
_ONCE_CHECK = """[[checks]]
id = "project_once"
zh = "同一培训项目不得重复享受补贴"
en = "The same training project has not been paid for this person before"
clause = "二（二）.1"
force = "must"

"""


def paid_in_advance(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    percent: int = PERCENT,
    account: str = "firm",
    *,
    project_once: bool = False,
) -> None:
    """Let the city's filings be under that programme until the end of the test. account: whose money it is, firm or person.

    project_once: nobody is paid twice for the same project, as in Dalian.
    """
    version = folder / "packs" / PROGRAMME / "2020-01-26"
    shutil.copytree(ROOT / "policies" / "wuxi-2020-10" / "online" / version.name, version)
    shutil.copy(ROOT / "policies" / "wuxi-2020-10" / "circular.toml", folder / "packs" / "wuxi-2020-10")
    shutil.rmtree(version / "examples")
    rule = (version / "rule.py").read_text(encoding="utf-8")
    assert rule.count("        },\n    )") == 1
    rule = rule.replace("        },\n    )", "        },\n        params.advance_percent,\n    )")
    text = (version / "programme.toml").read_text(encoding="utf-8")
    if project_once:
        rule = rule.replace('            "cap_left"', _ONCE_RULE + '            "cap_left"')
        text = text.replace('[[checks]]\nid = "cap_left"', _ONCE_CHECK + '[[checks]]\nid = "cap_left"')
        text = text.replace("facts = [", 'facts = [\n  "project",', 1)
    (version / "rule.py").write_text(rule, encoding="utf-8")
    text = text.replace(
        "[public_notice]", '[advance]\nassumes = ["completed"]\nclause = "二（二）.1"\n\n[public_notice]'
    )
    text = text.replace('payee_account = "firm"', f'payee_account = "{account}"')
    (version / "programme.toml").write_text(text, encoding="utf-8")
    (version / "parameters" / "advance.toml").write_text(_SHARE.format(percent=percent), encoding="utf-8")
    before = os.environ.get("YUNPEI_POLICIES", "")
    monkeypatch.setenv("YUNPEI_POLICIES", os.pathsep.join(filter(None, (before, str(folder / "packs")))))
    monkeypatch.setattr(city, "PROGRAMME", PROGRAMME)
    monkeypatch.setattr(programmes, "is_usable", lambda pack: True)  # officers' approval of packs has tests of its own
    programmes.loaded.cache_clear()
    programmes._planned.cache_clear()
