"""Time-stamps of a local authority that openssl plays."""

from __future__ import annotations

import base64
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.conftest import IN_CI
from tests.evidence.log.conftest import AT, BY, happened
from yunpei.evidence.log import queries
from yunpei.evidence.log.checkpoints import checkpoint_make, stamp_take
from yunpei.evidence.log.time_stamps import accept, fetch, query
from yunpei.evidence.study import Study

CONFIG = """
[req]
distinguished_name = name
x509_extensions = stamps
prompt = no
[name]
CN = invented authority
[stamps]
extendedKeyUsage = critical,{usage}
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
default_policy = 1.2.3.4
digests = sha256, sha512
signer_digest = {digest}
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """openssl as an RFC 3161 authority."""

    def __init__(self, folder: Path, kind: str, digest: str) -> None:
        self.folder = folder
        self._config("timeStamping", digest)
        key = ["-newkey", "rsa:2048"] if kind == "rsa" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        self._openssl("req", "-x509", *key, "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-config", "tsa.cnf")
        (folder / "serial").write_text("01\n")

    def _config(self, usage: str, digest: str) -> None:
        (self.folder / "tsa.cnf").write_text(CONFIG.format(folder=self.folder, usage=usage, digest=digest))

    def _openssl(self, *words: str) -> str:
        done = subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def reply(self, asked: bytes) -> bytes:
        (self.folder / "asked").write_bytes(asked)
        self._openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked", "-out", "reply")
        return (self.folder / "reply").read_bytes()

    def verifies(self, token: bytes, data: bytes, root: Path | None = None) -> bool:
        """As docs/evidence.md tells an auditor to; root: the certificate that is trusted, this authority's own where none is given."""
        (self.folder / "1.token").write_bytes(token)
        (self.folder / "1.txt").write_bytes(data)
        trusted = str(root or self.folder / "tsa.pem")
        words = ("openssl", "ts", "-verify", "-token_in", "-in", "1.token", "-data", "1.txt", "-CAfile", trusted)
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) is ("Verification: OK" in done.stdout + done.stderr)
        return done.returncode == 0


@pytest.fixture(params=[("rsa", "sha256"), ("ec", "sha512")], ids=["rsa", "ec"])
def authority(tmp_path: Path, request: pytest.FixtureRequest) -> Authority:
    if shutil.which("openssl") is None:
        (pytest.fail if IN_CI else pytest.skip)("no openssl on this machine; as root: apt-get install openssl")
    return Authority(tmp_path, *request.param)


@pytest.fixture
def address(authority: Authority) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            found = authority.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(found)

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_stamp_of_openssl_is_taken_and_verified_by_openssl(authority: Authority, address: str) -> None:
    token = fetch(address, b"a checkpoint")
    assert len(token.certificate) == 64
    assert authority.verifies(token.token, b"a checkpoint")
    assert not authority.verifies(token.token, b"another checkpoint")


def test_a_stamp_of_another_authority_does_not_verify(authority: Authority, address: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "ec", "sha256")
    nonce = 1 << 62 | 7
    theirs = accept(other.reply(query(b"a checkpoint", nonce)), b"a checkpoint", nonce)
    assert other.verifies(theirs.token, b"a checkpoint")
    assert not authority.verifies(theirs.token, b"a checkpoint")
    assert not other.verifies(fetch(address, b"a checkpoint").token, b"a checkpoint")
    assert theirs.certificate != fetch(address, b"a checkpoint").certificate


def test_a_stamp_that_is_not_ours_is_refused(authority: Authority) -> None:
    nonce = 1 << 62 | 12345
    reply = authority.reply(query(b"this", nonce))
    assert accept(reply, b"this", nonce).token in reply
    with pytest.raises(ValueError, match="something else"):
        accept(reply, b"that", nonce)
    with pytest.raises(ValueError, match="another query"):
        accept(reply, b"this", nonce + 1)


def test_a_stamp_that_was_changed_is_refused(authority: Authority) -> None:
    """Whatever byte of the answer is flipped: refused, or of no account to what the token says and who signed it."""
    nonce = 1 << 62 | 99
    reply = authority.reply(query(b"this", nonce))
    right = accept(reply, b"this", nonce)
    found = 0
    for place in range(0, len(reply), 3):
        touched = reply[:place] + bytes([reply[place] ^ 0x10]) + reply[place + 1 :]
        try:
            assert accept(touched, b"this", nonce)[1:] == right[1:]
        except ValueError:
            found += 1
    assert found > len(reply) // 6


@pytest.mark.parametrize(
    "reply", [b"", b"<html>", b"\x30\x03\x02\x01\x02", b"\x30\x80", b"\x30\x05\x30\x03\x02\x01\x02"]
)
def test_what_is_no_stamp(reply: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - in whatever words
        accept(reply, b"this", 1)


def test_only_the_web_is_asked() -> None:
    with pytest.raises(ValueError, match="http"):
        fetch("file:///etc/passwd", b"")


@pytest.mark.django_db
def test_the_last_checkpoint_is_stamped_once(authority: Authority, address: str, study: Study, settings) -> None:
    happened()
    checkpoint_make(by=BY, at=AT)
    settings.YUNPEI_TIME_STAMPS = ""
    assert stamp_take(at=AT) == 0
    settings.YUNPEI_TIME_STAMPS = address
    assert stamp_take(at=AT) == 1
    assert stamp_take(at=AT) == 0
    card = queries.checkpoint(1)
    token = base64.b64decode(card.token)
    assert authority.verifies(token, f"{card.text}\n{card.signature}".encode())
    another = card.text.replace(card.root, "0" * 64)  # the same stamp cannot stand for another root
    assert not authority.verifies(token, f"{another}\n{card.signature}".encode())
    assert card.stamped_at is not None
