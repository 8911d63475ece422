"""Wuxi: 18.5 yuan per online class hour, at least 24 hours, at most 500 yuan per person (锡人社办〔2020〕10号 二（二）)."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours, line.planned_hours)
    left = params.cap_fen - o.total(before, lambda b: b.amount_fen)
    platform_worker = o.one_of(line.worker_kind, "platform") & o.one_of(line.employer_kind, "platform")
    return (
        hours * params.rate_fen,
        left,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),
            "scope_worker": o.one_of(line.worker_kind, "employee", "dispatched") | platform_worker,
            "completed": line.completed,
            "in_period": (line.class_start >= params.response_from) & (line.class_start <= params.start_until),
            "hours_positive": hours > 0,
            "min_hours": line.online_hours >= params.min_hours,
            "filed_before_start": o.there(line.filed_on) & (line.filed_on <= line.class_start),
            "certificate": o.there(line.certificate_no),
            "claimed_in_time": line.claimed_on <= params.claim_until,
            "cap_left": left > 0,
        },
    )
