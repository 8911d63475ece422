"""What the study clock's door answers: receipts with their arithmetic, or an error with its sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import asdict

from yunpei.common.language import Text
from yunpei.evidence.receipt import Read
from yunpei.evidence.rules import RULES

# Code → HTTP status and what a person reads. The player acts on the code.
ERRORS: dict[str, tuple[int, Text]] = {
    "bad_request": (400, Text("请求格式不对", "the request is not in the form this door takes")),
    "signed_out": (401, Text("请先登录", "sign in first")),
    "cross_site": (403, Text("请求来自其他网站", "the request comes from another site")),
    "receipt_invalid": (403, Text("学习凭据无效，请重新打开课程", "the receipt or its secret does not hold; open the lesson again")),
    "not_found": (404, Text("没有这个地址", "there is nothing at this address")),
    "method": (405, Text("只接受 POST", "only POST is taken here")),
    "no_challenge": (409, Text("现在没有需要应答的问题", "nothing is asked now")),
    "closed": (409, Text("本次学习已结束", "this session has ended")),
    "expired": (410, Text("离线太久，请重新打开课程", "away for too long; open the lesson again")),
    "too_large": (413, Text("请求过大", "the body is too large")),
    "media_type": (415, Text("请以 application/json 发送", "send application/json")),
    "too_often": (429, Text("请求太频繁，请稍候", "too many requests; wait a little")),
    "fault": (500, Text("学习记录核对不符，已停止计时，请联系管理员", "a stored record does not hold; tell the operator")),
    "store_down": (503, Text("暂时无法保存学习记录，请稍后重发，不会丢失", "not stored; send the same again, nothing is lost")),
}  # fmt: skip


class Refused(Exception):
    """An answer other than a receipt. code: one of ERRORS, or the admission's own with its status and text."""

    def __init__(self, code: str, *, status: int = 0, text: Text | None = None, **more: Any) -> None:
        super().__init__(code)
        known, said = ERRORS.get(code, (403, Text(code, code)))
        self.status = status or known
        said = text or said
        self.body = encode({"error": code, "text": {"zh": said.zh, "en": said.en}, **more})


class Arithmetic(Struct, gc=False):
    """Where a session stands, as the player reads it; `_ms` are milliseconds, `at` those since 1970."""

    receipt: str
    session: str
    seq: int
    at: int
    credited_ms: int
    pending_ms: int
    excluded_ms: Mapping[str, int]
    lesson_ms: int
    planned_ms: int
    day_ms: int
    position: int
    reach: int
    next_ms: int
    closed: str
    challenge: str
    answer_ms: int


def opened(read: Read, secret: str) -> bytes:
    """The answer to an opening: the first receipt, and the secret that this device keeps."""
    return encode({**asdict(_arithmetic(read)), "secret": secret})


def advanced(read: Read) -> bytes:
    """The answer to a heartbeat."""
    return encode(_arithmetic(read))


def closed(read: Read) -> Refused:
    """A late heartbeat meets the terminal receipt: what it says, and why the session ended."""
    return Refused("closed", reason=read.state.closed, **asdict(_arithmetic(read)))


def _arithmetic(read: Read) -> Arithmetic:
    session = read.session
    seq, at, credited, pending, excluded, day, position, reach, _, _, _, challenge, due, _, _, closed = read.state
    return Arithmetic(
        read.text, session.id, seq, at, credited, pending, excluded, session.before + credited, session.planned, day,
        position, reach, RULES[session.rules].heartbeat, closed, challenge, max(0, due - at),
    )  # fmt: skip
