"""Words of a learner that are forgotten at their request. What they asked was answered; the answers stay."""

from __future__ import annotations

from collections.abc import Collection

from yunpei.learning.models import Enquiry

FORGOTTEN = "（已按本人请求删除）"


def words_forget(*, person_id: int, but_of: Collection[str]) -> int:
    """Forget what a person asked teachers, but in the classes (public ids) that keep it; how many questions.

    Callers check who may, and write the audit row.
    """
    rows = Enquiry.objects.filter(person_id=person_id).exclude(training_class__public_id__in=list(but_of))
    return rows.exclude(text=FORGOTTEN).update(text=FORGOTTEN)
