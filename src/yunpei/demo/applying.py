"""Two applications without a class: a firm's for people it took in, and a learner's own."""

from __future__ import annotations

from yunpei.casework import actions, queries
from yunpei.demo import invented
from yunpei.demo.people import BINHU, Bureau, Firm, Register, moment

WORK, OWN = "dalian-2020-41/training-through-work", "mohrss-2020-100days/individual-subsidy"
TAKEN_IN, LEARNER = range(230, 233), 233


def firm_applies(firm: Firm, bureau: Bureau) -> None:
    """A firm in Dalian took in three people. The bureau has not set the minimum wage yet, so nothing can be decided."""
    at, officer = moment("2020-05-27 09:00"), bureau.reviewers[0]
    why = "演示：以市指挥部公告为准"
    actions.figure_set(programme=WORK, name="epidemic_until", value="2020-12-31", reason=why, by=officer, at=at)
    number = actions.application_draft(programme=WORK, by=firm.admin, at=at)
    for n in TAKEN_IN:
        actions.application_line_add(
            number=number,
            name=invented.name(n),
            id_number=invented.id_number(n),
            facts={
                "person_group": "poor",
                "employer_insured": "yes",
                "trained_at_work": "yes",
                "hired_on": "2020-03-16",
            },
            by=firm.admin,
            at=at,
        )
    actions.application_submit(number=number, by=firm.admin, at=at)
    actions.claim_accept(number=number, by=officer, at=moment("2020-05-28 09:00"))


def learner_applies(register: Register, bureau: Bureau) -> None:
    """A learner in Wuxi has the certificate of an online course; the officers may review it."""
    at, officer = moment("2020-05-28 09:00"), bureau.reviewers[0]
    for name, value in (("per_course_fen", "30000"), ("action_from", "2020-03-21")):
        actions.figure_set(programme=OWN, name=name, value=value, reason="演示", by=officer, at=at)
    me = register.actor(LEARNER)
    number = actions.personal_draft(programme=OWN, region=BINHU, by=me, at=at)
    facts = {
        "project": "电子商务",
        "class_start": "2020-04-06",
        "class_end": "2020-04-30",
        "online_hours": "24",
        "certificate_no": "YS-2020-0001",
    }
    actions.application_fill(number=number, facts=facts, by=me, at=at)
    line = queries.lines(number=number, by=me)[0].id
    account = ("虚构银行滨湖支行", "6217000000000233")
    actions.payees_put(number=number, accounts={line: account}, by=me, at=at)
    actions.application_submit(number=number, by=me, at=at)
