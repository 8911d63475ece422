"""A small CSV is decided before a web framework would have been loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("command", ["decide", "policy"])
def test_deciding_loads_no_django(command: str) -> None:
    program = f"import sys, yunpei.commands.{command}, yunpei.policy.deciding; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
