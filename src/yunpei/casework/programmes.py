"""The pack that a case is pinned to, and the offices that its programme gives it to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from yunpei.casework.models import Case, Figure, FilingPlan, PackApproval
from yunpei.common.errors import Conflict, Invalid, Problem
from yunpei.common.language import Text
from yunpei.people import queries as people
from yunpei.people.access import region_covers
from yunpei.people.types import OfficeCard, OfficeKind
from yunpei.policy import packs
from yunpei.policy.deciding import Plan
from yunpei.policy.faults import PackFaults
from yunpei.policy.packs import UnknownProgramme, load_programme
from yunpei.policy.parameters import BadParameter, read_parameter, region_of, settle
from yunpei.policy.types import Pack

APPROVALS = 2  # different officers, for a pack that does not come with the program


def current_pack(programme: str) -> Pack:
    """The latest version of a programme, usable or not. Raises Invalid for a programme that is not there or unsound."""
    try:
        return loaded(programme)
    except UnknownProgramme as error:
        raise Invalid([Problem("programme", error.text)]) from error
    except PackFaults as error:
        raise Invalid([Problem("programme", fault.what) for fault in error.faults]) from error


def usable_pack(programme: str) -> Pack:
    """The version of a programme that new cases are pinned to: the latest that comes with the program or two officers approved.

    Raises Invalid for a programme that is not there or unsound, or of which no version may be used yet.
    """
    versions = sorted(packs.find().get(programme, {}), reverse=True)
    for version in versions:
        pack = current_pack(f"{programme}@{version}")
        if is_usable(pack):
            return pack
    if not versions:
        current_pack(programme)  # says what there is
    raise Invalid(
        [
            Problem(
                "programme",
                Text(
                    f"项目 {programme} 的政策包还没有经两名审核人员批准，暂不受理",
                    f"the pack of {programme} is not approved by two officers yet; nothing is taken in under it",
                ),
            )
        ]
    )


def usable_packs() -> list[Pack]:
    """Every programme that new cases may be opened under, sorted, each in the version they would be pinned to."""
    found = []
    for programme in packs.find():
        try:
            found.append(usable_pack(programme))
        except Invalid:
            continue  # not approved, or unsound: the bureau's page of packs says so
    return found


def is_usable(pack: Pack) -> bool:
    """Whether new cases may be pinned to exactly this pack: shipped with the program, or approved by enough officers."""
    return is_shipped(pack) or len(approvers(pack)) >= APPROVALS


def is_shipped(pack: Pack) -> bool:
    """Whether the pack comes with the program: whoever released the program answers for it."""
    return pack.folder.is_relative_to(packs.roots()[0].resolve())


def approvers(pack: Pack) -> set[int]:
    """The persons who approved exactly this digest of the programme. 1 query."""
    rows = PackApproval.objects.filter(programme=pack.programme, digest=pack.digest)
    return set(rows.values_list("person_id", flat=True))


def files_class(pack: Pack) -> bool:
    """Whether organisations may file a class of ours under the programme and claim for it afterwards."""
    return "class_no" in pack.once and set(pack.claimants) != {"person"}


def takes_application(pack: Pack, claimant: str) -> bool:
    """Whether that kind of claimant applies straight away: no class filing has to come first, or it was another's to make."""
    filed_first = "class_no" in pack.once and "filed_on" in pack.facts
    return claimant in pack.claimants and (claimant == "person" or not filed_first)


def publishes(pack: Pack) -> bool:
    """Whether the circular asks for a public notice; where it asks for none, none is held."""
    return bool(pack.public_notice)


def pack_of(case: Case) -> Pack:
    """The pack that a case is pinned to. Raises Conflict where it is gone or is not the one any more: nothing is decided then."""
    try:
        pack = loaded(f"{case.programme}@{case.pack_version}")
    except (UnknownProgramme, PackFaults) as error:
        raise Conflict(
            Text(
                f"政策包 {case.programme} {case.pack_version} 不在或有误，暂不能办理",
                f"pack {case.programme} {case.pack_version} is missing or unsound; nothing can be decided",
            )
        ) from error
    if pack.digest != case.pack_digest:
        raise Conflict(
            Text(
                f"政策包 {case.programme} {case.pack_version} 与立案时不同，请恢复原包",
                f"pack {case.programme} {case.pack_version} differs from the one the case is pinned to; put that one back",
            )
        )
    return pack


def programme_name(case: Case) -> str:
    """The programme of a case as lists show it; its id where the pack is not at hand."""
    try:
        return pack_of(case).name.zh
    except Conflict:
        return case.programme


@lru_cache(maxsize=64)
def loaded(name: str) -> Pack:
    """A version of a programme, read once. Raises UnknownProgramme, PackFaults."""
    # Packs don't change while the program runs: an amendment is a new folder and comes with a restart.
    versions = packs.find().get(name)  # the latest is read once, under whichever name it is asked for
    return loaded(f"{name}@{max(versions)}") if versions else load_programme(name)


def plan_of_claim(case: Case) -> FilingPlan:
    """The training plan of a case: a filing's own, a claim's from the filing that opened its class."""
    return FilingPlan.objects.get(case_id=case.filing_id or case.pk)


def plan_of(pack: Pack, region: str) -> Plan:
    """The pack ready to decide, with the figures of a region: the circular's, and those that it leaves to the bureau as set. 1 query."""
    inside = region_inside(pack, region)
    return _planned(pack.programme, pack.version.isoformat(), inside, tuple(sorted(figures_set(pack, inside).items())))


@lru_cache(maxsize=256)
def _planned(programme: str, version: str, region: str, figures: tuple[tuple[str, str], ...]) -> Plan:
    pack = loaded(f"{programme}@{version}")
    return Plan.of(pack, settle(pack, region, {name: read_parameter(pack, name, value) for name, value in figures}))


def figures_set(pack: Pack, region: str) -> dict[str, str]:
    """Figures that a bureau set for the region, as text: the nearest region's, and of one region the latest."""
    found: dict[str, tuple[int, str]] = {}
    for row in Figure.objects.filter(programme=pack.programme).order_by("id"):
        near = len(row.region.rstrip("0"))
        mine = region_covers(row.region, region) and row.name in pack.parameters
        if mine and near >= found.get(row.name, (0, ""))[0]:
            found[row.name] = near, row.value
    return {name: value for name, (_, value) in found.items()}


def region_inside(pack: Pack, region: str) -> str:
    """The region if it lies in the circular's, else the circular's own: a firm from elsewhere is the circular's question."""
    try:
        return region_of(pack, region)
    except BadParameter:
        return pack.circular.region


def clause_name(clause: str | None) -> str:
    """A clause as people cite it, without its circular's id; "" for none."""
    return (clause or "").rpartition("#")[2]


def office_for(pack: Pack, region: str, kind: OfficeKind) -> OfficeCard | None:
    """The office of a kind that a firm of a region belongs to: the nearest one inside the circular's region.

    A circular that gives the work to districts has offices there, one that keeps it in the city has one office for all; so
    the offices that exist say who reviews and pays, and no city is written into the program.
    """
    inside = [
        office
        for office in people.offices(kind=kind)
        if region_covers(office.region, region) and region_covers(pack.circular.region, office.region)
    ]
    return _nearest(inside)


def _nearest(offices: Iterable[OfficeCard]) -> OfficeCard | None:
    return max(offices, key=lambda office: (len(office.region.rstrip("0")), -office.id), default=None)
