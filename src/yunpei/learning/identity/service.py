"""A city's own face service, where the operator has set one: settings.YUNPEI_IDENTITY_CHECK. Without it nothing leaves the site."""

from __future__ import annotations

import logging
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

_log = logging.getLogger(__name__)


class FaceService(Protocol):
    """Compares two pictures (JPEG): True the same person, False another, None undecided, so that a person looks."""

    def __call__(self, *, reference: bytes, taken: bytes) -> bool | None:
        """Answer within a few seconds: a learner waits."""


def in_use() -> bool:
    """Whether pictures go to a service at all; the consent page says so."""
    return bool(settings.YUNPEI_IDENTITY_CHECK)


def compared(reference: bytes, taken: bytes) -> bool | None:
    """What the service says. None where there is none, or it does not answer: then a person looks. Raises ImportError."""
    if not in_use():
        return None
    service = cast(FaceService, import_string(settings.YUNPEI_IDENTITY_CHECK))
    try:
        return service(reference=reference, taken=taken)
    except Exception as fault:  # noqa: BLE001  # whatever it is, a learner must not lose time by it
        _log.warning("the face service did not answer: %s", type(fault).__name__)
        return None
