"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Names the room: tables and templates are found under `casework`."""

    name = "yunpei.casework"
    label = "casework"
    verbose_name = "案件办理"

    def ready(self) -> None:
        """Time limits are counted again once the calendar changed; cases follow officers who leave and firms with another name."""
        from yunpei.common.calendar_entry import count_again
        from yunpei.people.followed import when_left, when_renamed

        count_again("casework.due_count_again")
        when_left("casework.assignments_back")
        when_renamed("casework.organisation_renamed")
