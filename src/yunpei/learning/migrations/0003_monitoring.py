from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models


def _to(model: str) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


def _id() -> Any:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("catalogue", "0001_initial"),
        ("learning", "0002_records"),
        ("people", "0001_initial"),
        ("training", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Urge",
            fields=[
                ("id", _id()),
                ("day", models.DateField()),
                ("hours", models.PositiveIntegerField()),
                ("expected", models.PositiveIntegerField()),
                ("person", _to("people.person")),
                ("training_class", _to("training.trainingclass")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("training_class", "person", "day"), name="urge_once_a_day"),
                    models.CheckConstraint(condition=models.Q(expected__gt=models.F("hours")), name="urge_is_behind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonFigures",
            fields=[
                ("id", _id()),
                ("plays", models.PositiveIntegerField()),
                ("people", models.PositiveIntegerField()),
                ("finished", models.PositiveIntegerField()),
                ("minutes", models.JSONField()),
                ("counted_at", models.DateTimeField()),
                ("lesson", _to("catalogue.lesson")),
                ("training_class", _to("training.trainingclass")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("training_class", "lesson"), name="lesson_figures_once"),
                    models.CheckConstraint(
                        condition=models.Q(finished__lte=models.F("people")), name="lesson_figures_of_people"
                    ),
                ],
            },
        ),
    ]
