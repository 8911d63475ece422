"""Jilin: 5,000 yuan once to people of the listed groups who start a business and keep it running."""


def rule(line, before, params, o):
    months = o.where(o.one_of(line.person_group, "poor"), params.months_poor, params.months_operated)
    left_lately = line.registered_on <= o.add_months(line.graduated_on, params.graduate_months)
    return (
        params.startup_fen,
        None,
        {
            "registered_since": line.registered_on >= params.registered_from,
            "first_business": line.first_business,
            "scope_business": o.one_of(line.business_kind, "small_enterprise", "self_employed"),
            "scope_person": o.one_of(
                line.person_group, "hard_to_employ", "graduate", "poor", "returned_migrant", "returned_veteran"
            ),
            "operated": line.operated_until >= o.add_months(line.registered_on, months),
            "graduated_lately": o.neg(o.one_of(line.person_group, "graduate")) | left_lately,
            "in_township": (
                o.neg(o.one_of(line.person_group, "returned_migrant", "returned_veteran")) | line.in_township
            ),
            "person_once": o.total(before, lambda b: 1) < 1,
        },
    )
