"""Qinghai: the refund for keeping staff, as the office's system works it out; settled in 30 working days."""


def rule(line, before, params, o):
    return line.assessed, None, {"insured": line.insured, "assessed_positive": line.assessed > 0}
