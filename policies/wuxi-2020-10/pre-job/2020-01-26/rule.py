"""Wuxi: 300 yuan once per newly hired, insured person who stays a month (锡人社办〔2020〕10号 二（一）)."""


def rule(line, before, params, o):
    return (
        params.per_person_fen,
        None,
        {
            "hired_in_period": (line.hired_on >= params.response_from) & (line.hired_on <= params.hired_until),
            "insured": line.insured,
            "employed_a_month": line.employed_until >= o.add_months(line.hired_on, params.months_employed),
            "completed": line.completed,
            "person_once": o.total(before, lambda b: 1) < 1,
        },
        params.advance_percent,
    )
