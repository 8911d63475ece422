"""What may happen to a class. Approving its filing makes it (casework); nobody else can."""

from __future__ import annotations

from yunpei.common.states import Table, Transition

ORGANISER = ("org_admin", "org_legal", "system")

CLASS = Table(
    "class",
    "planned",
    Transition("planned", "add_person", "planned", roles=("org_admin", "system"), audit="roster_add"),
    # The first day comes, or the first person signs in on it: nobody presses a button.
    Transition("planned", "begin", "open", audit="class_begin"),
    Transition("planned", "cancel", "cancelled", roles=ORGANISER, audit="class_cancel"),
    Transition("open", "add_person", "open", roles=("org_admin", "system"), audit="roster_add"),
    Transition("open", "sign_in", "open", roles=("learner", "system"), audit="sign_in"),
    Transition("open", "close", "closed", roles=ORGANISER, audit="class_close"),
)
