"""What is about to be published, searched for full ID numbers: where one stands, masked, and what a person must look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yunpei.common.errors import Problem
from yunpei.common.identifiers import mask_person_id
from yunpei.common.language import Text
from yunpei.files import queries as stored
from yunpei.files.full_ids import find_full_ids, numbers_in
from yunpei.files.types import FileCard

SHOWN = 20  # places named of one file; whoever mends these searches the rest


def in_texts(texts: Iterable[tuple[Text, str]]) -> list[Problem]:
    """Full numbers in what the notice's own page would show."""
    return [
        Problem(
            "",
            Text(
                f"公示内容中有完整的身份证号码，不能发布：{place.zh}（{_masked(number)}）",
                f"a full ID number would be published: {place.en} ({_masked(number)})",
            ),
        )
        for place, text in texts
        for number in numbers_in(text)
    ]


def in_files(files: Sequence[FileCard], *, looked: bool) -> list[Problem]:
    """Full numbers in attachments, and, unless somebody has looked at them, the parts that no program can read."""
    problems = []
    for one in files:
        for number in numbers_in(one.name):
            told = f"文件名有完整的身份证号码（{_masked(number)}），请改名后重新上传"
            problems.append(
                Problem("", Text(told, f"the file's name has a full ID number ({_masked(number)}); rename it"))
            )
        scan = find_full_ids(stored.path(one).read_bytes(), one.kind)
        for found in scan.found[:SHOWN]:
            problems.append(
                _of(
                    one,
                    Text(
                        f"{found.place.zh} 有完整的身份证号码（{found.masked}），请遮蔽后重新上传",
                        f"{found.place.en} has a full ID number ({found.masked}); mask it and upload the file again",
                    ),
                )
            )
        if not looked:
            for place in scan.unread[:SHOWN]:
                problems.append(
                    _of(
                        one,
                        Text(
                            f"{place.zh}：程序读不了，请人工查看，确认没有完整的身份证号码后勾选“已查看”",
                            f"{place.en}: no program can read this; look at it, and tick that you did",
                        ),
                    )
                )
    return problems


def _of(one: FileCard, said: Text) -> Problem:
    return Problem("files", Text(f"附件“{one.name}”{said.zh}", f"attachment “{one.name}”: {said.en}"))


def _masked(number: str) -> str:
    return mask_person_id("".join(sign for sign in number if sign.isalnum()))
