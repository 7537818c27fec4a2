"""The score as a probability: bounded, certain for a question's own words, growing with nearness."""

import json
import math
from dataclasses import replace

import pytest

from faq_store.calibration import FEATURES, Calibration, Features

NEAR = Features(cosine=0.98, margin=0.1, prominence=3.0, similarity=0.6, coverage=0.7, exact=0.0)
FAR = Features(cosine=0.30, margin=-0.3, prominence=0.5, similarity=0.0, coverage=0.0, exact=0.0)


def test_the_shipped_coefficients_tell_near_from_far():
    calibration = Calibration.load()
    assert 0 < calibration.probability(FAR) < 0.2
    assert 0.6 < calibration.probability(NEAR) <= 1
    assert calibration.probability(replace(FAR, exact=1.0)) == 1


def test_the_score_grows_with_the_cosine():
    calibration = Calibration.load()
    scores = [calibration.probability(replace(NEAR, cosine=0.8 + step / 100)) for step in range(20)]
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_the_score_is_the_logistic_of_the_weighted_sum():
    calibration = Calibration((1.0, 0.5, 0.0, 0.0, 0.0, 0.0), -1.0)
    assert calibration.probability(NEAR) == pytest.approx(1 / (1 + math.exp(1 - 0.98 - 0.05)))


def test_features_and_weights_have_one_order(tmp_path):
    path = tmp_path / "calibration.json"
    weights = {name: float(place) for place, name in enumerate(FEATURES)}
    path.write_text(json.dumps({"weights": weights, "bias": 0.0}))
    only_margin = Features(0, 1.0, 0, 0, 0, 0)
    assert Calibration.load(path).probability(only_margin) == pytest.approx(1 / (1 + math.exp(-1)))
    assert len(NEAR.vector()) == len(FEATURES)


def test_weights_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="2 weights for 6 features"):
        Calibration((1.0, 2.0), 0.0)
