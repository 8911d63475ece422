"""`yunpei serve`: site, study clock and background workers, started and stopped together."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from yunpei.commands.site import add_data, open_site, ready
from yunpei.common.lanes import Lane
from yunpei.common.language import Text

PORT = 8000
# Every player keeps its connection between two heartbeats: of 2,000 with granian's own limit of 1,024 the others waited 20 s.
BACKLOG, CONNECTIONS = 4_096, 16_384


def main(arguments: Sequence[str]) -> int:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="yunpei serve")
    add_data(parser)
    add_address(parser)
    said = Text(
        "只做哪些后台任务；默认全部，不写类别就一个也不做",
        "which background jobs; all by default, none if none is named",
    )
    parser.add_argument("--lanes", type=Lane, choices=list(Lane), nargs="*", default=list(Lane), help=str(said))
    given = parser.parse_args(list(arguments))
    open_site(given.data)
    code = prepare()
    return code or serve(host=given.host, port=given.port, lanes=given.lanes)


def add_address(parser: argparse.ArgumentParser) -> None:
    """Take --host and --port: where the site listens."""
    host = Text("监听地址；默认只限本机", "address to listen on; this machine alone by default")
    parser.add_argument("--host", default="127.0.0.1", help=str(host))
    parser.add_argument("--port", type=int, default=PORT, help=str(Text("端口", "port")))


def prepare() -> int:
    """Make the open site ready to serve: tables and static files. Returns 0, or 2 with the reason printed."""
    from django.conf import settings
    from django.core.management import call_command

    if code := ready():
        return code
    if settings.YUNPEI_ENV in ("demo", "production"):
        call_command("collectstatic", interactive=False, verbosity=0)
    else:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none
    return 0


def serve(*, host: str, port: int, lanes: Sequence[Lane] = tuple(Lane)) -> int:
    """Run server and a worker for each lane until SIGTERM or SIGINT. The site must be open and prepared."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from yunpei.config.orphans import SERVED_BY

    os.environ[SERVED_BY] = str(os.getpid())
    # One process: the study clock holds open sessions in memory and writes their receipts in groups.
    server = Server(
        "yunpei.config.asgi:app",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    )
    workers = [WorkerProcess(lane) for lane in lanes]
    for worker in workers:
        worker.start()
    try:
        server.serve()
    finally:
        for worker in workers:
            worker.tell()
        for worker in workers:
            worker.wait()
    return 0


class WorkerProcess:
    """A lane's background worker as a child that is started again when it dies, until it is stopped."""

    WAIT = 2.0  # seconds before it is started again
    PATIENCE = 20.0  # seconds for a job to end before it is cut off; its lease brings it back

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start it, and a thread that looks after it."""
        self._keeper.start()

    def tell(self) -> None:
        """Let it end its job and stop."""
        self._stopping.set()
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()

    def wait(self) -> None:
        """Wait for it, after `tell`."""
        self._keeper.join(self.PATIENCE + self.WAIT)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            command = [sys.executable, "-m", "yunpei.commands.worker", self._lane.value]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own program
            while self._child.poll() is None and not self._stopping.wait(0.2):
                pass
            if self._child.poll() is None:
                self._end()
            elif not self._stopping.is_set():
                ended = Text("后台任务进程意外退出，正在重启", "the background worker ended; starting it again")
                print(ended, file=sys.stderr)
                self._stopping.wait(self.WAIT)

    def _end(self) -> None:
        assert self._child is not None
        self._child.terminate()
        try:
            self._child.wait(self.PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
