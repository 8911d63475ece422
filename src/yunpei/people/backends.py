"""How Django finds the account of a session. It cannot judge a password: that is actions.sign_in, which counts the tries."""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend

from yunpei.people.models import Account
from yunpei.people.queries.accounts import session_user


class SessionsOnly(BaseBackend):
    """For settings.AUTHENTICATION_BACKENDS: `authenticate()` opens no second door past the limits and the code."""

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session; None for one that was stopped, whose session ends so at its next request."""
        return session_user(user_id)
