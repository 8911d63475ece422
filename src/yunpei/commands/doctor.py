"""`yunpei doctor`: what this machine and this site lack, what for, and how to get it. Changes nothing."""

from __future__ import annotations

import argparse
import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yunpei.commands.site import add_data, data_folder
from yunpei.common.display import table
from yunpei.common.language import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for. needed: a site cannot run without it; otherwise only the named part cannot."""

    what: Text
    found: str
    needed: bool
    mend: Text

    @property
    def there(self) -> bool:
        """Whether it was found."""
        return bool(self.found)


def main(arguments: Sequence[str]) -> int:
    """Print every finding. Returns 1 where something needed is missing."""
    parser = argparse.ArgumentParser(prog="yunpei doctor")
    add_data(parser)
    keys = Text("打印一组新密钥，供正式运行时放进环境变量", "print a fresh set of keys for a production environment")
    parser.add_argument("--new-keys", action="store_true", help=str(keys))
    given = parser.parse_args(list(arguments))
    if given.new_keys:
        return _print_keys()
    findings = [*machine(), *site(data_folder(given.data))]
    print(_shown(findings))
    missing = [one for one in findings if not one.there]
    for one in missing:
        print(f"\n{one.what}\n  {one.mend}")
    return 1 if any(one.needed for one in missing) else 0


def _print_keys() -> int:
    from yunpei.config.keys import new_keys

    for name, key in new_keys().items():
        print(f"YUNPEI_{name.upper()}={key}")
    return 0


def _shown(findings: list[Finding]) -> str:
    missing, unneeded = str(Text("缺", "missing")), str(Text("缺（可选）", "missing, optional"))
    rows = [(str(one.what), one.found or (missing if one.needed else unneeded)) for one in findings]
    return table((str(Text("项目", "part")), str(Text("结果", "found"))), rows)


def machine() -> Iterator[Finding]:
    """What the machine has."""
    pango = ctypes.util.find_library("pangoft2-1.0") or ""
    fonts = first_line("fc-match", "Noto Sans CJK SC", "file", wanted="CJK")
    browser = which("chromium", "google-chrome")
    yield Finding(Text("Pango（生成 PDF）", "Pango, makes PDF"), pango, True, _apt("libpango-1.0-0 libpangoft2-1.0-0"))
    yield Finding(Text("中文字体（PDF）", "Chinese fonts, for PDF"), fonts, True, _apt("fonts-noto-cjk"))
    yield Finding(Text("Chromium（浏览器测试）", "Chromium, for browser tests"), browser, False, _apt("chromium"))
    yield Finding(Text("pdftotext（测试）", "pdftotext, for tests"), which("pdftotext"), False, _apt("poppler-utils"))
    yield Finding(Text("PostgreSQL（测试）", "PostgreSQL server, for tests"), postgres(), False, _apt("postgresql"))


def site(data: Path) -> Iterator[Finding]:
    """What the site in a data folder has; nothing is made."""
    nearest = next(folder for folder in (data, *data.parents) if folder.exists())
    yield Finding(
        Text("数据目录可写", "data folder writable"),
        str(data) if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK) else "",
        True,
        Text(
            f"{nearest} 不可写；请改权限，或用 --data 指定别的目录",
            f"{nearest} cannot be written; change its rights, or name another folder: --data",
        ),
    )
    problems = _problems()
    yield Finding(
        Text("设置安全", "settings safe"),
        "" if problems else os.environ.get("YUNPEI_ENV", "development"),
        True,
        Text("；".join(one.zh for one in problems), "; ".join(one.en for one in problems)),
    )
    yield Finding(Text("验证码和消息", "codes and messages"), _sender(), True, Text("", ""))
    given = all(os.environ.get(name) for name in ("YUNPEI_SECRET_KEY", "YUNPEI_FIELD_KEYS", "YUNPEI_BLIND_KEY"))
    kept = data / "keys.json"
    yield Finding(
        Text("密钥", "keys"),
        "环境变量 environment"
        if given
        else str(kept)
        if kept.exists()
        else str(Text("首次启动时生成", "made at the first start")),
        True,
        Text("", ""),
    )


def _sender() -> str:
    from yunpei.config.sending import Sending

    sending = Sending.read(os.environ)
    alone = Text("；手机号收不到", "; nothing reaches phone numbers") if sending.ways == ("smtp",) else ""
    return f"{sending.described()}{alone}"


def _problems() -> list[Text]:
    from yunpei.config.environment import Unsafe, current

    try:
        return current().problems()
    except Unsafe as error:
        return error.problems


def _apt(packages: str) -> Text:
    return Text(f"以 root 运行：apt-get install {packages}", f"as root: apt-get install {packages}")


def which(*programs: str) -> str:
    """The first of the programs that is on the path, or ""."""
    return next((found for found in map(shutil.which, programs) if found), "")


def postgres() -> str:
    """Where PostgreSQL's initdb is, or ""; Debian keeps it off the path."""
    return which("initdb") or _newest_initdb()


def _newest_initdb() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return str(found[-1]) if found else ""


def first_line(program: str, *arguments: str, wanted: str) -> str:
    """What a program prints, when it is there and `wanted` is in it; else ""."""
    if shutil.which(program) is None:
        return ""
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return done.stdout.strip() if wanted in done.stdout else ""
