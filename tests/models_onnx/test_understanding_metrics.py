"""The measures of `build/understanding_metrics.py` on cases that can be worked out by hand."""

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[2] / "build"))

from understanding_metrics import auroc, by_cosine, graded, own_answer, ranking, rejected

from appliance.cli.evaluation import calibration_error, macro_f1

# Text a: its positives b and c, its negatives d and e. Only a's row is asked for.
SELECT = "a\ta\tone\tb,c\td,e\nb\tb\tone\ta\td\nc\tc\ttwo\ta\td\nd\td\ttwo\ta\tb\ne\te\ttwo\ta\tb\n"


def table(nearness):
    """Scores looked up by pair; the same in both directions, 0 where nothing is said."""
    return lambda queries, documents: np.array(
        [[nearness.get((a, b), nearness.get((b, a), 0.0)) for b in documents] for a in queries], np.float32
    )


def test_ranking_is_that_of_the_positives_among_the_negatives(tmp_path):
    (tmp_path / "select.txt").write_text(SELECT, encoding="utf-8")
    near = {("a", "b"): 0.9, ("a", "d"): 0.8, ("a", "c"): 0.7, ("a", "e"): 0.1, ("b", "d"): 0.1}
    found = ranking(tmp_path / "select.txt", table(near), {"one"})
    # a: ranks 1 and 3, so (1/1 + 2/3) / 2; b: its positive a comes first.
    assert found["map"] == pytest.approx((5 / 6 + 1) / 2, abs=1e-4)
    assert found["mrr"] == 1.0
    assert found["one_nearest"] == 1.0


def test_where_all_scores_are_alike_chance_decides(tmp_path):
    row = "{0}\t{0}\tone\t{1}\t{2}"
    names = [str(number) for number in range(400)]
    rows = [row.format(name, names[place - 1], names[place - 2]) for place, name in enumerate(names)]
    (tmp_path / "select.txt").write_text("\n".join(rows), encoding="utf-8")
    # One positive and one negative: first or second, with a standard error of 0.0125.
    assert ranking(tmp_path / "select.txt", table({}))["mrr"] == pytest.approx(0.75, abs=0.05)


def test_graded_pairs_are_compared_by_rank(tmp_path):
    (tmp_path / "sts.txt").write_text("1\ta\tb\n3\tc\td\n5\te\tf\n", encoding="utf-8")
    rising = {("a", "b"): 0.1, ("c", "d"): 0.11, ("e", "f"): 0.9}
    assert graded(tmp_path / "sts.txt", table(rising)) == 1.0
    assert graded(tmp_path / "sts.txt", table({pair: -value for pair, value in rising.items()})) == -1.0


def test_an_answer_that_two_questions_share_is_right_for_both():
    near = {("q", "x"): 0.9, ("r", "x"): 0.9, ("r", "y"): 0.8, ("s", "x"): 0.5, ("s", "y"): 0.5}
    # q and r have the answer x; s has y, which ties with x: place 1.5.
    assert own_answer(["q", "r", "s"], ["x", "x", "y"], table(near)) == pytest.approx((1 + 1 + 1 / 1.5) / 3, abs=1e-4)


def test_cosines_embed_texts_that_are_asked_and_known_once():
    asked = []

    def embed(texts):
        asked.append(list(texts))
        return np.eye(len(texts), dtype=np.float32)

    assert (by_cosine(embed)(["a", "b"], ["a", "b"]) == np.eye(2)).all()
    assert asked == [["a", "b"]]


def test_auroc():
    assert auroc([0.1, 0.2], [0.3, 0.4]) == 1.0
    assert auroc([0.3, 0.4], [0.1, 0.2]) == 0.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    # Of the six pairs, outside is higher in four, and once they are alike.
    assert auroc([0.1, 0.2, 0.6], [0.2, 0.7]) == pytest.approx(4.5 / 6)


def test_rejection_at_the_lowest_threshold_that_refuses_no_more_than_allowed():
    inside = np.arange(100) / 100  # 0.00 to 0.99
    outside = [0.5, 0.955, 0.965, 0.97, 0.98, 2.0]
    # Three inside may be refused: 0.99, 0.98, 0.97. What lies above 0.96 is rejected.
    assert rejected(inside, outside, 0.03) == pytest.approx(4 / 6)
    assert rejected(inside, outside, 0.0) == pytest.approx(1 / 6)
    # As many alike at the threshold as could not all be refused: none is.
    assert rejected(np.full(10, 0.5), [0.5, 0.6], 0.5) == 0.5


def test_calibration_error_is_the_gap_between_confidence_and_truth():
    assert calibration_error(np.full(100, 0.8), np.arange(100) % 5 > 0) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error(np.full(100, 0.9), np.arange(100) % 2 == 0) == pytest.approx(0.4)


def test_macro_f1_counts_every_intent_alike():
    # a: 2 of 3 found, nothing else taken for it: 0.8. b: found, once wrongly: 2/3.
    assert macro_f1(["a", "a", "a", "b"], ["a", "a", "b", "b"]) == pytest.approx((0.8 + 2 / 3) / 2)
