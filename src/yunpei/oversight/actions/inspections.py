"""What inspectors do with an enterprise that was drawn: report what they found with photos, and publish it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from yunpei.casework import queries as cases
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.clock import day_of
from yunpei.common.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yunpei.common.language import Text
from yunpei.files import queries as files
from yunpei.oversight import access
from yunpei.oversight.actions import holds
from yunpei.oversight.models import Inspection, InspectionPhoto
from yunpei.oversight.states import INSPECTION
from yunpei.oversight.types import InspectionResult

LONGEST = 4000
MOST_PHOTOS = 12


@transaction.atomic
def inspection_report(
    *,
    inspection: str,
    visited_on: date,
    found: str,
    result: InspectionResult,
    mend_by: date | None = None,
    photos: Sequence[str] = (),
    stop: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Report a visit: what was found, with photos. An inspector who was drawn for it, never who organised the draw.

    stop: the enterprise's cases under way wait. May be reported anew until it is published. Raises NotFound, Forbidden,
    Conflict, Invalid with all that is wrong.
    """
    row = _locked(inspection, by)
    target = INSPECTION.next(row.state, "report", by=by)
    if problems := _problems(row, visited_on, found, result, mend_by, photos, at):
        raise Invalid(problems)
    row.state, row.visited_on, row.found = target, visited_on, found.strip()
    row.result, row.mend_by, row.reported_at, row.reported_by_id = result, mend_by, at, by.account_id
    row.save()
    for photo in photos:
        InspectionPhoto.objects.get_or_create(inspection=row, file=photo)
    held = cases.under_way_of(row.organisation_id) if stop else ()
    for case in held:
        if not row.holds.filter(case=case).exists():
            holds.place(case=case, because=row, by=by, at=at)
    _record(row, "inspection_report", by, at, result=result.value, photos=len(photos), held=list(held))


def _problems(
    row: Inspection,
    visited_on: date,
    found: str,
    result: InspectionResult,
    mend_by: date | None,
    photos: Sequence[str],
    at: datetime,
) -> list[Problem]:
    problems = []
    drawn = row.draw.drawn_at
    if visited_on > day_of(at) or (drawn is not None and visited_on < day_of(drawn)):
        problems.append(Problem("visited_on", Text("应在抽取之后、今天之前", "after the draw, and not in the future")))
    if not 1 <= len(found.strip()) <= LONGEST:
        problems.append(Problem("found", Text(f"请写明检查情况（{LONGEST}字以内）", "say what was found")))
    if (result is InspectionResult.MEND) is (mend_by is None):
        told = Text("责令改正时填写期限，其他结果不填", "a day by which to mend it, for that result alone")
        problems.append(Problem("mend_by", told))
    if len(photos) + row.photos.count() > MOST_PHOTOS:
        problems.append(Problem("photos", Text(f"最多{MOST_PHOTOS}张", f"at most {MOST_PHOTOS}")))
    if any(not files.file(photo).media_type.startswith("image/") for photo in photos):
        problems.append(Problem("photos", Text("只收 PNG、JPG 图片", "pictures only, PNG or JPG")))
    return problems


@transaction.atomic
def inspection_publish(*, inspection: str, looked: bool, by: Actor, at: datetime) -> None:
    """Publish result, findings and photos on the draw's page. One of its inspectors, who has looked at each photo for ID numbers.

    Raises NotFound, Forbidden, Conflict, Invalid.
    """
    row = _locked(inspection, by)
    target = INSPECTION.next(row.state, "publish", by=by)
    if not looked:
        told = Text(
            "请确认照片和文字中没有完整的身份证号码和无关人员", "confirm that no ID number and no bystander shows"
        )
        raise Invalid([Problem("looked", told)])
    row.state, row.published_at = target, at
    row.save(update_fields=["state", "published_at"])
    _record(row, "inspection_publish", by, at)


def _locked(inspection: str, by: Actor) -> Inspection:
    row = Inspection.objects.select_for_update(of=("self",)).select_related("draw").filter(public_id=inspection).first()
    if row is None:
        raise NotFound
    access.need_region(by, row.draw.region)
    if by.account_id == row.draw.organised_by_id:
        raise Forbidden(Text("组织抽取的人不能检查", "who organised the draw does not inspect"))
    if not row.inspectors.filter(pk=by.account_id or 0).exists():
        raise Forbidden(Text("由抽中的检查人员办理", "the inspectors who were drawn do this"))
    if row.draw.drawn_at is None:
        raise Conflict(Text("尚未抽取", "nothing was drawn yet"))
    return row


def _record(row: Inspection, verb: str, by: Actor, at: datetime, **detail: object) -> None:
    audit.record(
        by=by,
        at=at,
        verb=verb,
        subject_type="inspection",
        subject_id=row.public_id,
        detail={"draw": row.draw.number, **detail},
    )
