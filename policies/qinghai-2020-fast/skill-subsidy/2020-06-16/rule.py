"""Qinghai: the skill subsidy from unemployment insurance, as the office's system works it out; settled 50 % faster."""


def rule(line, before, params, o):
    return line.assessed, None, {"insured": line.insured, "assessed_positive": line.assessed > 0}
