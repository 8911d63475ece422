"""Nothing is committed that belongs to a real person, or that ties the project to one package host."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.architecture.tree import files, report, shown, texts

# Put together here, so that this file does not hold what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("npmmirror", "com"),
        ("crates", "io"),
        ("proxy", "golang"),
        ("deb", "debian"),
        ("security", "debian"),
        ("ftp", "debian"),
        ("mirrors", "aliyun"),
        ("tuna", "tsinghua"),
        ("mirrors", "ustc"),
        ("mirrors", "cloud"),
        ("repo", "huaweicloud"),
    ]
]
HOST = re.compile("|".join(re.escape(host) for host in HOSTS), re.IGNORECASE)

# First two digits that GB/T 2260 gives to a mainland province. Invented people live elsewhere (99, 10, 16 …).
PROVINCES = {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)}
ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def looks_real(number: str) -> bool:
    """Whether a mainland resident could have this number: province, birth date and check character of GB 11643."""
    if int(number[:2]) not in PROVINCES:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def host_faults(path: Path) -> list[str]:
    """Package hosts named in a file."""
    found = sorted({match.group() for text in texts(path) for match in HOST.finditer(text)})
    return [f"{shown(path)}: names the package host {host}" for host in found]


def number_faults(path: Path) -> list[str]:
    """Numbers in a file that a real person could have; the report masks them."""
    found = sorted({match.group() for text in texts(path) for match in ID_NUMBER.finditer(text)})
    return [f"{shown(path)}: {one[:6]}********{one[14:]} could be someone's" for one in found if looks_real(one)]


def test_no_package_host_is_named() -> None:
    report([fault for path in files() for fault in host_faults(path)])


def test_no_number_could_be_a_real_persons() -> None:
    report([fault for path in files() for fault in number_faults(path)])


def with_check(digits: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


REAL, INVENTED = with_check("320200" + "19900101" + "001"), with_check("990101" + "19900101" + "001")
WRONG_CHECK = REAL[:17] + ("1" if REAL[17] != "1" else "2")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"person_id\n{REAL}\n", True),
        (f"'{REAL.lower()}'", True),
        (INVENTED, False),
        (WRONG_CHECK, False),
        (with_check("320200" + "19901301" + "001"), False),
        (f"{REAL}0", False),
        (f"sha256:ab{REAL}cd", False),
    ],
)
def test_the_number_guard_sees(tmp_path: Path, text: str, found: bool) -> None:
    sample = tmp_path / "sample.csv"
    sample.write_text(text)
    assert bool(number_faults(sample)) is found


def test_the_number_guard_looks_into_workbooks(tmp_path: Path) -> None:
    sample = tmp_path / "sample.xlsx"
    with zipfile.ZipFile(sample, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{REAL}</t>")
    assert number_faults(sample)


@pytest.mark.parametrize("host", HOSTS)
def test_the_host_guard_sees(tmp_path: Path, host: str) -> None:
    sample = tmp_path / "lock.txt"
    sample.write_text(f"--index-url https://{host}/simple\n")
    assert host_faults(sample)
    sample.write_text("polars==2.1.0 --hash=sha256:00\n")
    assert not host_faults(sample)
