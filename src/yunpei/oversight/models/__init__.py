"""Tables of this room, by what they are about."""

from __future__ import annotations

from yunpei.oversight.models.archives import Keep, Purge
from yunpei.oversight.models.complaints import Complaint
from yunpei.oversight.models.draws import Draw, Inspection, InspectionPhoto, Inspector
from yunpei.oversight.models.erasures import Erasure
from yunpei.oversight.models.holds import Hold
from yunpei.oversight.models.needs import Need
from yunpei.oversight.models.penalties import Penalty
from yunpei.oversight.models.screening import Finding, Register, RegisterRow, Screening
from yunpei.oversight.models.series import OversightSeries
from yunpei.oversight.models.statistics import BaseFigure, FiguresCounted, SiteFigure, Target

__all__ = [
    "BaseFigure",
    "Complaint",
    "Draw",
    "Erasure",
    "FiguresCounted",
    "Finding",
    "Hold",
    "Inspection",
    "InspectionPhoto",
    "Inspector",
    "Keep",
    "Need",
    "OversightSeries",
    "Penalty",
    "Purge",
    "Register",
    "RegisterRow",
    "Screening",
    "SiteFigure",
    "Target",
]
