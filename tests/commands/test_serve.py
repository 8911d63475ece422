"""`yunpei serve` and `yunpei demo` as someone runs them: up, asked, stopped, and nothing left running."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

START = 150  # seconds; a demo builds its city first


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def processes_below(pid: int) -> list[int]:
    """The processes that a process started, in whichever thread, and those that they did."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(one) for task in tasks for one in task.read_text().split()]
    return children + [deeper for child in children for deeper in processes_below(child)]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def until(look: Callable[[], Any], seconds: float = START) -> Any:
    """Ask until there is an answer."""
    ends = time.monotonic() + seconds
    while True:
        try:
            if found := look():
                return found
        except OSError:
            if time.monotonic() > ends:
                raise
        assert time.monotonic() < ends
        time.sleep(0.1)


Start = Callable[..., tuple["subprocess.Popen[str]", str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a command that serves; what a test leaves running is ended."""
    started: list[subprocess.Popen[str]] = []
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("YUNPEI_", "DJANGO_", "DATABASE_URL"))
    }

    def start_it(*arguments: str) -> tuple[subprocess.Popen[str], str]:
        port = free_port()
        command = [sys.executable, "-m", "yunpei.cli", *arguments, "--port", str(port)]
        process = subprocess.Popen(
            command, env={**clean, "YUNPEI_LANG": "en"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process, f"http://127.0.0.1:{port}"

    yield start_it
    for process in started:
        if process.poll() is None:
            below = processes_below(process.pid)
            process.kill()
            for pid in filter(alive, below):
                os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=30)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_one_command_starts_all_and_stops_all(start: Start, tmp_path: Path, how: signal.Signals) -> None:
    process, address = start("serve", "--data", str(tmp_path))
    assert json.loads(until(lambda: get(f"{address}/readyz"))) == {
        "database": True, "migrations": True, "study_store": True,
    }  # fmt: skip
    below = processes_below(process.pid)
    commands = [Path(f"/proc/{pid}/cmdline").read_text() for pid in below]
    for lane in ("quick", "films"):
        assert any(f"yunpei.commands.worker\0{lane}" in command for command in commands)
    process.send_signal(how)
    assert process.wait(40) == 0
    assert not [pid for pid in below if alive(pid)]


def test_a_killed_server_leaves_no_worker_behind(start: Start, tmp_path: Path) -> None:
    process, address = start("serve", "--data", str(tmp_path))
    until(lambda: get(f"{address}/healthz"))
    below = processes_below(process.pid)
    assert len(below) >= 2
    process.kill()
    until(lambda: not [pid for pid in below if alive(pid)], 30)


def test_a_demo_says_how_to_get_in_and_keeps_its_city(start: Start, tmp_path: Path) -> None:
    data = tmp_path / "demo"
    process, address = start("demo", "--data", str(data))
    until(lambda: get(f"{address}/healthz"))
    process.terminate()
    said, _ = process.communicate(timeout=40)
    note = json.loads((data / "demo.json").read_text())
    assert address in said
    assert note["password"] in said

    process, address = start("demo", "--data", str(data))
    until(lambda: get(f"{address}/healthz"))
    process.terminate()
    assert note["password"] in process.communicate(timeout=40)[0]


def test_a_demo_leaves_a_real_site_alone(start: Start, tmp_path: Path) -> None:
    (tmp_path / "site.sqlite3").write_bytes(b"people's data")
    process, _ = start("demo", "--data", str(tmp_path), "--reset")
    assert process.wait(START) == 2
    assert process.stderr is not None
    assert "no demo" in process.stderr.read()
    assert (tmp_path / "site.sqlite3").read_bytes() == b"people's data"
