"""Finding packs on disk and loading one: text, parameters, rule and digest, or every fault that stands in the way."""

from __future__ import annotations

import ast
import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from yunpei.common.language import Text
from yunpei.policy.agreement import disagreements
from yunpei.policy.builder import Builder
from yunpei.policy.carriers.trace import LARGEST_FIGURE, Overflow, Trace, trace_rule
from yunpei.policy.circulars import Circulars
from yunpei.policy.columns import largest
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.figures import LARGEST
from yunpei.policy.grammar import HEAD
from yunpei.policy.kinds import kind_faults
from yunpei.policy.rules import OPS_VERSION, compile_rule, line_with
from yunpei.policy.types import Pack, Parameter, Rule

# What a version folder may hold; nothing else is part of the pack or of its digest.
PARTS = ("programme.toml", "rule.py", "parameters/*.toml", "examples/*.toml")


class UnknownProgramme(Exception):
    """No pack of that name, or none in that version; `text` says what there is."""

    def __init__(self, text: Text) -> None:
        """Keep the sentence for the reader."""
        super().__init__(text.en)
        self.text = text


def roots() -> list[Path]:
    """The folders that hold packs: the built-in one, then those of YUNPEI_POLICIES."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "policies"
    own = shipped if shipped.is_dir() else package.parents[1] / "policies"
    return [own, *(Path(one) for one in os.environ.get("YUNPEI_POLICIES", "").split(os.pathsep) if one)]


def find(places: Iterable[Path] | None = None) -> dict[str, dict[date, Path]]:
    """Programme id (`circular/programme`) → version → folder, sorted; the first root that has a version keeps it."""
    found: dict[str, dict[date, Path]] = {}
    for root in roots() if places is None else places:
        for folder in version_folders(root):
            version = version_of(folder)
            if version is not None:
                found.setdefault(programme_of(folder), {}).setdefault(version, folder)
    return {name: dict(sorted(found[name].items())) for name in sorted(found)}


def version_folders(root: Path) -> list[Path]:
    """Every version folder in `root`, a circular's or programme's folder, or the one that `root` is itself.

    A folder is one if a date is its name, or if it has a programme.toml or rule.py: where a file is missing, that is a fault to
    tell, not a reason to pass the folder by.
    """
    found = {path.parent for depth in range(4) for part in PARTS[:2] for path in root.glob("*/" * depth + part)}
    found |= {path for depth in range(1, 4) for path in root.glob("/".join("*" * depth)) if _is_dated(path)}
    if _is_dated(root):
        found.add(root)
    return sorted(
        folder for folder in found if not any(part.startswith(".") for part in folder.relative_to(root).parts)
    )


def _is_dated(folder: Path) -> bool:
    return folder.is_dir() and version_of(folder) is not None


def programme_of(folder: Path) -> str:
    """`circular/programme` of a version folder."""
    folder = folder.resolve()
    return f"{folder.parent.parent.name}/{folder.parent.name}"


def version_of(folder: Path) -> date | None:
    """The in-force-from date that the folder's name is, None if it is not one."""
    name = folder.name or folder.resolve().name
    try:
        return date.fromisoformat(name) if len(name) == len("2020-02-24") else None
    except ValueError:
        return None


def load_programme(name: str) -> Pack:
    """The latest version of a programme, or that of `name@2020-02-24`. Raises UnknownProgramme, PackFaults."""
    return load(folder_of(name))


def folder_of(name: str) -> Path:
    """Where the latest version of a programme lies, or that of `name@2020-02-24`. Raises UnknownProgramme."""
    programme, _, wanted = name.partition("@")
    found = find()
    versions = found.get(programme)
    if not versions:
        known = "、".join(found)
        raise UnknownProgramme(
            Text(f"没有项目 {programme}；现有：{known}", f"no programme {programme}; there are: {known}")
        )
    if not wanted:
        return versions[max(versions)]
    for version, folder in versions.items():
        if version.isoformat() == wanted:
            return folder
    dates = "、".join(map(str, versions))
    raise UnknownProgramme(
        Text(f"{programme} 没有版本 {wanted}；现有：{dates}", f"{programme} has no {wanted}; there are: {dates}")
    )


def load(folder: Path) -> Pack:
    """Load one version folder. Raises PackFaults with every fault found in its text, parameters and rule."""
    folder = folder.resolve()
    builder = Builder(folder, circulars_of(folder))
    faults, traced = list(builder.faults), None
    try:
        rule, tree = compile_rule(folder / "rule.py")
        traced = rule, _traced(builder, rule, tree)
    except PackFaults as error:
        faults += error.faults
    if traced and builder.document:
        faults += disagreements(builder, builder.document, traced[1])
    if faults or traced is None:
        raise PackFaults(dict.fromkeys(faults))
    pack = builder.pack(traced[0])
    return replace(pack, digest=_digest(pack))


def circulars_of(folder: Path) -> Circulars:
    """The circulars that a version folder may cite: those of its own root first."""
    return Circulars([folder.resolve().parents[2], *roots()])


def _traced(builder: Builder, rule: Rule, tree: ast.Module) -> Trace:
    path, parameters = builder.folder / "rule.py", builder.figures.parameters
    known = None if builder.figures.faults else parameters
    if faults := list(kind_faults(path, tree, known)):
        raise PackFaults(faults)
    return _trace(path, rule, parameters if known is not None else None)


def trace_of(pack: Pack) -> Trace:
    """What the pack's rule reads. Raises PackFaults where the rule can't be run on its own facts and parameters."""
    return _trace(pack.folder / "rule.py", pack.rule, pack.parameters)


def _trace(path: Path, rule: Rule, parameters: Mapping[str, Parameter] | None) -> Trace:
    def most(name: str) -> int | None:
        if parameters is None:  # they could not be read, so any name of one will do
            return LARGEST_FIGURE
        return LARGEST.get(parameters[name].unit, 1) if name in parameters else None

    try:
        return trace_rule(rule, largest, most)
    except Overflow as error:
        line = _line_of(error, path)
        zh, en = "数值可能超出 64 位整数", "a figure could pass 64 bits"
        mend = ("不要把金额与金额相乘", "do not multiply money by money")
    except (AttributeError, TypeError, ValueError) as error:
        line = _line_of(error, path)
        zh, en = f"规则无法运行：{error}", f"the rule can't run: {error}"
        mend = ("按 policy/README.md 的样式书写", "write it as policy/README.md shows")
    raise PackFaults([Fault.of(path, line, zh, en, *mend)])


def _line_of(error: Exception, path: Path) -> int:
    """The line of the rule that raised it."""
    frame, line = error.__traceback__, 0
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == str(path):
            line = frame.tb_lineno
        frame = frame.tb_next
    return line or line_with(path, HEAD)


def _digest(pack: Pack) -> str:
    """SHA-256 over the pack's files (sorted paths, LF bytes), the clauses it cites, its region, and the ops' version."""
    whole = hashlib.sha256(f"ops {OPS_VERSION}\nregion {pack.circular.region}\n".encode())
    files = {path.relative_to(pack.folder).as_posix(): path for part in PARTS for path in pack.folder.glob(part)}
    for name in sorted(files):
        data = files[name].read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"file {name} {len(data)}\n".encode() + data)
    for clause in sorted(pack.clauses):
        text = pack.clauses[clause].encode()
        whole.update(f"clause {clause} {len(text)}\n".encode() + text)
    return whole.hexdigest()
