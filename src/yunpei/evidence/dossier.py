"""Writing a class dossier (一班一档): files of JSON Lines and their proofs, in one archive. No database, no clock.

The same content gives the same bytes. What has to be in it, and how it is checked, is in verifier.py, which lies in it too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from yunpei.evidence import verifier
from yunpei.evidence.sealing import SIGNATURE
from yunpei.evidence.verifier import FILES, MANIFEST, RECORDS, canonical, short

FORMAT = "yunpei-dossier-2"
_PIECE = 1 << 20
_README = """一班一档：{number}

核验（需要 Python 3.11 和 cryptography，不需要网络和数据库）：

    python -I verify.py 本文件.zip --key 站点公布的公钥

dossier.pdf 供人阅读；.jsonl 每行一条记录。核验证明什么、不证明什么，见项目的 docs/evidence.md。

Class dossier {number}. To check it (Python 3.11 and cryptography, no network, no database):

    python -I verify.py THIS.zip --key PUBLIC_KEY_THAT_THE_SITE_PUBLISHES

dossier.pdf is for people; each line of a .jsonl is one record. docs/evidence.md of the project says what this proves and what not.
"""


class Draft:
    """The files of a dossier while it is being put together, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[str, dict[str, Any]] = {}

    def put(self, name: str, rows: Iterable[str]) -> None:
        """A file of lines, written as they come."""
        whole, lines = hashlib.sha256(), []
        with (self._folder / name).open("wb") as file:
            for row in rows:
                raw = f"{row}\n".encode()
                whole.update(raw)
                lines.append(short(raw))
                file.write(raw)
        self._listed[name] = {"sha256": whole.hexdigest(), "lines": lines}

    def put_records(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """A file of records."""
        self.put(name, map(canonical, rows))

    def put_bytes(self, name: str, data: bytes) -> None:
        """A file that has no lines."""
        (self._folder / name).write_bytes(data)
        self._listed[name] = {"sha256": hashlib.sha256(data).hexdigest(), "lines": []}

    def sealed(self) -> dict[str, str]:
        """What the sealing event says: the digest of every record file."""
        return {name: self._listed[name]["sha256"] for name in RECORDS}

    def finish(self, out: Path, *, number: str, key: str, sign: Callable[[str], str]) -> None:
        """Add what goes with every dossier and write the archive, whole or not at all. Raises OSError."""
        self.put_bytes("README.txt", _README.format(number=number).encode())
        self.put_bytes("verify.py", Path(verifier.__file__).read_bytes())
        text = canonical({"format": FORMAT, "algorithm": SIGNATURE, "key": key, "files": self._listed})
        self.put_records(MANIFEST, [{"text": text, "signature": sign(text)}])
        handle, made = tempfile.mkstemp(dir=out.parent, prefix=f"{out.stem}-", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                for name in FILES:
                    self._add(archive, name)
            Path(made).chmod(0o644)
            Path(made).replace(out)
        finally:
            Path(made).unlink(missing_ok=True)

    def _add(self, archive: zipfile.ZipFile, name: str) -> None:
        place = self._folder / name
        info = zipfile.ZipInfo(name)  # dated 1980: the time of writing is no content
        info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
        info.external_attr = 0o644 << 16
        with place.open("rb") as source, archive.open(info, "w", force_zip64=place.stat().st_size > 1 << 30) as target:
            shutil.copyfileobj(source, target, _PIECE)
