"""A roster that comes with another form: read at once, every fault beside the field it was put in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.forms import Form
from django.utils.translation import gettext as _

from yunpei.common.sheets.model import UnreadableFile
from yunpei.portals.ui.templatetags.ui import say
from yunpei.training import roster as rosters
from yunpei.training import rosters as checking
from yunpei.training.types import RosterRow

MOST = 2000  # people; a larger one the organisation puts up itself, where it is read in the background
SHOWN = 20


def roster_rows(form: Form, field: str, *, organisation_id: int, first_day: date) -> list[RosterRow]:
    """The people of an uploaded roster; none where something is wrong with it: the form says what."""
    path = Path(cast(TemporaryUploadedFile, form.cleaned_data[field]).temporary_file_path())
    try:
        if rosters.larger_than(path, MOST):
            form.add_error(field, _("超过 %(n)d 人的花名册请由单位自行上传。") % {"n": MOST})
            return []
        read, pieces = rosters.open_roster(path, first_day=first_day)
        rows = [one for piece in pieces for one in piece]
    except UnreadableFile as error:
        form.add_error(field, say(error.text))
        return []
    checking.check_names(read, rows, organisation_id=organisation_id)
    for bad in read.bad_rows(SHOWN):
        reasons = _("；").join(say(cell.reason) for cell in bad.reasons)
        form.add_error(field, _("第 %(row)d 行：%(reasons)s") % {"row": bad.row, "reasons": reasons})
    return [] if read.bad else rows
