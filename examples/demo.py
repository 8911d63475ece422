"""Decide every example roster with the `yunpei` command and print what a user would see: `make examples`."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
YUNPEI = Path(sys.executable).parent / "yunpei"
MARKED = "var/demo/{}-marked.xlsx"  # left there, to be opened
WUXI = ("decide", "wuxi-2020-10/online")
DALIAN = ("decide", "dalian-2020-41/sme-training")
# The circular ends "with the epidemic" and names no day: the bureau sets it. The awards are money paid before.
GIVEN = ("--param", "epidemic_until=2020-12-31", "--history", "examples/dalian-awards.xlsx")

# What it shows · the arguments · the exit code that it must have.
STEPS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("无锡：按标准列名填写的花名册 / Wuxi, a clean roster", (*WUXI, "examples/wuxi-clean.xlsx"), 0),
    (
        "同样的人，实际常见的写法（GB18030） / the same people, as offices send them",
        (*WUXI, "examples/wuxi-messy.csv"),
        0,
    ),
    ("第13行怎样算出 / how row 13 comes about", (*WUXI, "examples/wuxi-clean.xlsx", "--explain", "13"), 0),
    (
        "填错的格：逐一列出，不作计算，另存标注副本 / bad cells: each listed, nothing decided, a marked copy written",
        (*WUXI, "examples/wuxi-wrong.xlsx", "--errors", MARKED.format("wuxi")),
        2,
    ),
    (
        "大连：花名册和此前已发的补贴 / Dalian, with money paid before",
        (*DALIAN, "examples/dalian-clean.xlsx", *GIVEN),
        0,
    ),
    (
        "同样的人，实际常见的写法 / the same people, as offices send them",
        (*DALIAN, "examples/dalian-messy.xlsx", *GIVEN),
        0,
    ),
    (
        "填错的格 / bad cells",
        (*DALIAN, "examples/dalian-wrong.csv", *GIVEN, "--errors", MARKED.format("dalian")),
        2,
    ),
)


def main() -> int:
    """Run the steps from the root of the repository. Returns 1 if a step ends otherwise than it must."""
    unexpected = 0
    (ROOT / MARKED).parent.mkdir(parents=True, exist_ok=True)
    for title, arguments, code in STEPS:
        print(f"\n━━ {title}\n$ {shlex.join(['yunpei', *arguments])}\n", flush=True)
        ended = subprocess.run([str(YUNPEI), *arguments], cwd=ROOT, stderr=subprocess.STDOUT, check=False).returncode
        print(f"\n(exit {ended})", flush=True)
        if ended != code:
            print(f"This step must end with {code}: {title}", file=sys.stderr)
            unexpected += 1
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
