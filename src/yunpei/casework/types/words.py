"""The coded words of cases: kinds, states, where a fact comes from."""

from __future__ import annotations

from enum import StrEnum


class CaseKind(StrEnum):
    """What is asked for: a class may begin (开班备案), money for a class that ended (补贴申领), or what needs no class of ours (申请)."""

    CLASS_FILING = "class_filing"
    CLAIM = "claim"
    APPLICATION = "application"


DECIDED = (CaseKind.CLAIM, CaseKind.APPLICATION)  # kinds whose lines are decided, published and paid


class CaseState(StrEnum):
    """Where a case stands. A state is named after the last thing done: `first_review` means that it is passed."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    PUBLIC_NOTICE = "public_notice"
    APPROVED = "approved"
    IN_PAYMENT = "in_payment"
    PAID = "paid"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    JUDICIAL = "judicial"  # handed to the judicial authority (移送司法机关)


class LineState(StrEnum):
    """Where one person's money of a claim stands. What is paid = the counted lines."""

    COUNTED = "counted"
    REFUSED = "refused"
    HELD = "held"
    REMOVED = "removed"
    RECOVERED = "recovered"


class ObjectionState(StrEnum):
    """An objection to a public notice, until an officer has settled it."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class SignedBy(StrEnum):
    """How an undertaking was signed; shown wherever it counts."""

    ACCOUNT = "account"  # confirmed by the legal representative's own account
    SCAN = "scan"  # the signed and sealed page, scanned


class Source(StrEnum):
    """Where a fact of a claim comes from. The first eight are those of training.types.FactSource."""

    FILING = "filing"
    ROSTER = "roster"
    CLOCK = "clock"
    PLATFORM = "platform"
    PAPER = "paper"
    EXAM = "exam"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign_in"
    ORGANISATION = "organisation"  # our register of organisations
    UNDERTAKING = "undertaking"  # promised in the signed undertaking, not looked up
    CASE = "case"  # the case itself: the day it was submitted
    CLASS = "class"  # the class as it is held
    OFFICER = "officer"
    PERSON = "person"  # our register of persons
    TABLE = "table"  # a row of the table that was handed in
    FORM = "form"  # filled in by the applicant
    OFFICE = "office"  # the office's own systems: nobody is asked to prove it
