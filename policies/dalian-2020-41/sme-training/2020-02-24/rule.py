"""Dalian: 10 yuan per class hour, at most 1,000 yuan a year and three times in the epidemic period (大人社发〔2020〕41号)."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours + line.offline_hours, line.planned_hours)
    gross = hours * params.rate_fen
    this_year = o.total(before, lambda b: o.where(o.year(b.class_end) == o.year(line.class_end), b.amount_fen, 0))
    left = params.cap_fen - this_year
    times = o.total(
        before,
        lambda b: o.where((b.class_start >= params.epidemic_from) & (b.class_start <= params.epidemic_until), 1, 0),
    )
    return (
        gross,
        left,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),
            "scope_size": o.one_of(line.employer_size, "medium", "small", "micro"),
            "scope_worker": o.one_of(line.worker_kind, "employee", "dispatched"),
            "completed": line.completed,
            "in_period": (line.class_start >= params.epidemic_from) & (line.class_start <= params.epidemic_until),
            "hours_positive": hours > 0,
            "project_once": o.every(before, lambda b: b.project != line.project),
            "times_left": times < params.max_times,
            "no_overlap": o.every(
                before, lambda b: (line.class_start > b.class_end) | (line.class_end < b.class_start)
            ),
            "filed_before_start": o.there(line.filed_on) & (line.filed_on <= line.class_start),
            "still_employed": line.still_employed,
            "claimed_in_time": line.claimed_on <= o.add_months(line.class_end, params.claim_months),
            "cap_left": left > 0,
        },
    )
