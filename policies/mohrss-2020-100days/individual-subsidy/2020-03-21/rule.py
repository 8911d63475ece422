"""The ministry's hundred days: a subsidy to each learner with a certificate of the online course."""


def rule(line, before, params, o):
    return (
        params.per_course_fen,
        None,
        {
            "in_action": (line.class_start >= params.action_from) & (line.class_start <= params.action_until),
            "online": line.online_hours > 0,
            "certificate": o.there(line.certificate_no),
        },
    )
