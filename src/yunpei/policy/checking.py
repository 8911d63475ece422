"""Every fault of every pack below a folder: in its files, its rule and its examples, and where packs do not go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from yunpei.common.language import Text
from yunpei.policy.circulars import FILE, circular_of
from yunpei.policy.example_runs import misses
from yunpei.policy.examples import examples_in, read_examples
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.packs import PARTS, load, programme_of, roots, version_folders, version_of
from yunpei.policy.schema import nearest
from yunpei.policy.toml_lines import Document


@dataclass(frozen=True)
class Report:
    """What a check found: the version folders it looked at, and their faults in the order of files and lines."""

    folders: tuple[Path, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Version:
    """What other packs need to know of one version; `counts_with` None: its programme.toml can't be read."""

    folder: Path
    programme: str
    begins: date
    until: date | None
    counts_with: tuple[str, ...] | None

    def fault(self, key: str, what: Text, mend: Text, number: int | None = None) -> Fault:
        """A fault of this version at a key of its programme.toml."""
        path = self.folder / "programme.toml"
        try:
            line = Document(path).line_of((key,) if number is None else (key, number))
        except PackFaults:
            line = 1
        return Fault(path, line, what, mend)


def check(places: Iterable[Path]) -> Report:
    """Check all packs in `places`: roots, folders of circulars, programmes or versions. Nothing that is found hides anything else."""
    chosen = [_folder_of(place).resolve() for place in places]
    folders = tuple(dict.fromkeys(folder for place in chosen for folder in version_folders(place)))
    faults = [fault for folder in folders for fault in folder_faults(folder)]
    faults += [fault for place in chosen for fault in _place_faults(place)]
    faults += between(folders)
    ordered = sorted(dict.fromkeys(faults), key=lambda fault: (str(fault.file), fault.line))
    return Report(folders, tuple(ordered))


def _folder_of(place: Path) -> Path:
    """The folder to look in for a path that may be one of a pack's files."""
    folder = place.parent if place.is_file() else place
    return folder.parent if folder.name in ("parameters", "examples") else folder


def folder_faults(folder: Path) -> list[Fault]:
    """Every fault of one version folder by itself, its worked examples included."""
    faults = list(_stray(folder))
    try:
        pack = load(folder)
    except PackFaults as error:
        return [*faults, *error.faults, *examples_in(folder)[1]]
    try:
        faults += [miss.fault for miss in misses(pack, read_examples(pack))]
    except PackFaults as error:
        faults += error.faults
    return faults


def _stray(folder: Path) -> Iterator[Fault]:
    """A file that no one would read: mostly a misspelt name."""
    parts = {path for part in PARTS for path in folder.glob(part)}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__")) or part.endswith("~") for part in path.relative_to(folder).parts)
        if path.is_file() and path not in parts and not hidden:
            known = "、".join(PARTS)
            zh, en = f"{path.name} 不是政策包的文件", f"{path.name} is no part of a pack"
            yield Fault.of(
                path, 1, zh, en, f"改名或移走；可有：{known}", f"rename it or take it away; there are {known}"
            )


def _place_faults(place: Path) -> Iterator[Fault]:
    """A folder that is not there; the faults of circulars in it, those without a programme too."""
    if not place.is_dir():
        mend = "改正 YUNPEI_POLICIES 或建立文件夹", "mend YUNPEI_POLICIES or make the folder"
        yield Fault.of(place, 1, "没有这个文件夹", "there is no such folder", *mend)
    for path in sorted({*place.glob(FILE), *place.glob(f"*/{FILE}")}):
        try:
            circular_of(path)
        except PackFaults as error:
            yield from error.faults


def between(folders: Iterable[Path]) -> Iterator[Fault]:
    """Where the versions in `folders` do not go together with each other, or with all others that there are."""
    own = set(folders)
    in_use = [root.resolve() for root in roots()]
    places = dict.fromkeys((*in_use, *(folder.parents[2] for folder in folders)))
    all_folders = [folder for place in places for folder in version_folders(place)]
    known = [version for folder in all_folders for version in _read(folder)]
    programmes: dict[str, list[Version]] = {programme_of(folder): [] for folder in all_folders}
    for version in known:
        programmes[version.programme].append(version)
    for versions in programmes.values():
        versions.sort(key=lambda one: one.begins)
        for earlier, later in pairwise(versions):
            if own & {earlier.folder, later.folder}:
                yield from _overlap(earlier, later, in_use)
    for version in known:
        if version.folder in own:
            yield from _group_faults(version, programmes)


def _read(folder: Path) -> Iterator[Version]:
    begins = version_of(folder)
    until, group = None, None
    try:
        values = Document(folder / "programme.toml").values
        until, group = values.get("until"), values.get("counts_with", [])
    except PackFaults:
        pass  # told by the folder's own check
    if begins is not None:
        yield Version(
            folder.resolve(),
            programme_of(folder),
            begins,
            until if type(until) is date else None,
            tuple(group) if isinstance(group, list) else None,
        )


def _overlap(earlier: Version, later: Version, in_use: list[Path]) -> Iterator[Fault]:
    if earlier.begins == later.begins:
        both = {version.folder.parents[2] for version in (earlier, later)} <= set(in_use)
        if both or _contents(earlier.folder) != _contents(later.folder):
            shown = f"{later.programme}@{later.begins}"
            what = Text(f"{shown} 在 {earlier.folder} 已有", f"{shown} is already in {earlier.folder}")
            mend = Text("换生效日期或项目名；先找到的有效", "take another date or name; the one found first counts")
            yield later.fault("name", what, mend)
    elif earlier.until and earlier.until >= later.begins:
        what = Text(f"与 {later.begins} 生效的版本重叠", f"overlaps with the version in force from {later.begins}")
        day = later.begins - timedelta(days=1)
        yield earlier.fault("until", what, Text(f"改为 {day} 或删去", f"make it {day} or remove it"))


def _contents(folder: Path) -> dict[str, bytes]:
    paths = [path for part in PARTS for path in folder.glob(part)]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _group_faults(version: Version, programmes: dict[str, list[Version]]) -> Iterator[Fault]:
    """counts_with must name programmes that there are and that, at the same time, name this one."""
    first, last = _span(version, programmes)
    for number, name in enumerate(version.counts_with or ()):
        if name == version.programme or name not in programmes:
            what = Text(f"counts_with 中的 {name} 不是另一个项目", f"{name} in counts_with is no other programme")
            others = dict.fromkeys(one for one in programmes if one != version.programme)
            yield version.fault("counts_with", what, nearest(name, others), number)
            continue
        for other in programmes[name]:
            begins, ends = _span(other, programmes)
            together = other.counts_with is None or version.programme in other.counts_with
            if begins <= last and first <= ends and not together:
                shown = f"{name}@{other.begins}"
                what = Text(f"{shown} 没有反过来列出本项目", f"{shown} does not name this programme in turn")
                mend = Text(
                    f"在 {shown} 的 counts_with 中加上 {version.programme}",
                    f"add {version.programme} to its counts_with",
                )
                yield version.fault("counts_with", what, mend, number)


def _span(version: Version, programmes: dict[str, list[Version]]) -> tuple[date, date]:
    """The first and last day on which a version is in force."""
    later = [one.begins for one in programmes[version.programme] if one.begins > version.begins]
    ends = min(later) - timedelta(days=1) if later else date.max
    return version.begins, min(ends, version.until or date.max)
