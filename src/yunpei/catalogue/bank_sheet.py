"""A question bank from a spreadsheet: every sound row as a question, every bad cell with its reason, and the sheet given back marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yunpei.catalogue.bank import GivenQuestion, Graded, question_problems
from yunpei.catalogue.types import TRUE_OR_FALSE, Difficulty, QuestionKind
from yunpei.common.language import Text
from yunpei.common.sheets import Cell, Table, UnreadableFile, open_table, text_of
from yunpei.common.sheets.write import write_marked_xlsx

MOST_ROWS = 5_000
LETTERS = "ABCDEFGHIJ"
HEADERS = {
    "kind": "题型",
    "text": "题目",
    **{f"option_{letter}": f"选项{letter}" for letter in LETTERS},
    "answer": "答案",
    "within": "允许误差",
    "points": "分值",
    "chapter": "章节",
    "difficulty": "难度",
    "lesson": "课时序号",
}
# What the sheet to fill in shows; columns as SHOWN names them.
SHOWN = "kind text option_A option_B option_C option_D answer within points chapter difficulty lesson".split()
EXAMPLES: list[list[Cell]] = [
    ["单选", "安全电压的上限是？", "36V", "220V", "380V", "", "A", "", 2, "安全用电", "易", ""],
    ["多选", "哪些是绝缘体？", "橡胶", "铜", "干木头", "", "AC", "", 3, "安全用电", "中", ""],
    ["判断", "可以用湿手触摸开关。", "", "", "", "", "错", "", 1, "安全用电", "易", 1],
    ["计算", "10欧电阻接20伏电压，电流是多少安？", "", "", "", "", "2", "0.01", 4, "电路", "难", ""],
]
REQUIRED = ("kind", "text", "answer")
_OTHER = {
    "题干": "text",
    "试题": "text",
    "正确答案": "answer",
    "分数": "points",
    "所属章节": "chapter",
    "误差": "within",
    "课时": "lesson",
}
_NAMES = (
    {header: name for name, header in HEADERS.items()} | _OTHER | {letter: f"option_{letter}" for letter in LETTERS}
)
_KINDS = {
    "单选": QuestionKind.SINGLE,
    "多选": QuestionKind.MULTIPLE,
    "判断": QuestionKind.TRUE_FALSE,
    "计算": QuestionKind.NUMBER,
    "填空": QuestionKind.NUMBER,
}
_DIFFICULTIES = {
    **dict.fromkeys(("易", "简单", "容易", "1"), Difficulty.EASY),
    **dict.fromkeys(("中", "中等", "一般", "2", ""), Difficulty.MEDIUM),
    **dict.fromkeys(("难", "困难", "较难", "3"), Difficulty.HARD),
}
_TRUE = {
    "对": 0,
    "正确": 0,
    "是": 0,
    "√": 0,
    "T": 0,
    "TRUE": 0,
    "A": 0,
    "错": 1,
    "错误": 1,
    "否": 1,
    "×": 1,
    "X": 1,
    "F": 1,
    "FALSE": 1,
    "B": 1,
}


@dataclass(frozen=True, slots=True)
class BankRow:
    """A sound row: its question, and the position of the lesson whose quiz asks it; None: the exam alone."""

    row: int
    question: GivenQuestion
    lesson: int | None


@dataclass(frozen=True, slots=True)
class BadCell:
    """What is wrong in one place: row of the sheet, column name, why and how to mend it."""

    row: int
    name: str
    reason: Text


@dataclass
class BankRead:
    """A sheet as read. Usable only when `bad` is empty."""

    header: tuple[str, ...]
    columns: Mapping[str, int]
    raw: list[tuple[int, list[Cell]]] = field(default_factory=list)
    rows: list[BankRow] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)

    def blame(self, row: int, name: str, reason: Text) -> None:
        """Say what is wrong with a column of a row."""
        self.bad.append(BadCell(row, name, reason))

    def bad_rows(self) -> list[tuple[int, str, list[tuple[str, Text]]]]:
        """Each bad row once, in order: its number, its question, and each fault with the header of its column."""
        cells, found = dict(self.raw), dict[int, list[tuple[str, Text]]]()
        for one in sorted(self.bad, key=lambda bad: bad.row):
            found.setdefault(one.row, []).append((HEADERS.get(one.name, one.name), one.reason))
        return [(row, self._text(cells.get(row, []), "text"), faults) for row, faults in found.items()]

    def _text(self, cells: Sequence[Cell], name: str) -> str:
        index = self.columns.get(name)
        return text_of(cells[index]) if index is not None and index < len(cells) else ""


def read_bank(path: Path, *, lessons: int) -> BankRead:
    """Read a sheet; lessons: how many the course has. Raises UnreadableFile for a file that is no table of questions."""
    table = open_table(path, known=lambda header: _NAMES.get("".join(header.split()).upper()), key="text", fewest=2)
    found = BankRead(table.header, table.columns)
    for header, reason in table.problems:
        found.blame(table.header_row, header, reason)
    for name in REQUIRED:
        if name not in table.columns:
            lacking = HEADERS[name]
            found.blame(
                table.header_row, name, Text(f"缺少“{lacking}”一列；请补上", f"the column {lacking} is not there")
            )
    seen: dict[tuple[str, str], int] = {}
    for row, cells in table.rows:
        if len(found.raw) >= MOST_ROWS:
            raise UnreadableFile(Text(f"一次最多{MOST_ROWS}题；请分开导入", f"at most {MOST_ROWS} questions at once"))
        found.raw.append((row, cells))
        _row(found, table, row, cells, seen, lessons)
    if not found.raw:
        found.blame(table.header_row, "text", Text("表头下面没有题目", "there is no question below the header"))
    return found


def write_marked(path: Path, found: BankRead) -> None:
    """The same sheet as an .xlsx at `path`, every bad cell coloured and commented at its own row."""
    header, marks = list(found.header), dict[tuple[int, int], str]()
    for one in found.bad:
        index = found.columns.get(one.name)
        if index is None:
            index = len(header)
            header.append(HEADERS.get(one.name, one.name))
        known = marks.get((one.row, index))
        marks[one.row, index] = f"{known}\n{one.reason}" if known else str(one.reason)
    write_marked_xlsx(path, header, found.raw, marks)


def _row(
    found: BankRead, table: Table, row: int, cells: Sequence[Cell], seen: dict[tuple[str, str], int], lessons: int
) -> None:
    given = {name: text_of(cells[index]) for name, index in table.columns.items() if index < len(cells)}
    before = len(found.bad)
    kind = next((kind for word, kind in _KINDS.items() if given.get("kind", "").startswith(word)), None)
    if kind is None:
        told = Text("题型应为单选、多选、判断或计算", "the kind is 单选, 多选, 判断 or 计算")
        found.blame(row, "kind", told)
        return
    question = _question(found, row, kind, given)
    lesson = _whole(given.get("lesson", ""))
    if given.get("lesson") and (lesson is None or not 1 <= lesson <= lessons):
        told = Text(
            f"课程有{lessons}个课时；填1至{lessons}，或留空只用于考试", f"a lesson from 1 to {lessons}, or nothing"
        )
        found.blame(row, "lesson", told)
    for problem in question_problems(question):
        found.blame(row, _COLUMN.get(problem.field, problem.field), problem.text)
    first = seen.setdefault((kind, question.text), row)
    if first != row and question.text:
        found.blame(row, "text", Text(f"与第{first}行是同一题；请删去一行", f"the same question as in row {first}"))
    if len(found.bad) == before:
        found.rows.append(BankRow(row, question, lesson))


_COLUMN = {"options": "option_A", "number": "answer"}


def _question(found: BankRead, row: int, kind: QuestionKind, given: Mapping[str, str]) -> GivenQuestion:
    options: tuple[str, ...] = tuple(" ".join(given.get(f"option_{letter}", "").split()) for letter in LETTERS)
    filled = max((place + 1 for place, option in enumerate(options) if option), default=0)
    options = options[:filled]
    written = given.get("answer", "")
    answer: tuple[int, ...] = ()
    if kind is QuestionKind.TRUE_FALSE:
        right = _TRUE.get(written.upper())
        options, answer = TRUE_OR_FALSE, () if right is None else (right,)
    elif kind is not QuestionKind.NUMBER:
        letters = re.sub(r"[\s,，、;；]", "", written).upper()
        answer = tuple(sorted({LETTERS.find(letter) for letter in letters}))
    points = _whole(given.get("points", "") or "1")
    hard = _DIFFICULTIES.get(given.get("difficulty", ""))
    if hard is None:
        found.blame(row, "difficulty", Text("难度应为易、中或难", "the difficulty is 易, 中 or 难"))
    number = kind is QuestionKind.NUMBER
    more = Graded(
        points=points or 0,
        chapter=" ".join(given.get("chapter", "").split()),
        difficulty=hard or Difficulty.MEDIUM,
        number=written if number else "",
        within=given.get("within", "") if number else "",
    )
    return GivenQuestion(kind, given.get("text", "").strip(), options, answer, more)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None
