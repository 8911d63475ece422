"""The training plan of a class filing (开班备案)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yunpei.training.types import Mode


class FilingPlan(models.Model):
    """What will be trained, as 大人社发〔2020〕41号 四 and 锡人社办〔2020〕10号 三 list it. Drafts may have gaps; submit does not.

    locked_at: approved; from then on a difference is the claim's to show, and nothing here changes.
    """

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="plan")
    objects_trained = models.CharField(max_length=500, blank=True, default="")  # 培训对象
    posts = models.CharField(max_length=500, blank=True, default="")
    project = models.CharField(max_length=200, blank=True, default="")
    occupation = models.CharField(max_length=200, blank=True, default="")  # 培训职业（工种）
    course = models.ForeignKey("catalogue.Course", on_delete=models.PROTECT, null=True, related_name="+")
    training_kind = models.CharField(max_length=20, blank=True, default="")  # where the programme pays by kind
    mode = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Mode], default=Mode.ONLINE)
    online_hours = models.PositiveSmallIntegerField(default=0)
    offline_hours = models.PositiveSmallIntegerField(default=0)
    converted = models.BooleanField(default=False)
    channels = models.JSONField(default=list, blank=True)  # [[name, kind, link], …]
    cost_fen = models.BigIntegerField(null=True)
    headcount = models.PositiveIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    delegate = models.CharField(max_length=200, blank=True, default="")
    roster = models.ForeignKey("training.Roster", on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="plan_cost_not_negative",
                condition=models.Q(cost_fen__isnull=True) | models.Q(cost_fen__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.project}"
