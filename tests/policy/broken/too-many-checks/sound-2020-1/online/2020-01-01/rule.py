"""Ten yuan per class hour, at most 500 yuan per person."""


def rule(line, before, params, o):
    hours = o.least(line.online_hours, line.planned_hours)
    left = params.cap_fen - o.total(before, lambda b: b.amount_fen)
    return (
        hours * params.rate_fen,
        left,
        {
            "scope_employer": o.one_of(line.employer_kind, "enterprise", "platform"),
            "completed": line.completed,
            "completed_0": line.completed,
            "completed_1": line.completed,
            "completed_2": line.completed,
            "completed_3": line.completed,
            "completed_4": line.completed,
            "completed_5": line.completed,
            "completed_6": line.completed,
            "completed_7": line.completed,
            "completed_8": line.completed,
            "completed_9": line.completed,
            "completed_10": line.completed,
            "completed_11": line.completed,
            "completed_12": line.completed,
            "completed_13": line.completed,
            "completed_14": line.completed,
            "completed_15": line.completed,
            "completed_16": line.completed,
            "completed_17": line.completed,
            "completed_18": line.completed,
            "completed_19": line.completed,
            "completed_20": line.completed,
            "completed_21": line.completed,
            "completed_22": line.completed,
            "completed_23": line.completed,
            "completed_24": line.completed,
            "completed_25": line.completed,
            "hours_positive": hours > 0,
            "claimed_in_time": line.claimed_on <= o.add_months(line.class_end, params.claim_months),
            "cap_left": left > 0,
        },
    )
