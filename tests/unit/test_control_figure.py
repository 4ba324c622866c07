"""A control chart whose newest step has too few figures: no limits of before stand for it."""

import numpy as np
from invented_figures import control_chart, months, words_on

from jsna.figures.kinds.control_chart.ink import draw
from jsna.figures.layout import WIDE


def test_limits_of_before_a_step_do_not_stand_for_what_follows_it():
    lines, frame = ["centre", "lower", "upper"], months()
    without = frame.assign(**{n: np.where(frame["phase"] == 1, np.nan, frame[n]) for n in lines})
    spec = control_chart(without)
    assert "with too few figures since its last step for limits" in spec.alt
    assert "not available" not in spec.alt
    told = " ".join(words for words, _ in words_on(draw(spec, WIDE)))
    assert "limit" not in told and "Centre" not in told
    every = " ".join(words for words, _ in words_on(draw(control_chart(), WIDE)))
    assert "Upper limit" in every and "Centre 50" in every
