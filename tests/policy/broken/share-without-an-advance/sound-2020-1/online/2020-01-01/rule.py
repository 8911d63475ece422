"""Ten yuan per class hour, at most 500 yuan per person."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours, line.planned_hours)
    left = params.cap_fen - o.total(before, lambda b: b.amount_fen)
    return (
        hours * params.rate_fen,
        left,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),
            "completed": line.completed,
            "hours_positive": hours > 0,
            "claimed_in_time": line.claimed_on <= o.add_months(line.class_end, params.claim_months),
            "cap_left": left > 0,
        },
        params.claim_months,
    )
