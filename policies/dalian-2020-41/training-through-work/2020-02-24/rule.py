"""Dalian: three months of the local minimum wage for each person taken in and trained at work (大人社发〔2020〕41号 二)."""


def rule(line, before, params, o):
    insured_enterprise = o.one_of(line.employer_kind, "enterprise", "platform") & line.employer_insured
    return (
        params.minimum_wage_fen * params.months,
        None,
        {
            "scope_employer": o.one_of(
                line.employer_kind, "enterprise", "platform", "cooperative", "workshop", "other"
            ),
            "scope_person": o.one_of(line.person_group, "poor", "hard_to_employ", "zero_employment"),
            "insured_enterprise": (
                o.neg(o.one_of(line.person_group, "hard_to_employ", "zero_employment")) | insured_enterprise
            ),
            "trained_at_work": line.trained_at_work,
            "in_period": (line.hired_on >= params.epidemic_from) & (line.hired_on <= params.epidemic_until),
            "person_once": o.total(before, lambda b: 1) < 1,
        },
    )
