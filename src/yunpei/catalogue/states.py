"""What may happen to a course."""

from __future__ import annotations

from yunpei.common.states import Table, Transition

PROVIDER = ("org_admin", "org_legal", "ops", "system")

GATE_ROLES = {
    "platform": ("ops",),
    "school": ("org_admin", "org_legal"),  # of the body that gives the course, another than those who made it
    "experts": ("expert",),  # a seat in the committee, see access.seated
    "authority": ("officer_review",),  # of the region
}
_ORDER = (*GATE_ROLES, "published")

COURSE = Table(
    "course",
    "draft",
    Transition("draft", "change", "draft", roles=PROVIDER, audit="course_change"),
    # For the provider's own staff: no gate, and never in the catalogue.
    Transition("draft", "publish", "published", roles=PROVIDER, audit="course_publish"),
    Transition("draft", "submit", "platform", roles=PROVIDER, audit="course_submit"),
    *(
        row
        for (gate, roles), after in zip(GATE_ROLES.items(), _ORDER[1:], strict=True)
        for row in (
            Transition(gate, "pass", after, roles=roles, audit="course_pass"),
            Transition(gate, "return", "draft", roles=roles, audit="course_return"),
        )
    ),
    Transition("experts", "opine", "experts", roles=GATE_ROLES["experts"], audit="course_pass"),
    Transition("published", "retire", "retired", roles=PROVIDER, audit="course_retire"),
    Transition("published", "replace", "retired", audit="course_replace"),  # a newer version has been published
)
