"""A real video is cut into sizes that follow each other without a gap, once; a broken one is marked and still played whole."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.files.conftest import mp4
from yunpei.common import jobs
from yunpei.common.actor import Actor
from yunpei.common.errors import NotFound
from yunpei.common.lanes import Lane
from yunpei.common.models import Job
from yunpei.files import actions, cutting, films, keeping
from yunpei.files.types import FileCard, FileKind, FilmState

pytestmark = [pytest.mark.req("R16"), pytest.mark.django_db]
AT = datetime(2020, 3, 2, 1, tzinfo=UTC)
SYSTEM = Actor.system("tests")
FILM = Path(__file__).parents[1] / "journeys" / "lesson.mp4"


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.YUNPEI_UPLOADS = tmp_path / "files"


def kept(data: bytes, name: str = "课.mp4") -> FileCard:
    return actions.store(data=data, name=name, kinds={FileKind.MP4}, by=SYSTEM, at=AT)


def work() -> bool:
    mine = {films.JOB: jobs.REGISTRY[films.JOB]}
    return jobs.run_next(machine_now=datetime.now(UTC), at=AT, handlers=mine, lane=Lane.FILMS)


def test_a_film_is_cut_once_into_sizes_that_fill_their_files() -> None:
    import yunpei.files.jobs  # noqa: F401  # names the handler

    file = kept(FILM.read_bytes())
    films.film_ask(file, at=AT)
    films.film_ask(kept(FILM.read_bytes(), "又一课.mp4"), at=AT)
    assert Job.objects.filter(name=films.JOB).count() == 1
    assert work()
    done = films.film(file)
    assert done is not None
    assert (done.state, done.percent, [one.height for one in done.renditions]) == (FilmState.READY, 100, [240, 360])
    for one in done.renditions:
        assert one.head + sum(size for _, size in one.segments) == one.size
        assert keeping.path_of(one.sha256).stat().st_size == one.size
        assert abs(sum(length for length, _ in one.segments) - 60_000) < 500
        assert one.codecs.startswith("avc1.")
    small, large = done.renditions
    assert small.size < large.size
    films.film_ask(file, at=AT)  # ready: not cut again
    assert not work()


def test_the_lists_name_every_byte() -> None:
    import yunpei.files.jobs  # noqa: F401  # names the handler

    file = kept(FILM.read_bytes())
    films.film_ask(file, at=AT)
    work()
    done = films.film(file)
    assert done is not None
    listed = films.master_list(done)
    assert re.findall(r"^(\d+)\.m3u8$", listed, re.M) == ["240", "360"]
    one = films.rendition(file, 240)
    spans = re.findall(r"BYTERANGE:(\d+)@(\d+)", films.segment_list(one))
    place = one.head
    for size, start in spans:
        assert int(start) == place
        place += int(size)
    assert place == one.size
    piece = films.rendition_piece(one, f"bytes=0-{one.head - 1}", "")
    assert (piece.partial, piece.end) == (True, one.head)
    with pytest.raises(NotFound):
        films.rendition(file, 720)


def test_a_film_that_cannot_be_read_is_marked_and_can_be_asked_for_again() -> None:
    import yunpei.files.jobs  # noqa: F401  # names the handler

    file = kept(mp4())  # boxes that add up, and no picture inside
    films.film_ask(file, at=AT)
    assert work()
    assert films.film(file) is not None
    assert films.films([file.sha256])[file.sha256].state is FilmState.FAILED
    with pytest.raises(NotFound):
        films.rendition(file, 240)


def test_a_film_cannot_name_another_file_to_read() -> None:
    given = cutting._opening(Path("x"))
    assert given[: given.index("-i")] == ["-protocol_whitelist", "file", "-f", "mov"]
