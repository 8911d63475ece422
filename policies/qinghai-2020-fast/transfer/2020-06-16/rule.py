"""Qinghai: transfer of an unemployment-insurance relation; no money, settled in 15 working days."""


def rule(line, before, params, o):
    return None, None, {"insured": line.insured}
