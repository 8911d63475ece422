"""Dalian: institutions train other workers online; a course moved online keeps half its hours offline (大人社发〔2020〕41号 三)."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours, line.planned_hours)
    within_share = line.online_hours * 100 <= line.planned_hours * params.max_online_percent
    return (
        hours * params.rate_fen,
        None,
        {
            "scope_employer": o.one_of(line.employer_kind, "institution"),
            "scope_worker": o.one_of(line.worker_kind, "other"),
            "completed": line.completed,
            "hours_positive": hours > 0,
            "converted_half": o.neg(line.converted) | within_share,
        },
    )
