"""What a decided file comes to: reasons in words, totals, and the JSON contract of `yunpei decide`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yunpei.common.language import Text
from yunpei.policy.columns import COLUMNS
from yunpei.policy.parameters import Setting
from yunpei.policy.types import Decision, Outcome, Pack

OUTCOME_WORDS = {
    Outcome.DUE: Text("应付", "due"),
    Outcome.REFUSED: Text("不予补贴", "refused"),
    Outcome.DISCRETION: Text("待裁量", "discretion"),
    Outcome.UNDETERMINED: Text("无法判定", "undetermined"),
}
NOT_MET = Text("不符：", "not met: ")
ALLOWED = Text("经裁量准予，原不符：", "allowed by an officer though not met: ")
IN_PRINCIPLE = Text(
    "原则上的条件，须由工作人员写明理由后裁量", "binding in principle: an officer may allow it with a written reason"
)
CAPPED = Text("受补贴上限限制", "cut by the cap")
PROVISIONAL = Text("暂定：此人前面有未定的行", "provisional: an earlier line of this person is still open")


def reasons(
    pack: Pack, outcome: Outcome, oks: Sequence[bool | None], missing: Sequence[str], *, provisional: bool, capped: bool
) -> Text:
    """Why a line ends as it does: every check known to fail, what is missing, what the cap took. Empty if nothing is to say."""
    said = []
    failed = [check.text for check, ok in zip(pack.checks, oks, strict=True) if ok is False]
    if failed:
        label = ALLOWED if outcome is Outcome.DUE else NOT_MET
        said.append(
            Text(label.zh + "；".join(text.zh for text in failed), label.en + "; ".join(text.en for text in failed))
        )
    if missing:
        names = [missing_name(pack, name) for name in missing]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        said.append(Text(f"缺少：{zh}", f"missing: {en}"))
    if outcome is Outcome.DISCRETION:
        said.append(IN_PRINCIPLE)
    if capped:
        said.append(CAPPED)
    if provisional:
        said.append(PROVISIONAL)
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))


def is_capped(one: Decision) -> bool:
    """Whether money was asked for that the cap took."""
    money = one.amount_fen + one.if_allowed_fen
    return money > 0 and one.gross_fen is not None and money < one.gross_fen


def reasons_of(pack: Pack, one: Decision) -> str:
    """The reasons of a decision, in the language of this run."""
    return str(reasons(pack, one.outcome, one.oks, one.missing, provisional=one.provisional, capped=is_capped(one)))


def missing_name(pack: Pack, name: str) -> Text:
    """A missing fact or parameter as people call it."""
    if name in pack.parameters:
        text = pack.parameters[name].text
        return Text(f"{text.zh}（--param {name}=）", f"{text.en} (--param {name}=)")
    return Text(COLUMNS[name].zh, name)


def totals(decisions: Iterable[Decision]) -> dict[str, int]:
    """Lines by outcome and the money, in fen."""
    counted = {
        "lines": 0,
        **{str(outcome): 0 for outcome in reversed(Outcome)},
        "amount_fen": 0,
        "amount_if_allowed_fen": 0,
    }
    for one in decisions:
        counted["lines"] += 1
        counted[one.outcome] += 1
        counted["amount_fen"] += one.amount_fen
        counted["amount_if_allowed_fen"] += one.if_allowed_fen
    return counted


def run_object(
    pack: Pack, region: str, settings: Mapping[str, Setting], warnings: Iterable[Text], totals_: Mapping[str, int]
) -> dict[str, Any]:
    """The JSON object of a run, but for its lines."""
    return {
        "programme": pack.programme,
        "in_force_from": pack.version.isoformat(),
        "pack_digest": pack.digest,
        "version": _version(),
        "region": region,
        "params": {name: _setting(pack, one) for name, one in settings.items()},
        "warnings": [str(text) for text in warnings],
        "lines": [],
        "totals": dict(totals_),
    }


def line_object(pack: Pack, person_id: str, one: Decision) -> dict[str, Any]:
    """One line of the JSON contract."""
    return {
        "row": one.row,
        "person_id": person_id,
        "outcome": str(one.outcome),
        "amount_fen": one.amount_fen,
        "amount_if_allowed_fen": one.if_allowed_fen,
        "gross_fen": one.gross_fen,
        "provisional": one.provisional,
        "checks": [
            {
                "id": check.id,
                "ok": ok,
                "force": str(check.force),
                "clause": "; ".join(check.clauses),
                "text": str(check.text),
            }
            for check, ok in zip(pack.checks, one.oks, strict=True)
        ],
        "missing": list(one.missing),
        **({"advance_fen": one.advance_fen} if pack.advance else {}),
    }


def _setting(pack: Pack, one: Setting) -> dict[str, Any]:
    since = one.values[-1].since if one.values and one.override is None else None
    return {
        "value": _plain(one.value),
        "from": (since or pack.version).isoformat() if one.value is not None else None,
        "source": one.source,
        "overridden": one.override is not None,
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else value.isoformat()


def _version() -> str:
    from yunpei import __version__

    return __version__
