"""What an organisation is told when its platform moves, and an expert who is to review: in the change's own transaction."""

from __future__ import annotations

from datetime import datetime

from yunpei.catalogue.selection.models import CallReviewer, Platform
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.people.telling import tell

# By the `sends` code of the state tables. Reasons stand on the page: messages leave the site.
TEXTS = {
    "platform_cancelled": Text(
        "不再评审：征集已取消，理由见征集公告", "is not reviewed: the call was called off, its page says why"
    ),
    "platform_accepted": Text("通过评审，等待公示", "passed the review and waits for its public notice"),
    "platform_refused": Text("未获通过，理由见平台页面", "was refused; its page says why"),
    "platform_noticed": Text("正在公示", "is in public notice"),
    "platform_listed": Text("已列入平台目录，请按月报送进展", "is on the list of platforms; report every month"),
    "platform_struck": Text(
        "已从平台目录中除名，理由和申诉期限见平台页面",
        "was struck off the list; its page says why, and until when to appeal",
    ),
    "platform_restored": Text("申诉成立，除名自始无效", "won its appeal: it counts as never struck off"),
    "platform_removed": Text(
        "申诉不成立，维持除名，理由见平台页面", "lost its appeal and stays off; its page says why"
    ),
    "platform_objection_upheld": Text(
        "在公示期间收到的异议成立，不列入目录，理由见平台页面",
        "is not listed: an objection to it was upheld, its page says why",
    ),
    "platform_objection_dismissed": Text(
        "在公示期间收到的异议经核实不成立", "was objected to in its notice, and the objection was dismissed"
    ),
}


def tell_firm(row: Platform, code: str, at: datetime) -> None:
    """Tell everyone who acts for the organisation now; nothing without a code."""
    if not code:
        return
    words = TEXTS[code]
    text = Text(f"平台“{row.name}”{words.zh}。", f"The platform {row.name} {words.en}.")
    tell(people.acting_for(row.organisation_id), text, at=at, link=f"/org/platforms/{row.public_id}/")


def tell_reviewer(seat: CallReviewer, at: datetime) -> None:
    """Tell a reviewer that platforms wait for their marks, or that none does any more."""
    title = seat.call.title
    text = (
        Text(f"请您评审“{title}”报送的平台。", f"Please review the platforms handed in under the call {title}.")
        if seat.released_at is None
        else Text(f"您不再评审“{title}”报送的平台。", f"You do not review the platforms of the call {title} any more.")
    )
    tell([seat.account_id], text, at=at, link="/reviews/platforms/")
