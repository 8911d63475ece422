"""Secrets that a site makes for itself: made once, kept in the data folder, readable by their owner alone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(place: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds, made when it is not there. Two processes starting at once agree on one.

    Raises OSError when the folder cannot be written.
    """
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=place.parent, prefix=f"{place.stem}-")  # mode 600
        with os.fdopen(handle, "wb") as out:
            out.write(make())
        try:
            os.link(made, place)  # fails where the other process was first
        except FileExistsError:
            pass
        finally:
            Path(made).unlink()
    return place.read_bytes()
