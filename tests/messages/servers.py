"""A gateway and a mail server of one's own, on this machine: what they are sent is kept, and they can be made to refuse."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


class Gateway(ThreadingHTTPServer):
    """Takes requests as an SMS gateway does. status, answer: what it says; requests: method, path, headers, body."""

    status, answer = 200, b'{"code":0}'

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], str]] = []
        super().__init__(("127.0.0.1", 0), _Asked)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Asked(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = cast(Gateway, self.server)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        server.requests.append((self.command, self.path, dict(self.headers), body))
        self.send_response(server.status)
        if server.status == 302:
            self.send_header("Location", f"{server.url}/elsewhere")
        self.send_header("Content-Length", str(len(server.answer)))
        self.end_headers()
        self.wfile.write(server.answer)

    do_GET = do_POST  # noqa: N815  # the name that http.server looks for

    def log_message(self, *_said: Any) -> None:
        pass


class MailServer(socketserver.ThreadingTCPServer):
    """As much of SMTP (RFC 5321) as one mail needs. mails: recipient and source; refusing: says no to every recipient."""

    daemon_threads = allow_reuse_address = True
    refusing = False

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), _Spoken)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Spoken(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast(MailServer, self.server)
        self.wfile.write(b"220 here\r\n")
        whom = ""
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("RCPT TO"):
                whom = line.partition("<")[2].rstrip(">")
                self.wfile.write(b"550 no such mailbox\r\n" if server.refusing else b"250 ok\r\n")
            elif verb == "DATA":
                self.wfile.write(b"354 go on\r\n")
                server.mails.append((whom, self._mail()))
                self.wfile.write(b"250 kept\r\n")
            elif verb == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")

    def _mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """The server, answering until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
