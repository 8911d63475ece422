"""Sessions: read with one query, gone at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from yunpei.config.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept() -> str:
    session = SessionStore()
    session["place"] = "self"
    session.save()
    assert session.session_key
    return session.session_key


def test_a_session_is_read_with_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    key = kept()
    with django_assert_num_queries(1):
        assert SessionStore(key)["place"] == "self"
    assert db.SessionStore(key)["place"] == "self"  # other doors read it with Django's own


def test_a_revoked_session_is_gone_with_the_next_read() -> None:
    key = kept()
    assert SessionStore(key).load() == {"place": "self"}
    Session.objects.filter(pk=key).delete()
    gone = SessionStore(key)
    assert (gone.load(), gone.session_key) == ({}, None)


def test_a_session_ends_by_itself() -> None:
    key = kept()
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert SessionStore(key).load() == {}


@pytest.mark.parametrize("key", ["", "unknown", "' OR 1=1 --"])
def test_a_key_that_nobody_gave_opens_nothing(key: str) -> None:
    assert SessionStore(key).load() == {}
