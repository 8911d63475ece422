"""What may happen to a class, and to an uploaded roster. Approving its filing makes it (casework); nobody else can."""

from __future__ import annotations

from yunpei.common.states import Table, Transition

ORGANISER = ("org_admin", "org_legal", "system")

# A file on its way to be a roster. All by the program: whoever uploads it only asks.
UPLOAD = Table(
    "upload",
    "waiting",
    Transition("waiting", "check", "checking"),
    Transition("waiting", "refuse", "refused", audit="roster_refuse"),  # its job came to no end
    # Its worker died, or another one has been given it: from the beginning.
    Transition("checking", "check", "checking"),
    Transition("writing", "check", "checking"),
    Transition("checking", "pass", "writing"),
    Transition("checking", "refuse", "refused", audit="roster_refuse"),
    Transition("writing", "refuse", "refused", audit="roster_refuse"),
    Transition("writing", "take", "taken", audit="roster_take"),
)

CLASS = Table(
    "class",
    "planned",
    Transition("planned", "add_person", "planned", roles=("org_admin", "system"), audit="roster_add"),
    # The first day comes, or the first person signs in on it: nobody presses a button.
    Transition("planned", "begin", "open", audit="class_begin"),
    Transition("planned", "cancel", "cancelled", roles=ORGANISER, audit="class_cancel"),
    # Both sides agreed to another plan (casework): by whoever agreed last.
    Transition("planned", "amend", "planned", roles=("officer_review", *ORGANISER), audit="class_amend"),
    Transition("open", "amend", "open", roles=("officer_review", *ORGANISER), audit="class_amend"),
    Transition("open", "add_person", "open", roles=("org_admin", "system"), audit="roster_add"),
    Transition("open", "sign_in", "open", roles=("learner", "system"), audit="sign_in"),
    Transition("open", "close", "closed", roles=ORGANISER, audit="class_close"),
)
