"""Checks a class dossier (一班一档) without a database, a network, or the program that wrote it.

    python -I verify.py DOSSIER.zip [--key BASE64]

Needs Python 3.11 and `cryptography`, nothing else. Exit 0: everything holds, and a summary. Exit 1: the first thing that does
not, by file and line. Exit 2: no dossier at all. --key: the site's public key as it publishes it; without it the file's own
key is believed, and shown so that it can be compared. What this proves and what not is in docs/evidence.md of the project;
`yunpei evidence verify` is this same file, which imports nothing of it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import sys
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

# What the sealing event binds; the rest proves it. Every dossier has exactly these files, in this order.
RECORDS = (
    "class.jsonl", "plan.jsonl", "roster.jsonl", "study.jsonl", "receipts.jsonl", "events.jsonl", "meetings.jsonl",
    "records.jsonl", "exam.jsonl", "practical.jsonl", "certificates.jsonl", "decision.jsonl", "dossier.pdf",
)  # fmt: skip
MANIFEST = "manifest.jsonl"
FILES = (
    "README.txt", "verify.py", *RECORDS, "seal.jsonl", "keys.jsonl", "checkpoints.jsonl", "stamps.jsonl", "proofs.jsonl", MANIFEST,
)  # fmt: skip
LONGEST_LINE = 64 << 20  # bytes: the manifest of a large class is one line
LARGEST, LARGEST_RECEIPTS = 256 << 20, 8 << 30  # receipts are read line by line and never held
DAY_MS, SHANGHAI_MS = 86_400_000, 28_800_000
Value = dict[str, Any]
_at: list[Any] = ["", 0]  # file and line being read: what a fault, also an unforeseen one, is blamed on


class Fault(Exception):
    """What does not hold: file, line (0: the whole file), and why, in both languages."""

    def __init__(self, file: str, line: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.file, self.line, self.zh, self.en = file, line, zh, en


class NoDossier(Exception):
    """Not a file that could be one."""


def need(holds: object, zh: str, en: str) -> None:
    """Go on if it holds. Raises Fault for the line being read."""
    if not holds:
        raise Fault(_at[0], _at[1], zh, en)


def canonical(value: Any) -> str:
    """JSON with sorted keys, no blanks, UTF-8: the one form in which records are hashed and signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of a leaf."""
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962, 2.1: the hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def _climb(place: int, last: int, start: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """From a node and its place up to the root, as RFC 9162 climbs: (by left neighbours alone, by all of them)."""
    left = both = start
    for one in path:
        if last == 0:
            raise ValueError("the path is too long")
        if place & 1 or place == last:
            left, both = node_hash(one, left), node_hash(one, both)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            both = node_hash(both, one)
        place, last = place >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return left, both


def root_of_inclusion(leaf: bytes, number: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2). Raises ValueError for a path of the wrong length."""
    if not 0 <= number < size:
        raise ValueError("the leaf is not in the tree")
    return _climb(number, size - 1, leaf, path)[1]


def roots_of_consistency(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The two roots that a consistency proof leads to (RFC 9162, 2.1.4.2), for 0 < old < new. Raises ValueError."""
    parts = list(path) if old & (old - 1) else [old_root, *path]
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not parts:
        raise ValueError("the path is too short")
    return _climb(place, last, parts[0], parts[1:])


def signed(text: str, signature: str, key: str) -> bool:
    """Whether the Ed25519 key (base64 of 32 bytes) signed the text."""
    try:
        Ed25519PublicKey.from_public_bytes(_raw(key)).verify(_raw(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def short(line: bytes) -> str:
    """What the manifest keeps of each line, so that a fault can be named by it; the whole file's digest is the proof."""
    return hashlib.sha256(line).hexdigest()[:16]


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _hex(path: Sequence[str]) -> list[bytes]:
    need(all(len(one) == 64 for one in path), "哈希应为32字节", "a hash has 32 bytes")
    return [bytes.fromhex(one) for one in path]


def _opened(path: Path) -> zipfile.ZipFile:
    """The archive, if it holds what a dossier holds and nothing else."""
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise NoDossier(f"{path}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NoDossier(f"{path}: 不是 ZIP 文件 not a ZIP archive") from None
    found = archive.infolist()
    for name, one in zip_longest(FILES, found[: len(FILES)]):
        _at[:] = name, 0
        need(one and one.filename == name, "缺失，或次序不符", "is missing, or not in its place")
        plain = one.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) and not one.flag_bits & 1
        need(plain, "加密或压缩方式不符", "is encrypted, or compressed in another way")
        most = LARGEST_RECEIPTS if name == "receipts.jsonl" else LARGEST
        need(one.file_size <= most, "大得不像档案", "is larger than a dossier's can be")
    _at[:] = ascii(found[-1].filename[:80])[1:-1], 0
    need(len(found) == len(FILES), "不属于档案", "does not belong to a dossier")
    return archive


def _rows(file: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    """Each line with its end, and its number."""
    number = 0
    _at[:] = name, 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        _at[:] = name, number
        need(raw.endswith(b"\n"), "行过长或不完整", "the line is too long, or has no end")
        yield number, raw
        _at[:] = name, 0


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[int, str]]:
    with archive.open(name) as file:
        for number, raw in _rows(file, name):
            yield number, raw[:-1].decode("utf-8")


def _values(archive: zipfile.ZipFile, name: str, people: set[str] | None = None) -> Iterator[tuple[int, Value]]:
    for number, text in _lines(archive, name):
        value = json.loads(text)
        need(isinstance(value, dict), "不是一条记录", "is not a record")
        need(people is None or value["person"] in people, "不是本班的人", "of nobody in this class")
        yield number, value


def _digest(archive: zipfile.ZipFile, name: str, listed: Value) -> str:
    """SHA-256 of a whole file that is as the manifest lists it. Raises Fault, of a line where there are lines."""
    whole, expected, count = hashlib.sha256(), listed["lines"], 0
    with archive.open(name) as file:
        by_line = name.endswith(".jsonl")
        for count, raw in _rows(file, name) if by_line else enumerate(iter(lambda: file.read(1 << 20), b"")):
            same = not by_line or (count <= len(expected) and short(raw) == expected[count - 1])
            need(same, "与清单不符", "is not the line that was listed")
            whole.update(raw)
        _at[:] = name, count + 1
        need(not by_line or count == len(expected), "清单上的这一行不见了", "the line that was listed is missing")
    _at[:] = name, 0
    need(whole.hexdigest() == listed["sha256"], "与清单不符", "is not the file that was listed")
    return whole.hexdigest()


class Study:
    """The receipts of a class, one after another, and the sums they come to."""

    def __init__(self, held: Value, people: set[str]) -> None:
        self.held, self.people = held, people
        none = {"credited": 0, "elapsed": 0, "pending": 0}
        self.sums: dict[str, Value] = {one: {**none, "excluded": {}, "person": one} for one in people}
        self.heaps: dict[str, dict[Any, int]] = {one: defaultdict(int) for one in people}
        self.tips: dict[tuple[str, int], bytes] = {}  # place of a session's last receipt → its hash
        self.sessions: set[str] = set()
        self._text, self._part, self._line = "", [""] * 36, 0

    def take(self, line: int, text: str) -> None:
        """The next receipt. Raises Fault where it cannot be."""
        part = text.split("|")
        need(len(part) == 36 and part[0] == "yr1" and text.isascii(), "不是回执", "is not a receipt")
        ours = part[3] in self.people and part[4] == self.held["class"]
        need(ours, "不属于本班花名册上的人", "is not of somebody on this class's roster")
        credited, pending, out = int(part[16]), int(part[17]), _excluded(part[18])
        whole = credited + pending + sum(out.values()) == int(part[15]) - int(part[2])
        need(whole, "计入、待定、不计之和不等于经过时间", "credited, pending and excluded do not sum to elapsed time")
        need(min(credited, pending, *out.values()) >= 0, "时间为负", "time is negative")
        before = self._part
        if part[1] == before[1]:
            link = base64.urlsafe_b64encode(hashlib.sha256(self._text.encode()).digest()).decode().rstrip("=")
            follows = int(part[14]) == int(before[14]) + 1 and part[32] == link and part[2:14] == before[2:14]
            need(follows, "与前一张回执不相接", "does not follow the receipt before it")
            forward = not before[29] and int(part[15]) >= int(before[15]) and credited >= int(before[16])
            need(forward, "在终止回执之后，或时间倒流", "comes after the last one, or goes backwards")
        else:
            first = part[14] == "0" and not part[32] and not credited and part[1] not in self.sessions
            need(first, "不是一次学习的第一张回执", "is not the first receipt of a session")
            self.settle()
            self.sessions.add(part[1])
        heap = {"class": 0, "lesson": part[5], "day": (int(part[15]) + SHANGHAI_MS) // DAY_MS}[self.held["accumulate"]]
        self.heaps[part[3]][heap] += credited - (int(before[16]) if part[1] == before[1] else 0)
        self._text, self._part, self._line = text, part, line

    def settle(self) -> None:
        """A session is over: its last receipt needs a proof, its figures go to the person's."""
        if not self._line:
            return
        part, mine = self._part, self.sums[self._part[3]]
        self.tips["receipts.jsonl", self._line] = leaf_hash(self._text.encode())
        mine["elapsed"] += int(part[15]) - int(part[2])
        mine["credited"] += int(part[16])
        mine["pending"] += int(part[17])
        for code, ms in _excluded(part[18]).items():
            mine["excluded"][code] = mine["excluded"].get(code, 0) + ms

    def total(self, person: str) -> Value:
        """What study.jsonl has to say of a person; whole class hours as the class counts them."""
        hour = self.held["hour_seconds"] * 1000
        return {**self.sums[person], "hours": sum(ms // hour for ms in self.heaps[person].values())}


def _excluded(text: str) -> dict[str, int]:
    pairs = (pair.partition(":") for pair in text.split(",")) if text else ()
    return {code: int(ms) for code, _, ms in pairs}


class Dossier:
    """One archive being checked, in an order in which each step may rely on those before. `said`: the summary."""

    def __init__(self, archive: zipfile.ZipFile, pinned: Sequence[str]) -> None:
        self.archive, self.pinned = archive, tuple(pinned)
        self.keys: dict[str, str] = {}
        self.digests: dict[str, str] = {}
        self.held: Value = {}
        self.people: set[str] = set()
        self.leaves: dict[tuple[str, int], bytes] = {}  # (file, line) → hash of what a proof has to bind
        self.told: dict[Any, Value] = {}  # what an event is about → what it says
        self.ended: set[Any] = set()  # what stands no more, as an event says
        self.checkpoints: list[Value] = []
        self.said: list[tuple[str, str]] = []

    def check(self) -> None:
        """Everything. Raises Fault."""
        for step in (self._manifest, self._class, self._study, self._events, self._exam):
            step()
        self._parts("meetings.jsonl", "meeting", "ms")
        self._parts("records.jsonl", "batch", "ms")
        claims, total = self._parts("decision.jsonl", "claim", "amount_fen")
        self.said.append((f"{claims} 件申领，共 {total} 分", f"{claims} claims, {total} fen in all"))
        for step in (self._checkpoints, self._stamps, self._proofs):
            step()

    def _believed(self, value: Value) -> Value:
        """The content of a signed line. Raises Fault where its signature does not hold."""
        content: Value = json.loads(value["text"])
        known = self.keys.get(content["key"], "") if content["algorithm"] == "ed25519" else ""
        need(signed(value["text"], value["signature"], known), "签名不符", "the signature does not hold")
        return content

    def _manifest(self) -> None:
        """Nothing changed, dropped, added or moved in any file."""
        for _, value in _values(self.archive, "keys.jsonl"):
            key, public = value["key"], value["public"]
            usable = value["algorithm"] == "ed25519" and key not in self.keys and len(_raw(public)) == 32
            need(usable, "密钥无法使用", "a key that cannot be used")
            need(not self.pinned or public in self.pinned, "不是所给的公钥", "is not the public key that was given")
            self.keys[key] = public
            self.said.append((f"公钥 {key}：{public}", f"public key {key}: {public}"))
        content: Value = {}
        for line, value in _values(self.archive, MANIFEST):
            need(line == 1, "应只有一行", "has to be one line")
            content = self._believed(value)
            same = content["format"] == "yunpei-dossier-2" and set(content["files"]) == set(FILES) - {MANIFEST}
            need(same, "清单不是这种档案的", "is not the list of such a dossier")
        self.digests = {name: _digest(self.archive, name, content["files"][name]) for name in FILES[:-1]}

    def _class(self) -> None:
        for line, value in _values(self.archive, "class.jsonl"):
            whole = line == 1 and value["hour_seconds"] >= 1 and value["accumulate"] in ("class", "lesson", "day")
            need(whole, "不是一个班级", "is not one class")
            self.held = value
        for _, value in _values(self.archive, "roster.jsonl"):
            need(value["person"] not in self.people, "同一人出现两次", "the same person twice")
            self.people.add(value["person"])
        self.said.append((f"花名册 {len(self.people)} 人", f"{len(self.people)} on the roster"))

    def _study(self) -> None:
        study, count = Study(self.held, self.people), 0
        for count, value in _values(self.archive, "receipts.jsonl"):
            study.take(count, value["receipt"])
        study.settle()
        self.leaves |= study.tips
        listed = set()
        for _, value in _values(self.archive, "study.jsonl"):
            need(value["person"] not in listed, "同一人出现两次", "the same person twice")
            summed = study.total(value["person"]).items() <= value.items()
            need(summed, "与回执之和不符", "is not the sum of the receipts")
            listed.add(value["person"])
        need(listed == self.people, "与花名册人数不符", "is not of everyone on the roster")
        zh = f"{count} 张学习回执，{len(study.sessions)} 次学习：首尾相接，计入＋待定＋不计＝经过时间，课时算得一致"
        en = f"{count} receipts of {len(study.sessions)} sessions: chained; credited + pending + excluded = elapsed; hours agree"
        self.said.append((zh, en))

    def _events(self) -> None:
        """Events are canonical, of this class, each once."""
        seen = set()
        for line, text in _lines(self.archive, "events.jsonl"):
            event = json.loads(text)
            whole = event["format"] == "yunpei-event-1" and event["id"] not in seen and canonical(event) == text
            need(whole, "不是一条事件，或重复", "is not an event, or is there twice")
            ours = event["class"] in ("", self.held["class"]) and event["person"] in {"", *self.people}
            need(ours, "不属于本班", "is not of this class")
            seen.add(event["id"])
            verb, detail = event["verb"], event["detail"]
            named = [detail[name] for name in ("attempt", "grade", "number", "meeting") if name in detail]
            about = event["corrects"] or (named[0] if named and verb != "attendance" else event["id"])
            if verb in ("attendance", "certificate", "score"):
                self.told[about] = {**detail, "person": event["person"]}
            elif verb in ("correction", "revocation", "void"):
                self.ended.add(about)
            self.leaves["events.jsonl", line] = leaf_hash(text.encode())
        self.said.append((f"{len(seen)} 条事件", f"{len(seen)} events"))

    def _as_told(self, about: Any, value: Value, *names: str) -> None:
        """A record says what the event of it says, where there is one; what an event ended stands no more."""
        event, over = self.told.get(about, {}), value.get("voided_at") or value.get("revoked_at")
        same = all(event.get(name, value[name]) == value[name] for name in names)
        need(same and (over or about not in self.ended), "与事件不符", "is not what the events say of it")

    def _exam(self) -> None:
        """Marks are reckoned again, certificates checked by their own signature; both are what the events say."""
        for _, value in _values(self.archive, "exam.jsonl", self.people):
            points, full = value["points"], value["full"]
            need(points is None or value["mark"] == points * 100 // full, "得分算错", "the mark is wrong")
            self._as_told(value["attempt"], value, "person", "right", "asked", "mark")
        for _, value in _values(self.archive, "practical.jsonl", self.people):
            self._as_told(value["grade"], value, "person", "try", "mark")
        for _, value in _values(self.archive, "certificates.jsonl", self.people):
            content, number = json.loads(value["text"]), value["number"]
            ours = (content["class_number"], content["number"]) == (self.held["number"], number)
            need(ours, "不是本班的证书", "is not a certificate of this class")
            holds = value["algorithm"] == "ed25519" and signed(value["text"], value["signature"], value["public"])
            need(holds, "签名不符", "the signature does not hold")
            sha256 = hashlib.sha256(value["text"].encode()).hexdigest()
            self._as_told(number, {**value, "sha256": sha256}, "person", "sha256")

    def _parts(self, name: str, head: str, amount: str) -> tuple[int, int]:
        """Each claim, meeting or batch comes before its lines, and its total is the sum of those that count: (how many, total)."""
        left, total = dict[str, int](), 0
        for _, value in _values(self.archive, name):
            if value["record"] == head:
                need(value[head] not in left, "出现两次", "is there twice")
                left[value[head]] = value[amount]
                total += value[amount]
                self._as_told(value[head], value)
                continue
            need(value[head] in left and value["person"] in self.people, "不属于任何一项", "of nothing or nobody here")
            left[value[head]] -= value[amount] if value["counts"] else 0
            if head == "meeting":
                self._as_told(value["event"], value, "person", "meeting", "ms")
        wrong = "、".join(one for one, rest in left.items() if rest)
        need(not wrong, f"{wrong} 各行之和不等于总额", f"the lines of {wrong} do not sum to its total")
        return len(left), total

    def _checkpoints(self) -> None:
        """Signed, numbered from 1, each naming the one before, and none forgetting a leaf of an earlier one."""
        before: Value = {"size": 0, "root": "", "at": ""}
        link = ""
        for line, value in _values(self.archive, "checkpoints.jsonl"):
            now = self._believed(value)
            known = (now["format"], now["hash"], now["tree"]) == ("yunpei-checkpoint-1", "sha256", "rfc6962")
            follows = known and now["number"] == line and now["previous"] == link and now["at"] >= before["at"]
            need(follows, "存证点不相接", "does not follow the checkpoint before it")
            need(now["size"] > before["size"], "存证点没有新叶", "has no more leaves than the one before it")
            roots, path = (bytes.fromhex(before["root"]), bytes.fromhex(now["root"])), _hex(value["consistency"])
            sizes = before["size"], now["size"]
            proven = not path if line == 1 else roots_of_consistency(*sizes, roots[0], path) == roots
            need(proven, "一致性证明不成立", "the consistency proof does not hold")
            self.checkpoints.append({**now, "stamped": f"{value['text']}\n{value['signature']}".encode()})
            before, link = now, hashlib.sha256(value["text"].encode()).hexdigest()
        en = f"checkpoint {before['number']} ({before['at']}): {before['size']} leaves, consistent with all before it"
        self.said.append((f"存证点 {before['number']}（{before['at']}）：共 {before['size']} 片叶，与之前一致", en))

    def _stamps(self) -> None:
        """Each token names the digest of its checkpoint; who signed it, and whether to trust them, is for `openssl ts`."""
        count = 0
        for count, value in _values(self.archive, "stamps.jsonl"):  # noqa: B007 - told below
            need(value["checkpoint"] >= 1, "没有这个存证点", "there is no such checkpoint")
            digest = hashlib.sha256(self.checkpoints[value["checkpoint"] - 1]["stamped"]).digest()
            over = b"\x04\x20" + digest in _raw(value["token"])
            need(over, "时间戳盖的是别的内容", "the time-stamp is over something else")
        en = f"{count} time-stamps; check the authority's signature with openssl ts"
        self.said.append((f"{count} 个时间戳；机构的签名请用 openssl ts 核验", en))

    def _proofs(self) -> None:
        """Every event, every session's last receipt and the seal is a leaf of the last checkpoint; nothing else is claimed."""
        for line, text in _lines(self.archive, "seal.jsonl"):
            event = json.loads(text)
            ours = line == 1 and event["verb"] == "dossier" and event["class"] == self.held["class"]
            same = ours and event["detail"]["files"] == {name: self.digests[name] for name in RECORDS}
            need(same, "封存的不是这些记录", "does not seal these records")
            self.leaves["seal.jsonl", 1] = leaf_hash(text.encode())
        need(("seal.jsonl", 1) in self.leaves, "没有封存", "there is no seal")  # by which all records became one leaf
        last, before = self.checkpoints[-1], ("", 0)
        root, waiting, numbers = bytes.fromhex(last["root"]), dict(self.leaves), set()
        for _, value in _values(self.archive, "proofs.jsonl"):
            place = value["file"], value["line"]
            fresh = place in waiting and place > before and value["leaf"] not in numbers
            need(fresh, "没有要证明的记录，或次序不对", "proves no record, or is not in its place")
            found = root_of_inclusion(waiting.pop(place), value["leaf"], last["size"], _hex(value["path"]))
            _at[:] = place
            need(found == root, "不在存证点之内", "is not bound by the checkpoint")
            numbers.add(value["leaf"])
            before = place
        _at[:] = min(waiting, default=("", 0))
        need(not waiting, "没有存证点的证明", "has no proof that a checkpoint binds it")
        self.said.append(
            (f"{len(numbers)} 条证明：全部在存证点之内", f"{len(numbers)} proofs: all bound by the checkpoint")
        )


def check(path: Path, keys: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The summary of a dossier that holds, each line in both languages; keys: the only ones to believe, base64. Raises Fault, NoDossier."""
    try:
        with _opened(path) as archive:
            found = Dossier(archive, keys)
            found.check()
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise Fault(_at[0], _at[1], "格式不符", f"is not in the form of a dossier ({type(error).__name__})") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, MemoryError) as error:
        raise Fault(_at[0], _at[1], "压缩包损坏", f"the archive is damaged ({type(error).__name__})") from None
    return found.said


def _say(zh: str, en: str) -> str:
    """English where the reader asked for it, as in the rest of the project."""
    asked = next(filter(None, map(os.environ.get, ("YUNPEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return en if asked.startswith("en") else zh


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the dossier that is named. 0: it holds. 1: the first thing that does not. 2: no dossier."""
    parser = argparse.ArgumentParser(prog="verify.py")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", action="append", default=[], metavar="BASE64")
    given = parser.parse_args(arguments)
    try:
        lines = check(given.file, given.key)
    except Fault as fault:
        line = _say(f" 第 {fault.line} 行", f", line {fault.line}") if fault.line else ""
        sys.stderr.write(_say(f"{fault.file}{line}：{fault.zh}\n", f"{fault.file}{line}: {fault.en}\n"))
        return 1
    except NoDossier as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not given.key:
        lines.append(("请与站点公布的公钥核对（--key）", "compare the key with the one the site publishes (--key)"))
    for zh, en in [*lines, ("全部成立", "everything holds")]:
        sys.stdout.write(_say(zh, en) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
