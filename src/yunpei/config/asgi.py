"""What the server runs: the study clock's door for /study/, that of encoders for /live/, Django for everything else.

A heartbeat every few seconds from each learner would keep all of Django's threads busy, so the door is a raw ASGI
application of its own that writes receipts in groups. A segment of a live lesson is refused before its bytes are here.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from importlib import import_module
from importlib.util import find_spec

from django.core.wsgi import get_wsgi_application

from yunpei.config.bridge import Bridge, Receive, Scope, Send
from yunpei.config.collecting import collect_seldom
from yunpei.config.orphans import end_with_parent

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunpei.config.settings")
end_with_parent()
site: Application = Bridge(get_wsgi_application())
DOOR = "yunpei.interfaces.study_clock"
study: Application = import_module(DOOR).app if find_spec(DOOR) else site
live: Application = import_module("yunpei.interfaces.live_door").app
collect_seldom()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a connection to whom it belongs. Start and stop belong to the study clock: Django needs neither."""
    if scope["type"] == "http":
        path = scope["path"]
        to = study if path.startswith("/study/") else live if path.startswith("/live/") else site
        await to(scope, receive, send)
    elif scope["type"] == "lifespan":
        await (study if study is not site else _lifespan)(scope, receive, send)
    else:  # nothing here speaks WebSocket
        await receive()
        await send({"type": "websocket.close", "code": 1000})


async def _lifespan(_scope: Scope, receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
