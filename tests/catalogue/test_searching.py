"""Words of two characters are found among thousands of courses, by the index and not by reading every row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from tests.classroom import FILED, Town, town
from yunpei.catalogue import actions, queries, searching
from yunpei.catalogue.models import Course, CourseGram
from yunpei.catalogue.types import CourseKind, CourseState
from yunpei.common.identifiers_db import new_id

pytestmark = [pytest.mark.req("R08"), pytest.mark.django_db]
MANY = 5000
TRADES = ("焊工", "钳工", "车工", "保育", "养老护理", "中式烹调", "美发", "叉车", "快递", "心理疏导")


def public(there: Town, titles: list[str], *, kind: str = "safety", topic: str = "injury", code: str = "") -> None:
    """Published courses of these titles, written at once."""
    project = actions.project_add(name="安全生产", by=there.admin, at=FILED)
    rows = [
        Course(
            public_id=new_id(),
            line=new_id(),
            title=title,
            kind=kind,
            topic=topic,
            occupation=code,
            project_id=project,
            provider_id=there.organisation_id,
            state=CourseState.PUBLISHED,
            public=True,
            words=searching.normal(title),
            created_at=FILED,
            published_at=FILED + timedelta(days=1),
        )
        for title in titles
    ]
    Course.objects.bulk_create(rows, batch_size=500)
    grams = [CourseGram(course=row, gram=gram) for row in rows for gram in searching.grams(row.words)]
    CourseGram.objects.bulk_create(grams, batch_size=2000)


@pytest.fixture
def there() -> Town:
    return town(())


@pytest.mark.parametrize(
    ("texts", "same"),
    [(("ＡＢ１２", " 电工（初级）"), "ab12 电工 初级"), (("",), ""), (("a-b",), "a b")],
)
def test_texts_are_compared_alike(texts: tuple[str, ...], same: str) -> None:
    assert searching.normal(*texts) == same


def test_pairs() -> None:
    assert searching.grams("低压电工 a") == {"低压", "压电", "电工", "a"}


def titles(words: str) -> list[str]:
    return [one.title for one in queries.in_catalogue(words=words, limit=50).courses]


def test_words_are_all_found_wherever_they_stand(there: Town) -> None:
    public(there, ["低压电工安全", "电工 工具", "高压电气", "工电学", "Excel 办公"])
    assert titles("电工") == ["低压电工安全", "电工 工具"]
    assert titles("电工 安全") == ["低压电工安全"]
    assert titles("压电工") == ["低压电工安全"]
    assert titles("高") == ["高压电气"]
    assert titles("ＥＸＣＥＬ") == ["Excel 办公"]
    assert titles("电工具") == []  # every pair stands somewhere, the word does not
    assert len(titles("")) == 5
    assert titles("%") == titles("")  # marks alone ask for nothing
    assert titles("_工' OR 1=1") == []


def test_kinds_topics_and_occupations_are_counted_and_chosen(there: Town) -> None:
    public(there, ["电工一", "电工二"], kind="occupational_skill", topic="electric", code="6-31-01-03")
    public(there, ["用电安全"], kind="safety", topic="electric_safety")
    found = queries.in_catalogue()
    assert (found.count, found.kinds) == (3, {"occupational_skill": 2, "safety": 1})
    found = queries.in_catalogue(kind="occupational_skill", occupation="6-31")
    assert (found.count, found.topics) == (2, {"electric": 2})
    assert queries.in_catalogue(topic="electric_safety").count == 1
    assert queries.in_catalogue(kind="nonsense").count == 0
    assert len(queries.in_catalogue(start=2, limit=2).courses) == 1


def test_only_what_passed_the_gates_is_there(there: Town) -> None:
    public(there, ["电工"])
    Course.objects.update(public=False)
    assert not titles("电工")
    actions.course_add(
        title="电工",
        kind=CourseKind.SAFETY,
        project="电工",
        provider_id=there.organisation_id,
        by=there.admin,
        at=FILED,
    )
    assert not titles("电工")


def test_among_thousands_by_the_index(there: Town, django_assert_num_queries) -> None:
    public(there, [f"{TRADES[n % len(TRADES)]}培训第{n}期" for n in range(MANY)])
    public(there, ["低压电工"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with django_assert_num_queries(4):
        found = queries.in_catalogue(words="电工")
    assert (found.count, found.courses[0].title) == (1, "低压电工")
    assert queries.in_catalogue(words="焊工").count == MANY // len(TRADES)
    plan = searching.matching(Course.objects.filter(public=True), "电工").explain()
    if connection.vendor == "sqlite":
        assert "SCAN" not in plan, plan
    else:  # thousands of short rows are read as fast as looked up; the millions of pairs are not
        assert "gram_once" in plan, plan
        assert "Seq Scan on catalogue_coursegram" not in plan, plan
