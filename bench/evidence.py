"""A checkpoint over a million leaves beside bare SHA-256 of the same bytes; checking a class of 200 beside reading it.

.venv/bin/python -m bench.evidence
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench.claims import tell
from yunpei.evidence import engine, verifier
from yunpei.evidence.dossier import Draft
from yunpei.evidence.merkle import Tree, in_memory, leaf_hash
from yunpei.evidence.receipt import Keyring, sign
from yunpei.evidence.rules import CURRENT
from yunpei.evidence.types import Claim, Session
from yunpei.evidence.verifier import canonical

LEAVES, LEAF_BYTES = 1_000_000, 300
PEOPLE, SESSIONS, BEATS = 200, 4, 60
RUNS = 5
KEYS = Keyring("b1", {"b1": b"only-for-the-bench-only-for-bench"})
SIGNER = Ed25519PrivateKey.from_private_bytes(b"b" * 32)
AT = "2020-06-01T00:00:00.000Z"


def timed(run: Callable[[], object], runs: int = RUNS) -> float:
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return median(found)


def checkpoint() -> None:
    texts = [os.urandom(LEAF_BYTES) for _ in range(LEAVES)]
    pairs = [b"\1" + one[:64] for one in texts[1:]]

    def bare() -> None:
        for one in texts:
            hashlib.sha256(one).digest()
        for one in pairs:
            hashlib.sha256(one).digest()

    def ours() -> None:
        in_memory([leaf_hash(one) for one in texts]).root(LEAVES)

    mine, limit = timed(ours, 5), timed(bare, 5)
    tell(
        "a checkpoint over 1,000,000 leaves, beside bare SHA-256 of the same bytes",
        mine / limit,
        2,
        f"{mine:.2f} s and {limit:.2f} s; {LEAVES:,} leaves of {LEAF_BYTES} bytes and the {LEAVES - 1:,} nodes over them",
    )


def signed(text: str) -> str:
    return base64.b64encode(SIGNER.sign(text.encode())).decode()


def receipts(person: int, session: int) -> list[str]:
    """A session as the study clock writes it, a heartbeat every 15 seconds."""
    opened = 1_583_020_800_000 + session * 3_600_000
    whose = Session(
        f"s-{person}-{session}", opened, f"p-{person}", "c", f"l-{session}", "video", 3_600_000, CURRENT.version,
        "d" * 43, 0, CURRENT.cap, 2**53, "",
    )  # fmt: skip
    state = engine.first(whose)
    found = [sign(whose, state, None, "", KEYS)]
    for beat in range(1, BEATS):
        claim = Claim(True, True, 100, None, 15_000 * beat)
        state = engine.advance(whose, state, claim, opened + 15_000 * beat, CURRENT, partial(KEYS.draw, KEYS.current))
        found.append(sign(whose, state, claim, found[-1].text, KEYS))
    return [one.text for one in found]


def proofs(leaves: list[tuple[tuple[str, int], bytes]], tree: Tree) -> Iterator[dict[str, object]]:
    for number, ((file, line), _) in enumerate(leaves):
        path = [one.hex() for one in tree.inclusion(number, len(leaves))]
        yield {"file": file, "line": line, "leaf": number, "path": path}


def dossier(folder: Path) -> Path:
    """A class of 200 that nobody ever held, in the form of a real one."""
    held = {"class": "c", "number": "B1", "hour_seconds": 2700, "accumulate": "class"}
    people = [f"p-{person}" for person in range(PEOPLE)]
    sums, line, tips = verifier.Study(held, set(people)), 0, []
    draft, rows = Draft(folder), []
    for person in range(PEOPLE):
        for session in range(SESSIONS):
            for text in receipts(person, session):
                line += 1
                sums.take(line, text)
                rows.append({"receipt": text})
            tips.append((("receipts.jsonl", line), leaf_hash(text.encode())))
    sums.settle()
    draft.put_records("class.jsonl", [held])
    draft.put_records("roster.jsonl", ({"person": one} for one in people))
    draft.put_records("receipts.jsonl", rows)
    draft.put_records("study.jsonl", (sums.total(one) for one in people))
    for name in ("plan", "events", "exam", "certificates", "decision", "stamps"):
        draft.put(f"{name}.jsonl", [])
    draft.put_bytes("dossier.pdf", b"")
    seal = canonical({"verb": "dossier", "class": "c", "detail": {"files": draft.sealed()}})
    draft.put("seal.jsonl", [seal])
    leaves = [*tips, (("seal.jsonl", 1), leaf_hash(seal.encode()))]
    tree, size = in_memory([leaf for _, leaf in leaves]), len(leaves)
    public = base64.b64encode(SIGNER.public_key().public_bytes_raw()).decode()
    draft.put_records("keys.jsonl", [{"key": "b1", "algorithm": "ed25519", "public": public}])
    note = {"format": "yunpei-checkpoint-1", "number": 1, "size": size, "root": tree.root(size).hex(), "at": AT}
    text = canonical({**note, "previous": "", "hash": "sha256", "tree": "rfc6962", "algorithm": "ed25519", "key": "b1"})
    draft.put_records("checkpoints.jsonl", [{"text": text, "signature": signed(text), "consistency": []}])
    draft.put_records("proofs.jsonl", proofs(leaves, tree))
    out = folder / "F.zip"
    draft.finish(out, number="B1", key="b1", sign=signed)
    return out


def verify() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = dossier(Path(folder))

        def read() -> None:
            with zipfile.ZipFile(out) as archive:
                for name in archive.namelist():
                    hashlib.sha256(archive.read(name)).digest()

        mine, limit = timed(lambda: verifier.check(out)), timed(read)
        lines = PEOPLE * SESSIONS * BEATS
        tell(
            "checking the dossier of a class of 200, beside unpacking and hashing it",
            mine / limit,
            20,
            f"{mine:.2f} s and {limit:.2f} s; {lines:,} receipts, {lines / mine:,.0f} a second, {out.stat().st_size >> 20} MiB",
        )


def main() -> None:
    checkpoint()
    verify()


if __name__ == "__main__":
    main()
