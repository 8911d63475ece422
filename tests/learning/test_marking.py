"""Papers are drawn from a seed and marked exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunpei.catalogue.types import QuestionFacts, QuestionKind
from yunpei.learning.marking import Asked, Score, draw, kept_to_shown, mark, number_kept, shown_to_kept
from yunpei.learning.types import Part

SEEDS = st.integers(0, 2**63 - 1)


@st.composite
def banks(draws: st.DrawFn) -> list[QuestionFacts]:
    made = []
    for n in range(draws(st.integers(1, 8))):
        size = draws(st.integers(2, 6))
        kind = draws(st.sampled_from((QuestionKind.SINGLE, QuestionKind.MULTIPLE)))
        most = 1 if kind is QuestionKind.SINGLE else size
        right = draws(st.frozensets(st.integers(0, size - 1), min_size=1, max_size=most))
        options = tuple(f"{n}-{k}" for k in range(size))
        made.append(QuestionFacts(n + 1, str(n), None, kind, f"题{n}", options, right))
    return made


@given(bank=banks(), seed=SEEDS, most=st.integers(1, 10))
def test_the_same_seed_is_the_same_paper(bank: list[QuestionFacts], seed: int, most: int) -> None:
    paper = draw(bank, seed=seed, most=most)
    assert paper == draw(list(reversed(bank)), seed=seed, most=most)
    assert len(paper) == len({one.question_id for one in paper}) == min(most, len(bank))
    by_id = {one.id: one for one in bank}
    assert all(sorted(one.order) == list(range(len(by_id[one.question_id].options))) for one in paper)


@given(bank=banks(), seed=SEEDS, data=st.data())
def test_the_mark_counts_exactly_the_right_ones(bank: list[QuestionFacts], seed: int, data: st.DataObject) -> None:
    paper, by_id = draw(bank, seed=seed, most=len(bank)), {one.id: one for one in bank}
    answers, right = {}, 0
    for asked in paper:
        question = by_id[asked.question_id]
        ticked = data.draw(st.frozensets(st.sampled_from(range(len(asked.order)))))
        answers[asked.question_id] = shown_to_kept(asked, sorted(ticked))
        right += {question.options[asked.order[place]] for place in ticked} == {
            question.options[k] for k in question.answer
        }
        assert kept_to_shown(asked, answers[asked.question_id]) == ticked
    assert mark(paper, answers, by_id) == Score(right, len(paper), right, len(paper))


@given(bank=banks(), seed=SEEDS)
def test_all_right_is_full_marks_and_nothing_is_none(bank: list[QuestionFacts], seed: int) -> None:
    paper, by_id = draw(bank, seed=seed, most=len(bank)), {one.id: one for one in bank}
    full = mark(paper, {one.id: sorted(one.answer) for one in bank}, by_id)
    assert (full.mark, full.passed) == (100, True)
    nothing = mark(paper, {99: [0]}, by_id)
    assert (nothing.mark, nothing.passed) == (0, False)


@pytest.mark.req("R19")
@pytest.mark.parametrize(
    ("right", "asked", "value", "passed"),
    [(3, 5, 60, True), (59, 100, 59, False), (11, 19, 57, False), (0, 0, 0, False)],
)
def test_sixty_passes(right: int, asked: int, value: int, passed: bool) -> None:
    score = Score(right, asked, right, asked)
    assert (score.mark, score.passed) == (value, passed)


@given(asked=st.integers(1, 200), right=st.integers(0, 200))
def test_passing_and_the_mark_agree(asked: int, right: int) -> None:
    score = Score(min(right, asked), asked, min(right, asked), asked)
    assert score.passed is (score.mark >= 60)


def test_a_place_that_was_not_shown() -> None:
    for place in (-1, 2):
        with pytest.raises(ValueError, match="option"):
            shown_to_kept(Asked(1, (1, 0)), [place])


NUMBER = QuestionFacts(1, "1", None, QuestionKind.NUMBER, "题", (), frozenset(), "3.14", "0.01", 5)


@pytest.mark.parametrize(
    ("written", "right"),
    [("3.14", True), ("3.15", True), ("3.13", True), ("3.151", False), ("3.1", False), ("", False), ("-3.14", False)],
)
def test_a_number_may_lie_as_far_off_as_the_question_says(written: str, right: bool) -> None:
    score = mark([Asked(1, ())], {1: number_kept(written)}, {1: NUMBER})
    assert (score.right, score.points, score.full) == (int(right), 5 * right, 5)


@pytest.mark.parametrize("written", ["三", "1e999999", "nan", "1" * 31])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="number"):
        number_kept(written)


def test_points_weigh_and_right_stays_before_wrong() -> None:
    true = QuestionFacts(2, "2", None, QuestionKind.TRUE_FALSE, "题", ("正确", "错误"), frozenset({0}), points=15)
    bank = {1: NUMBER, 2: true}
    for seed in range(20):
        paper = draw(list(bank.values()), seed=seed, most=2)
        assert {one.question_id: one.order for one in paper} == {1: (), 2: (0, 1)}
    assert mark([Asked(1, ()), Asked(2, (0, 1))], {2: [0]}, bank).mark == 75


@given(seed=SEEDS)
def test_a_plan_draws_so_many_of_each_and_the_seed_makes_it_again(seed: int) -> None:
    bank = [
        QuestionFacts(n, str(n), None, QuestionKind.NUMBER, f"题{n}", (), frozenset(), "1", chapter=f"第{n % 3}章")
        for n in range(30)
    ]
    parts = (Part("第1章", 0, 4), Part("第2章", 2, 3))
    paper = draw(bank, seed=seed, most=1, parts=parts)
    chapters = [bank[one.question_id].chapter for one in paper]
    assert chapters == ["第1章"] * 4 + ["第2章"] * 3
    assert len({one.question_id for one in paper}) == 7
    assert paper == draw(bank[::-1], seed=seed, most=1, parts=parts)
