"""Officers approve a pack that does not come with the program; two of them, and new cases may be opened under it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from yunpei.casework.models import PackApproval
from yunpei.casework.programmes import current_pack, is_shipped
from yunpei.common import audit
from yunpei.common.actor import Actor
from yunpei.common.errors import Conflict, Forbidden, NotFound
from yunpei.common.language import Text
from yunpei.people.access import region_covers
from yunpei.people.types import Role
from yunpei.policy.checking import folder_faults
from yunpei.policy.packs import load
from yunpei.policy.types import Pack

AGAIN = Text("您已批准过这一内容，须由另一名审核人员批准", "you have approved this already; another officer has to")


@transaction.atomic
def pack_approve(*, programme: str, version: str, digest: str, by: Actor, at: datetime) -> None:
    """Approve exactly this digest of a pack from outside the program. A reviewing officer whose region covers the circular's.

    digest: what the officer was shown. Raises NotFound outside their region, Forbidden; Conflict where it is another by now, the
    person approved it before, a worked example fails, or the pack comes with the program.
    """
    if not by.has(Role.OFFICER_REVIEW) or by.account_id is None or by.person_id is None or by.office_id is None:
        raise Forbidden
    pack = current_pack(f"{programme}@{version}")
    if not region_covers(by.region, pack.circular.region):
        raise NotFound
    _need_sound(pack, digest)
    try:
        with transaction.atomic():
            PackApproval.objects.create(
                programme=programme,
                version=pack.version,
                digest=pack.digest,
                at=at,
                by_id=by.account_id,
                person_id=by.person_id,
                office_id=by.office_id,
            )
    except IntegrityError:
        raise Conflict(AGAIN) from None
    detail = {"version": version, "digest": pack.digest}
    audit.record(by=by, at=at, verb="pack_approve", subject_type="programme", subject_id=programme[:64], detail=detail)


def _need_sound(pack: Pack, digest: str) -> None:
    if is_shipped(pack):
        raise Conflict(Text("随程序发布的政策包不须批准", "a pack that comes with the program needs no approval"))
    if pack.digest != digest:
        raise Conflict(
            Text("政策包的内容已变，请重新查看后再批准", "the pack has changed; look at it again before you approve it")
        )
    if faults := folder_faults(pack.folder):
        raise Conflict(Text(f"政策包有误：{faults[0].what.zh}", f"the pack is at fault: {faults[0].what.en}"))
    if load(pack.folder).digest != pack.digest:
        raise Conflict(
            Text(
                "文件夹里的内容已不是正在使用的；请重启程序",
                "the folder holds something else than the program; restart it",
            )
        )
