"""Which address belongs to which portal or door. Each has its own urls.py; a room without one is not mounted."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

# Prefix → module; the public portal has the root, so it comes last.
MOUNTED = (
    ("", "yunpei.interfaces.health_urls"),
    ("ui/", "yunpei.portals.ui.urls"),
    ("learn/", "yunpei.portals.learner.urls"),
    ("org/", "yunpei.portals.organisation.urls"),
    ("bureau/", "yunpei.portals.bureau.urls"),
    ("ops/", "yunpei.portals.ops.urls"),
    ("", "yunpei.portals.public.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in MOUNTED if find_spec(module)
]

handler403 = "yunpei.portals.ui.errors.forbidden"
handler404 = "yunpei.portals.ui.errors.not_found"
handler500 = "yunpei.portals.ui.errors.fault"
