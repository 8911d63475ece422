"""Dalian: apprenticeship and job-skill training of staff, 30 % or 50 % paid in advance (大人社发〔2020〕41号 二)."""


def rule(line, before, params, o):
    sme = o.one_of(line.employer_size, "medium", "small", "micro")
    on_the_job = o.one_of(line.training_kind, "on_the_job")
    by_firm = o.one_of(line.claimed_by, "enterprise")
    raised = sme & (line.class_start <= params.raised_until)
    in_time = line.claimed_on <= o.add_months(line.class_end, params.claim_months)
    return (
        o.where(on_the_job, params.on_the_job_fen, params.apprentice_fen),
        None,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),
            "scope_worker": o.one_of(line.worker_kind, "employee", "dispatched"),
            "scope_training": o.one_of(line.training_kind, "apprenticeship", "on_the_job"),
            "scope_claimant": by_firm | (o.one_of(line.claimed_by, "person") & on_the_job),
            "completed": line.completed,
            "in_period": (line.class_start >= params.epidemic_from) & (line.class_start <= params.epidemic_until),
            "filed_before_start": o.there(line.filed_on) & (line.filed_on <= line.class_start),
            "claimed_in_time": o.neg(sme) | in_time,
        },
        o.where(by_firm, o.where(raised, params.raised_percent, params.advance_percent), 0),
    )
