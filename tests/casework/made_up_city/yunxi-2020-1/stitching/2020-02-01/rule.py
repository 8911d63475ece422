"""Yunxi (invented): 20 yuan per online class hour of a stitcher, at most 600 yuan per person."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours, line.planned_hours)
    left = params.cap_fen - o.total(before, lambda b: b.amount_fen)
    return (
        hours * params.rate_fen,
        left,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise"),
            "filed_before_start": o.there(line.filed_on) & (line.filed_on <= line.class_start),
            "passed": line.completed,
            "hours_positive": hours > 0,
            "cap_left": left > 0,
        },
    )
