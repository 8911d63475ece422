"""Who gets which connection."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from yunpei.config import asgi


def went_to(monkeypatch: pytest.MonkeyPatch, scope: dict[str, Any]) -> list[str]:
    asked: list[str] = []

    def door(name: str) -> Any:
        async def application(_scope: Any, _receive: Any, _send: Any) -> None:
            asked.append(name)

        return application

    monkeypatch.setattr(asgi, "study", door("study"))
    monkeypatch.setattr(asgi, "site", door("site"))
    asyncio.run(asgi.app(scope, None, None))  # type: ignore[arg-type]
    return asked


@pytest.mark.parametrize(
    ("scope", "whose"),
    [
        ({"type": "http", "path": "/study/heartbeat"}, "study"),
        ({"type": "http", "path": "/study"}, "site"),
        ({"type": "http", "path": "/studying/"}, "site"),
        ({"type": "http", "path": "/"}, "site"),
        ({"type": "lifespan"}, "study"),
    ],
)
def test_connections_go_where_they_belong(monkeypatch: pytest.MonkeyPatch, scope: dict[str, Any], whose: str) -> None:
    assert went_to(monkeypatch, scope) == [whose]


def test_websockets_are_closed() -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asgi.app({"type": "websocket", "path": "/"}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]
