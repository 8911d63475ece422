"""Sessions in the database as Django keeps them: revoked in one place, gone at the next request. Read with one short query."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from yunpei.common.statements import Given, Statement

_SESSION = Statement(
    lambda: (
        db.SessionStore.get_model_class()
        .objects.filter(session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField()))
        .values_list("session_data")
    )
)


class SessionStore(db.SessionStore):
    """Django's own, but for how a session is read: each page of a signed-in account begins with it."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing where it is unknown or over, and then its key is forgotten."""
        for (data,) in _SESSION.rows(key=self.session_key, now=timezone.now()):
            return self.decode(data)
        self._session_key = None
        return {}
