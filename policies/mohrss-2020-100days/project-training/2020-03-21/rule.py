"""The ministry's hundred days: project-based training of enterprises hit by the epidemic, a share paid in advance."""


def rule(line, before, params, o):
    return (
        params.per_person_fen,
        None,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform", "labour_dispatch"),
            "completed": line.completed,
        },
        params.advance_percent,
    )
