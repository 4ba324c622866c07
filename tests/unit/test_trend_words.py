"""Movement in words: no change without a test, no judgement without polarity."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from jsna.analysis.movement import Change, Movement, movement, movements
from jsna.narrative.trend_words import change_sentences, movement_sentences, trend_sentence
from jsna.settings.indicator import Indicator

NOTHING = pd.DataFrame(
    columns=[
        "indicator_id",
        "area_code",
        "sex",
        "age",
        "breakdown",
        "period",
        "comparator",
        "label",
    ],
    dtype="str",
)
MOVED = Movement("Increasing and getting worse", "", "2019", "2023", "", None, None)
CANNOT = replace(MOVED, trend="Cannot be calculated", reason="each figure is pooled")


def indicator(**changes):
    return Indicator.model_validate(
        {
            "id": "90001", "title": "Invented", "short_title": "Invented", "measures": "A thing.",
            "unit": "%", "decimals": 1, "multiplier": 100, "polarity": "low-is-good",
            "value_type": "proportion", "year_type": "calendar", "interval_method": "wilson",
            "comparison_method": "single-overlapping-interval", "matters": 1, "theme": "t",
            "source": {"source": "s", "id": "90001"}, "levels": ["england"],
            "allowed_range": [0, 100], **changes,
        }
    )  # fmt: skip


def series(values, label=""):
    many = len(values)
    years = [2024 - many + n for n in range(many)]
    value = pd.Series(values, dtype="float64")
    frame = pd.DataFrame(
        {
            "indicator_id": "90001", "area_code": "E06000099", "edition": "", "sex": "Persons",
            "age": "All ages", "breakdown": "", "breakdown_value": "", "snapshot_ids": "ab",
            "period": [f"{y}-01-01/P1Y" for y in years], "period_label": [str(y) for y in years],
            "value": value, "lower_95": value - 0.3, "upper_95": value + 0.3, "count": 50.0,
            "denominator": 500.0,
        }
    )  # fmt: skip
    told = frame.iloc[[-1]].assign(comparator="recent-trend", label=label)
    return frame, (told[list(NOTHING)] if label else NOTHING)


def moved(values, label="", start=date(2030, 1, 1), **changes):
    frame, published = series(values, label)
    return movement(frame, published, indicator(**changes), start)


def test_a_trend_names_its_years():
    wanted = "Recent trend: increasing and getting worse over five yearly figures, 2019 to 2023."
    assert trend_sentence(MOVED) == wanted
    assert trend_sentence(moved([10, 11, 12, 13, 14])) == wanted


@pytest.mark.parametrize(
    ("polarity", "words"),
    [
        ("low-is-good", "increasing and getting worse"),
        ("high-is-good", "increasing and getting better"),
        ("none", "increasing"),
    ],
)
def test_judgement_comes_with_polarity_only(polarity, words):
    said = trend_sentence(moved([10, 11, 12, 13, 14], polarity=polarity))
    assert said.startswith(f"Recent trend: {words} over")


def test_a_trend_that_cannot_be_calculated_gives_its_reason():
    assert trend_sentence(CANNOT) == ("No recent trend is given: each figure is pooled.")
    said = trend_sentence(moved([10, 11, 12]))
    assert said.endswith("fewer than five years have a count and a population.")


def test_the_sources_own_trend_stands_beside_ours_only_where_it_differs():
    values = [10, 11, 12, 13, 14]
    same = moved(values, "Increasing and getting worse")
    assert "source" not in trend_sentence(same)
    differs = trend_sentence(moved(values, "No significant change"))
    assert '; the source prints "No significant change", by its own rule' in differs
    none = trend_sentence(moved(values, "Cannot be calculated"))
    assert none.endswith("; the source gives none.")
    alone = trend_sentence(moved(values[:3], "Decreasing"))
    assert alone.endswith('"Decreasing", which the figures here are too few to confirm.')
    assert "source" not in trend_sentence(moved(values[:3], "Cannot be calculated"))


def test_another_areas_published_trend_is_not_taken():
    frame, published = series([10, 11, 12, 13, 14], "Decreasing")
    other = published.assign(area_code="E06000098")
    assert movement(frame, other, indicator(), date(2030, 1, 1)).published == ""


def test_change_is_told_with_both_figures_and_their_years():
    said = change_sentences(moved([10, 10, 12]), indicator())
    assert said == (
        "Between 2022 (10.0%) and 2023 (12.0%) it rose, a significant change for the worse."
    )
    plain = change_sentences(moved([12, 10]), indicator(polarity="none"))
    assert plain.endswith("(10.0%) it fell, a significant change.")
    still = change_sentences(moved([10, 10.1]), indicator())
    assert still.endswith("there was no significant change.")


def test_change_since_the_strategy_began_is_told_too():
    said = change_sentences(moved([10, 10, 12, 12.1], start=date(2021, 6, 1)), indicator())
    first, second = said.split(". ")
    assert "Between 2022" in first
    assert second.startswith("Between 2020 (10.0%) and 2023 (12.1%) it rose")


def test_no_change_is_told_before_the_strategy_has_figures_of_its_own():
    found = moved([10, 12], start=date(2030, 1, 1))
    assert found.since_start is None


def test_a_break_silences_trend_and_change():
    breaks = [{"since": "2023-01-01", "what": "Asked by telephone."}]
    found = moved([10, 11, 12, 13, 18], breaks=breaks)
    assert "the way of measuring changed" in trend_sentence(found)
    said = change_sentences(found, indicator())
    assert said == (
        "Change since 2022 was not tested: the way of measuring changed between the two."
    )


def test_figures_without_a_test_are_not_set_side_by_side():
    change = Change("not tested", "2020", "2023", 10.0, 15.0, "one has no interval")
    both = replace(CANNOT, since_last=change, since_start=replace(change, since="2018"))
    assert change_sentences(both, indicator()) == (
        "Change since 2020 was not tested: one has no interval."
    )


def test_a_change_that_is_not_tested_has_a_reason_of_its_own():
    change = Change("not tested", "2020", "2023", 10.0, 15.0, "one has no interval")
    both = replace(CANNOT, since_last=change, since_start=change)
    assert movement_sentences(both, indicator(), "smoking") == (
        "No trend in smoking is tested: each figure is pooled. Nor is a change in smoking: one has"
        " no interval."
    )
    alike = replace(both, reason="one has no interval", since_start=None)
    assert movement_sentences(alike, indicator(), "smoking").endswith(": one has no interval.")


def test_one_figure_has_not_moved_and_none_is_refused():
    assert change_sentences(moved([10]), indicator()) == ""
    with pytest.raises(ValueError, match="without a value"):
        moved([float("nan")])


def test_series_tested_together_move_as_each_does_alone():
    starts = date(2022, 6, 1)
    many = [[10, 11, 12, 13, 14], [10], [12, 10], [10, 10.1, 10.2, 10, None], [9, 8, 7, 6, 5]]
    broken = {"breaks": [{"since": "2023-01-01", "what": "Asked otherwise."}]}
    changes = [{}, {}, {"polarity": "none"}, {"polarity": "high-is-good"}, broken]
    frames = [
        series(values, "Decreasing")[0].assign(indicator_id=str(place))
        for place, values in enumerate(many)
    ]
    published = series(many[0], "Decreasing")[1].assign(indicator_id="0")
    measures = [
        indicator(id=str(place), source={"source": "s", "id": str(place)}, **change)
        for place, change in enumerate(changes)
    ]
    alone = [
        movement(one, published, measure, starts)
        for one, measure in zip(frames, measures, strict=True)
    ]
    assert movements(frames, published, measures, starts) == alone
    assert [one.since_last is None for one in alone] == [False, True, False, False, False]
    assert alone[0].since_start.since == "2021" and alone[0].published == "Decreasing"
    assert alone[4].trend == "Cannot be calculated" and alone[4].since_last.change == "not tested"
    assert movements([], published, [], starts) == []
