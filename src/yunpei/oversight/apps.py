"""What Django is told about this room."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Names the room: tables and templates are found under `oversight`."""

    name = "yunpei.oversight"
    label = "oversight"
    verbose_name = "监督检查"

    def ready(self) -> None:
        """Casework asks from now on whether money must wait, and who may not file; evidence, what has to be kept."""
        from yunpei.casework import gates
        from yunpei.evidence.log import holding
        from yunpei.oversight.archives.holding import ARCHIVES
        from yunpei.oversight.gate import GATE

        gates.register(GATE)
        holding.register(ARCHIVES)
