"""The ministry's hundred days: a living allowance for the listed groups while they train online."""


def rule(line, before, params, o):
    return (
        line.training_days * params.per_day_fen,
        None,
        {
            "scope_person": o.one_of(
                line.person_group, "poor", "hard_to_employ", "zero_employment", "rural_leaver", "low_income_leaver"
            ),
            "in_action": (line.class_start >= params.action_from) & (line.class_start <= params.action_until),
            "online": line.online_hours > 0,
            "days_positive": line.training_days > 0,
            "no_overlap": o.every(
                before, lambda b: (line.class_start > b.class_end) | (line.class_end < b.class_start)
            ),
        },
    )
