"""Liaoning: online hours at the rate each city sets, three times in principle, to 30 June 2020 (辽人社函〔2020〕16号 一)."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours, line.planned_hours)
    return (
        hours * params.rate_fen,
        None,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),
            "scope_size": o.one_of(line.employer_size, "medium", "small", "micro"),
            "scope_worker": o.one_of(line.worker_kind, "employee", "dispatched"),
            "completed": line.completed,
            "ends_in_time": line.class_end <= params.policy_until,
            "hours_positive": hours > 0,
            "project_once": o.every(before, lambda b: b.project != line.project),
            "times_left": o.total(before, lambda b: 1) < params.max_times,
            "no_overlap": o.every(
                before, lambda b: (line.class_start > b.class_end) | (line.class_end < b.class_start)
            ),
            "filed_before_start": o.there(line.filed_on) & (line.filed_on <= line.class_start),
            "still_employed": line.still_employed,
            "claimed_in_time": line.claimed_on <= o.add_months(line.class_end, params.claim_months),
        },
    )
