from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yunpei.common import clock
from yunpei.evidence import study
from yunpei.evidence.store import open_store
from yunpei.interfaces.study_settings import RunningClock, keyring, source

ONE = "k1:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
TWO = "k2:" + "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="


def test_the_first_key_signs_and_the_others_verify() -> None:
    keys = keyring(f"{TWO},{ONE}")
    assert keys.current == "k2"
    assert keys.keys["k1"] == keyring(ONE).keys["k1"]
    assert b"\x00\x01\x02\x03" not in keys.keys["k1"]


@pytest.mark.django_db
def test_receipts_lie_beside_the_site() -> None:
    place = source()
    assert place.startswith("dbname=test") if connection.vendor == "postgresql" else place.endswith("study.sqlite3")


@pytest.mark.django_db(transaction=True)
def test_every_process_of_the_site_can_open_it() -> None:
    try:
        assert study.current() is study.current()
        with study.current().store.writing() as tx:
            assert tx.now > 0
    finally:
        study.reset()
    store = open_store(source())
    store.close()


def test_a_film_runs_where_the_sites_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    ns = [0]
    monkeypatch.setattr("yunpei.interfaces.study_settings.time.monotonic_ns", lambda: ns[0])
    running, at = RunningClock(), datetime(2020, 3, 1, tzinfo=UTC)
    with clock.holding(at):
        began = running()
        ns[0] += 15_000_000_000
        assert running() - began == 15_000
    with clock.holding(at + timedelta(days=1)):
        assert running() - began == 86_400_000
