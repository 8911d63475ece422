"""Dalian: training to an employer's order, claimed by the institution or the enterprise (大人社发〔2020〕41号 二)."""


def rule(line, before, params, o):
    return (
        params.per_person_fen,
        None,
        {
            "scope_claimant": o.one_of(line.claimed_by, "institution", "enterprise"),
            "scope_training": o.one_of(line.training_kind, "ordered"),
            "completed": line.completed,
            "in_period": (line.class_start >= params.epidemic_from) & (line.class_start <= params.epidemic_until),
        },
    )
