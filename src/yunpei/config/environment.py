"""The one place where the environment is read: what it says, checked, as one frozen value.

    YUNPEI_ENV            development (default) | demo | test | production
    YUNPEI_DATA           folder of everything that is kept (default ./var)
    DATABASE_URL          postgresql://…; without it SQLite at <data>/site.sqlite3
    YUNPEI_ALLOWED_HOSTS  host names, comma between them
    YUNPEI_SECRET_KEY     signs sessions
    YUNPEI_FIELD_KEYS     id:base64,id:base64 (32 bytes each); encrypts stored numbers, the first one is used for new ones
    YUNPEI_BLIND_KEY      base64, 32 bytes; finds stored numbers without reading them
    YUNPEI_DEBUG          1 = error pages with source (never in production)
    YUNPEI_TIME_STAMPS    address of a time-stamp authority (RFC 3161, http or https); without it checkpoints have none
    YUNPEI_URGE_DAYS      learners behind the plan are told so every so many days (default 3; 0 = never)
    YUNPEI_IDENTITY_CHECK a function of your own, package.module.function, that compares faces (learning/identity/service.py);
                          without it people compare, and no picture leaves the site
    YUNPEI_SENDER …       how codes and messages leave: config/sending.py

Outside production, keys that are not given are made once and kept in <data>/keys.json.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from yunpei.common.language import Text
from yunpei.config.sending import Sending, there

ENVIRONMENTS = ("development", "demo", "test", "production")

_DEBUG = Text(
    "YUNPEI_DEBUG=1 会把源代码显示给访问者；请去掉这个变量",
    "YUNPEI_DEBUG=1 shows visitors the program's source; take the variable away",
)
_HOSTS = Text(
    "YUNPEI_ALLOWED_HOSTS 要写明本站域名，不能为空，也不能是 *",
    "YUNPEI_ALLOWED_HOSTS must name the hosts of this site; neither empty nor *",
)
_SQLITE = Text(
    "正式运行要用 PostgreSQL；请设置 DATABASE_URL=postgresql://…",
    "production runs on PostgreSQL; set DATABASE_URL=postgresql://…",
)


def _key_missing(name: str) -> Text:
    return Text(
        f"{name} 没有设置或太短；`yunpei doctor --new-keys` 可以生成一组",
        f"{name} is not set or too short; `yunpei doctor --new-keys` makes a set",
    )


def _no_module(path: str) -> Text:
    zh, en = f"YUNPEI_IDENTITY_CHECK={path}：没有这个模块", f"YUNPEI_IDENTITY_CHECK={path}: there is no such module"
    return Text(zh, en)


class Unsafe(Exception):
    """Settings that must not serve anyone; `problems` says each and how to mend it."""

    def __init__(self, problems: list[Text]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says; nothing is checked for safety yet, see `problems`."""

    kind: str
    data: Path
    database_url: str
    allowed_hosts: tuple[str, ...]
    secret_key: str
    field_keys: str
    blind_key: str
    debug: bool
    time_stamps: str
    identity_check: str
    urge_days: int
    sending: Sending

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Environment:
        """Take the variables apart. Raises Unsafe for a YUNPEI_ENV that does not exist: a slip must not mean "development"."""
        kind = given.get("YUNPEI_ENV", "development")
        if kind not in ENVIRONMENTS:
            known = ", ".join(ENVIRONMENTS)
            raise Unsafe([Text(f"YUNPEI_ENV={kind} 不存在；可用：{known}", f"YUNPEI_ENV={kind} is none of: {known}")])
        hosts = tuple(host.strip() for host in given.get("YUNPEI_ALLOWED_HOSTS", "").split(",") if host.strip())
        return cls(
            kind=kind,
            data=Path(given.get("YUNPEI_DATA") or "var").resolve(),
            database_url=given.get("DATABASE_URL", ""),
            allowed_hosts=hosts,
            secret_key=given.get("YUNPEI_SECRET_KEY", ""),
            field_keys=given.get("YUNPEI_FIELD_KEYS", ""),
            blind_key=given.get("YUNPEI_BLIND_KEY", ""),
            debug=given.get("YUNPEI_DEBUG", "") == "1",
            time_stamps=given.get("YUNPEI_TIME_STAMPS", ""),
            identity_check=given.get("YUNPEI_IDENTITY_CHECK", "").strip(),
            urge_days=_days(given.get("YUNPEI_URGE_DAYS", "3")),
            sending=Sending.read(given),
        )

    def problems(self) -> list[Text]:
        """Why a site may not start with this: messages that would not leave; in production whatever is unsafe."""
        found = self.sending.problems(production=self.production)
        if self.identity_check and not there(self.identity_check.rpartition(".")[0]):
            found.append(_no_module(self.identity_check))
        if not self.production:
            return found
        if self.debug:
            found.append(_DEBUG)
        if not self.allowed_hosts or "*" in self.allowed_hosts:
            found.append(_HOSTS)
        if not self.database_url.startswith(("postgresql://", "postgres://")):
            found.append(_SQLITE)
        keys = {
            "YUNPEI_SECRET_KEY": self.secret_key,
            "YUNPEI_FIELD_KEYS": self.field_keys,
            "YUNPEI_BLIND_KEY": self.blind_key,
        }
        return found + [_key_missing(name) for name, key in keys.items() if len(key) < 40]

    @property
    def production(self) -> bool:
        """Whether real people's data may be here."""
        return self.kind == "production"


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 366):
        raise Unsafe(
            [Text("YUNPEI_URGE_DAYS 应是 0 到 366 的整数", "YUNPEI_URGE_DAYS is a whole number from 0 to 366")]
        )
    return int(text)


def current() -> Environment:
    """The environment of this process."""
    return Environment.read(os.environ)
