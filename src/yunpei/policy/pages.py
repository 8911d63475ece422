"""Rule pages: a programme for people to read, made from its pack, and the folder that holds them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from yunpei.policy import markdown as md
from yunpei.policy.examples import Worked, read_examples
from yunpei.policy.faults import Fault, PackFaults
from yunpei.policy.packs import load
from yunpei.policy.page_clauses import clauses_part, open_part
from yunpei.policy.page_examples import examples_part
from yunpei.policy.page_facts import Voice, circular_part, inputs_part, programme_part
from yunpei.policy.types import Pack

LANGUAGES = ("zh", "en")
MARK = "<!-- 由 yunpei policy pages 生成，不要手改 · made by yunpei policy pages, do not edit -->"
INDEX = "README.md"


def page(pack: Pack, worked: Sequence[Worked], language: str) -> str:
    """The rule page of a pack in `zh` or `en`, as Markdown."""
    voice = Voice(language, pack.circular.id)
    lines = [
        f"# {voice.say(pack.name)}",
        "",
        f"{md.code(f'{pack.programme}@{pack.version}')}",
        "",
        *circular_part(pack, voice),
        *programme_part(pack, voice),
        *clauses_part(pack, voice),
        *open_part(pack, voice),
        *inputs_part(pack, voice),
        *_rule_part(pack, voice),
        *examples_part(worked, voice),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _rule_part(pack: Pack, voice: Voice) -> Iterator[str]:
    source = (pack.folder / "rule.py").read_text("utf-8-sig").replace("\r\n", "\n").strip()
    yield from (f"## {voice('规则', 'Rule')}", "", "```python", *source.split("\n"), "```", "")


def pages(found: Mapping[str, Mapping[date, Path]]) -> tuple[dict[str, str], list[Fault]]:
    """Every page by its path below the folder of pages, and the faults of the packs that can have none."""
    made: dict[str, str] = {}
    faults: list[Fault] = []
    rows = []
    for programme, versions in found.items():
        for version, folder in versions.items():
            try:
                pack = load(folder)
                worked = read_examples(pack)
            except PackFaults as error:
                faults += error.faults
                continue
            stem = f"{programme}@{version}" if len(versions) > 1 else programme
            for language in LANGUAGES:
                made[f"{stem}.{language}.md"] = f"{MARK}\n\n{_links(stem, language)}\n\n{page(pack, worked, language)}"
            rows.append(_index_row(pack, stem))
    made[INDEX] = _index(rows)
    return made, faults


def _links(stem: str, language: str) -> str:
    name = stem.rpartition("/")[2]
    other = f"[English]({name}.en.md)" if language == "zh" else f"[中文]({name}.zh.md)"
    return f"{other} · [{'全部政策页' if language == 'zh' else 'all rule pages'}](../{INDEX})"


def _index_row(pack: Pack, stem: str) -> tuple[str, ...]:
    return (
        md.code(pack.programme),
        str(pack.version),
        f"[{md.plain(pack.name.zh)}]({stem}.zh.md)",
        f"[{md.plain(pack.name.en)}]({stem}.en.md)",
        md.plain(pack.circular.number),
        md.plain(pack.fund),
    )


def _index(rows: Sequence[Sequence[str]]) -> str:
    header = ("项目 programme", "施行 in force from", "中文", "English", "文号 number", "资金 fund")
    lines = [MARK, "", "# 政策页 · Rule pages", "", *md.table(header, rows)]
    lines += ["`make docs` 重新生成；`make check` 核对 · `make docs` writes them again, `make check` compares.", ""]
    return "\n".join(lines)


def differences(folder: Path, made: Mapping[str, str]) -> tuple[list[str], list[str], list[str]]:
    """What in the folder differs from the pages, what is missing, and which files are left over."""
    differing, missing = [], []
    for name, text in made.items():
        path = folder / name
        if not path.is_file():
            missing.append(name)
        elif path.read_bytes() != text.encode():
            differing.append(name)
    held = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return differing, missing, [name for name in held if name not in made]


def write(folder: Path, made: Mapping[str, str]) -> list[str]:
    """Write the pages; take away pages of an earlier time. Returns the files that are not ours and stay."""
    _, _, left_over = differences(folder, made)
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    foreign = []
    for name in left_over:
        path = folder / name
        if path.suffix == ".md" and path.read_text("utf-8", "replace").startswith(MARK):
            path.unlink()
        else:
            foreign.append(name)
    return foreign
