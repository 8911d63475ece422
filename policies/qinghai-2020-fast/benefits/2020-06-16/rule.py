"""Qinghai: four unemployment-insurance benefits, with nothing asked that the office's system can look up."""


def rule(line, before, params, o):
    account = o.one_of(line.benefit, "account")
    return (
        o.where(account, 0, line.assessed),
        None,
        {
            "scope_benefit": o.one_of(line.benefit, "unemployment", "contract_worker", "funeral", "account"),
            "insured": line.insured,
            "assessed_positive": account | (line.assessed > 0),
        },
    )
