"""Liaoning: a subsidy for a newly obtained special-operation certificate after ten days of off-job safety training."""


def rule(line, before, params, o):
    return (
        params.per_certificate_fen,
        None,
        {
            "in_period": (line.certified_on >= params.certified_from) & (line.certified_on <= params.certified_until),
            "off_job_days": line.off_job_days >= params.least_days,
            "certificate": o.there(line.certificate_no),
            "newly_obtained": line.newly_obtained,
        },
    )
