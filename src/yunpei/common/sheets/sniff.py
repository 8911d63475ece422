"""What a file really is, by its first bytes and its name, and what to say when it is none of ours."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from yunpei.common.language import Text
from yunpei.common.sheets.model import Kind, UnreadableFile

HEAD = 4096
_CSV, _XLSX = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")
_FOREIGN = (
    ".xls",
    ".xlsb",
    ".xlt",
    ".et",
    ".ett",
    ".ods",
    ".numbers",
    ".html",
    ".htm",
    ".pdf",
    ".doc",
    ".docx",
    ".wps",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x10\x00", b"\x09\x08\x08\x00")
# "EncryptedPackage" is the stream that every password-protected workbook has.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_BINARY = (
    b"%PDF",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"SQLite format 3",
    b"{\\rtf",
)


def kind_of(path: Path) -> Kind:
    """csv, xlsx or parquet; raises UnreadableFile when name and content do not say the same."""
    head = _head(path)
    ending = path.suffix.lower()
    if ending == ".parquet":
        if head[:4] == b"PAR1":
            return "parquet"
        raise _mismatch(path, "Parquet", head)
    if ending in _XLSX:
        if head[:2] == b"PK":
            return "xlsx"
        raise _mismatch(path, "XLSX", head)
    if ending in _CSV:
        if _binary_name(head, path) is None:
            return "csv"
        raise _mismatch(path, "CSV", head)
    raise _foreign(path, ending, head)


def _head(path: Path) -> bytes:
    name = path.name
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UnreadableFile(
                Text(
                    f"{path}：不是普通文件，请给出 .xlsx、.csv 或 .parquet 文件。",
                    f"{path}: not a plain file; give an .xlsx, .csv or .parquet file.",
                )
            )
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableFile(
            Text(f"{path}：没有这个文件，请检查路径。", f"{path}: no such file; check the path.")
        ) from None
    except (OSError, ValueError) as fault:
        why = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else str(fault)
        raise UnreadableFile(
            Text(f"{path}：打不开（{why}），请检查权限。", f"{path}: cannot be opened ({why}); check its permissions.")
        ) from None
    if not head:
        raise UnreadableFile(
            Text(
                f"{name}：文件是空的（0 字节），请重新导出。", f"{name}: the file is empty (0 bytes); export it again."
            )
        )
    return head


def _binary_name(head: bytes, path: Path) -> tuple[str, str] | None:
    """What the content is when it is not plain text with separators, in both languages; None if it may be."""
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "xlsx 或压缩包", "an .xlsx or zip file"
    if head[:8] == _OLE:
        if _is_encrypted(path):
            return "加密的工作簿", "a workbook with a password"
        return "旧版 .xls 或加密的工作簿", "an old .xls workbook, or one with a password"
    if head[:4] in _BIFF:
        return "旧版 .xls 工作簿", "an old .xls workbook"
    if head[:4] == b"PAR1":
        return "Parquet 文件", "a Parquet file"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<style", b"<!--")):
        return "网页（HTML）或 XML", "a web page (HTML) or XML"
    if head.startswith(_OTHER_BINARY):
        return "另一种二进制文件", "a binary file of another kind"
    return None


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENCRYPTED in file.read(1 << 20)


def _mismatch(path: Path, wanted: str, head: bytes) -> UnreadableFile:
    zh, en = _binary_name(head, path) or ("文本或损坏的文件", "text, or a damaged file")
    if head[:8] == _OLE:
        zh_mend, en_mend = (
            "请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx。",
            "Open it in Excel or WPS, take off the password, save as .xlsx.",
        )
    elif wanted == "CSV" and head[:2] == b"PK":
        zh_mend, en_mend = "如果是工作簿，请把扩展名改为 .xlsx。", "If it is a workbook, change the ending to .xlsx."
    elif wanted == "Parquet":
        zh_mend, en_mend = (
            "请重新导出为 Parquet，或改为正确的扩展名。",
            "Export it as Parquet again, or give it its right ending.",
        )
    else:
        zh_mend, en_mend = (
            "请用 Excel 或 WPS 打开，另存为 .xlsx；如果本来是 CSV，请把扩展名改为 .csv。",
            "Open it in Excel or WPS and save as .xlsx; if it is CSV, change the ending to .csv.",
        )
    return UnreadableFile(
        Text(
            f"{path.name}：扩展名是 {path.suffix}，内容却是{zh}，不是 {wanted}。{zh_mend}",
            f"{path.name}: named {path.suffix}, but holds {en}, not {wanted}. {en_mend}",
        )
    )


def _foreign(path: Path, ending: str, head: bytes) -> UnreadableFile:
    if ending in _FOREIGN or _binary_name(head, path) is not None:
        return UnreadableFile(
            Text(
                f"{path.name}：不支持 {ending or '这种'} 文件，请用 Excel 或 WPS 打开，另存为 .xlsx。",
                f"{path.name}: {ending or 'such'} files are not supported; open it in Excel or WPS and save as .xlsx.",
            )
        )
    return UnreadableFile(
        Text(
            f"{path.name}：不认识扩展名“{ending}”；可用 .xlsx、.csv 或 .parquet。",
            f"{path.name}: unknown ending “{ending}”; use .xlsx, .csv or .parquet.",
        )
    )
