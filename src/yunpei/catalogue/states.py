"""What may happen to a course."""

from __future__ import annotations

from yunpei.common.states import Table, Transition

PROVIDER = ("org_admin", "org_legal", "ops", "system")

COURSE = Table(
    "course",
    "draft",
    Transition("draft", "change", "draft", roles=PROVIDER, audit="course_change"),
    Transition("draft", "publish", "published", roles=PROVIDER, audit="course_publish"),
    Transition("published", "retire", "retired", roles=PROVIDER, audit="course_retire"),
)
