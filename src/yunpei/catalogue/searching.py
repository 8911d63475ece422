"""Search without a dictionary: two neighbouring characters are one entry of an index, so a two-character word is found at once.

PostgreSQL's and SQLite's own trigrams miss words of two characters, which is what Chinese mostly has.
"""

from __future__ import annotations

import unicodedata

from django.db.models import QuerySet

from yunpei.catalogue.models import Course, CourseGram

MOST_WORDS, LONGEST = 8, 40


def normal(*texts: str) -> str:
    """Texts as they are compared: full and half width alike, small letters, words parted by one space."""
    joined = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return " ".join("".join(one if one.isalnum() else " " for one in joined).split())


def grams(text: str) -> set[str]:
    """All pairs of neighbours within the words of a normal text; a word of one character stands for itself."""
    return {part for word in text.split() for part in _parts(word)}


def _parts(word: str) -> list[str]:
    return [word[n : n + 2] for n in range(len(word) - 1)] or [word]


def index(course: Course, *more: str) -> None:
    """Write what a course is found by. In the transaction that makes it public."""
    course.words = normal(course.title, course.occupation_name, course.occupation, course.about, *more)
    CourseGram.objects.filter(course=course).delete()
    rows = [CourseGram(course=course, gram=gram) for gram in sorted(grams(course.words))]
    CourseGram.objects.bulk_create(rows, batch_size=1000)


def matching(found: QuerySet[Course], asked: str) -> QuerySet[Course]:
    """Those that have every word of what was asked for. Pairs pick them by index; the text itself has the last word."""
    for word in normal(asked[: MOST_WORDS * LONGEST]).split()[:MOST_WORDS]:
        for part in dict.fromkeys(_parts(word)):
            same = {"gram": part} if len(part) == 2 else {"gram__gte": part, "gram__lt": part + "\U0010ffff"}
            found = found.filter(pk__in=CourseGram.objects.filter(**same).values("course"))
        found = found.filter(words__contains=word)
    return found
