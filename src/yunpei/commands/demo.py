"""`yunpei demo`: a fresh site with an invented city in it, served at once. Its clock stands in 2020 until you move it."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from yunpei.commands.serve import add_address, prepare, serve
from yunpei.commands.site import add_data, data_folder, migrate, open_site
from yunpei.common.clock import SHANGHAI
from yunpei.common.display import table
from yunpei.common.language import Text

NOTE = "demo.json"  # says that a folder holds a demo, which may be thrown away; password and accounts are in it
STARTS = datetime(2020, 6, 1, 9, 0, tzinfo=SHANGHAI)  # where the clock stands if the city does not set it
# What a demo puts into its data folder: --reset removes these, and nothing else that may lie there.
OURS = ("site.sqlite3", "study.sqlite3", "files", "static", "keys.json", "paper-seal.pem", NOTE)


def main(arguments: Sequence[str]) -> int:
    """Build the city where there is none yet, print the way in, serve."""
    parser = argparse.ArgumentParser(prog="yunpei demo")
    add_data(parser)
    add_address(parser)
    parser.add_argument("--reset", action="store_true", help=str(Text("从头再建一座", "throw it away and build anew")))
    given = parser.parse_args(list(arguments))
    folder = data_folder(given.data)
    if os.environ.pop("DATABASE_URL", ""):  # never an invented city inside a real database
        print(
            Text("演示只用自己的 SQLite，忽略 DATABASE_URL", "a demo keeps to its own SQLite; DATABASE_URL is ignored"),
            file=sys.stderr,
        )
    if not _ours_to_use(folder, reset=given.reset):
        return 2
    open_site(folder, kind="demo")
    note = _note(folder) or _build(folder)
    if code := prepare():
        return code
    _greet(note, f"http://{given.host}:{given.port}/")
    return serve(host=given.host, port=given.port)


def _ours_to_use(folder: Path, *, reset: bool) -> bool:
    """Whether the folder is empty or a demo's; a demo's is emptied for `reset`. A real site is never touched."""
    is_demo = (folder / NOTE).exists()
    if not is_demo and (folder / "site.sqlite3").exists():
        message = Text(
            f"{folder} 里已有一个不是演示的站点，没有改动它；请用 --data 指定别的目录",
            f"{folder} holds a site that is no demo, and was left alone; name another folder: --data",
        )
        print(message, file=sys.stderr)
        return False
    if is_demo and reset:
        for path in [match for name in OURS for match in folder.glob(f"{name}*")]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return True


def _note(folder: Path) -> dict[str, Any] | None:
    place = folder / NOTE
    if not place.exists():
        return None
    note: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return note if note.get("complete") else None


def _build(folder: Path) -> dict[str, Any]:
    """Migrate, build, and leave the note. A note without `complete` marks a building that was broken off."""
    from yunpei.common import clock

    print(Text("正在建立演示城市……", "building the demo city …"), file=sys.stderr)
    note: dict[str, Any] = {"complete": False, "password": _password(), "accounts": []}
    place = folder / NOTE
    for leftover in folder.glob("site.sqlite3*"):  # of a building that was broken off
        leftover.unlink()
    place.write_text(json.dumps(note), encoding="utf-8")
    place.chmod(0o600)
    migrate()
    clock.move(STARTS)
    if find_spec("yunpei.demo.city"):
        accounts = import_module("yunpei.demo.city").build(password=note["password"])
        note["accounts"] = [[one.login, one.what.zh, one.what.en] for one in accounts]
    note["complete"] = True
    place.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    return note


def _password() -> str:
    """Easy to type, different for each demo: someone may open one to the network."""
    letters = "abcdefghijkmnpqrstuvwxyz"
    return "".join(secrets.choice(letters) for _ in range(8)) + "-" + f"{secrets.randbelow(9000) + 1000}"


def _greet(note: dict[str, Any], address: str) -> None:
    print(Text(f"演示城市：{address}", f"the demo city: {address}"))
    print(Text(f"所有账号的密码：{note['password']}", f"password of every account: {note['password']}"))
    if note["accounts"]:
        rows = [(login, str(Text(zh, en))) for login, zh, en in note["accounts"]]
        print(table((str(Text("账号", "account")), str(Text("可以做什么", "what to try"))), rows))
    print(Text("按 Ctrl-C 停止", "Ctrl-C stops it"), flush=True)
