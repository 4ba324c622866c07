"""Whether figures stand apart, overlap or count on, and where the method changed."""

import pandas as pd
import pytest

from jsna.analysis.series_form import first_of_new_method, series_form


@pytest.mark.parametrize(
    ("periods", "form"),
    [
        (["2020-01-01/P1Y", "2021-01-01/P1Y"], "apart"),
        (["2021-01-01/P1Y", "2020-01-01/P1Y"], "apart"),
        (["2020-01-01/P3Y", "2021-01-01/P3Y"], "overlapping"),
        (["2020-01-01/P3Y", "2023-01-01/P3Y"], "apart"),
        (["2021-04-01/P3M", "2021-04-01/P6M", "2021-04-01/P9M"], "cumulative"),
        (["2021-04-01/P3M", "2021-04-01/P3M"], "apart"),
        (["2020-01-01/P1Y"], "apart"),
        ([], "apart"),
    ],
)
def test_the_form_of_a_series(periods, form):
    assert series_form(pd.Series(periods, dtype="str")) == form


def test_the_line_breaks_at_the_first_period_that_reaches_the_new_method():
    years = pd.Series([f"{year}-01-01/P1Y" for year in (2018, 2019, 2020, 2021)])
    assert first_of_new_method(years, pd.Series(["2020-01-01"])) == ["2020-01-01/P1Y"]
    assert first_of_new_method(years, pd.Series(["2020-07-01"])) == ["2020-01-01/P1Y"]
    # before the first figure and after the last there is nothing to break
    assert first_of_new_method(years, pd.Series(["2018-01-01", "2030-01-01"])) == []
    assert first_of_new_method(years, pd.Series([], dtype="str")) == []
