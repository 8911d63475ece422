"""A PostgreSQL of one's own for one command: `python -m tests.postgres COMMAND …` runs it with DATABASE_URL set.

Uses DATABASE_URL where it is set already. Else a cluster in a temporary folder, made from the machine's server programs,
reached by a socket, gone when the command ends. The server refuses to run as root, so root runs it as `postgres`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

# A test's data may be lost with the machine; what is tested is locking and constraints.
OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


def programs() -> Path | None:
    """The folder with the newest initdb on this machine; None where there is no server."""
    placed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if placed:
        return max(placed, key=lambda folder: int(folder.parent.name.split(".")[0]))
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def as_owner(command: Sequence[str]) -> list[str]:
    """The command as the user that a server may run as."""
    if os.getuid() != 0:
        return list(command)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; gives its URL. Raises FileNotFoundError where the machine has none."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("no PostgreSQL server on this machine; as root: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="yunpei-pg-"))
    try:
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(home, owner.pw_uid, owner.pw_gid)
        data = home / "data"

        def run(program: str, *arguments: str) -> None:
            command = as_owner([str(folder / program), *arguments])
            subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL)

        run("initdb", "--pgdata", str(data), "--username", "yunpei", "--auth", "trust", "--encoding", "UTF8", "--no-sync",
            "--locale", "C.UTF-8")  # fmt: skip
        control = ("--pgdata", str(data), "--wait", "--silent")
        run("pg_ctl", "start", *control, "--log", str(home / "log"), "--options", f"{OPTIONS} -k {home}")
        try:
            yield f"postgresql://yunpei@/postgres?host={home}"
        finally:
            run("pg_ctl", "stop", *control, "--mode", "immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(command: Sequence[str]) -> int:
    """Run the command beside a server, and give its exit code."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    # Ctrl-C and the time limit reach the command too; the server is stopped once it has ended.
    signal.signal(signal.SIGINT, lambda *_: None)
    with cluster() as url:
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
