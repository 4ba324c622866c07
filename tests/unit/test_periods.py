import pandas as pd

from jsna.facts.periods import period_end, period_start, period_years

PERIODS = pd.Series(
    ["2020-01-01/P3Y", "2017-04-01/P1Y", "2021-04-01/P57M", "2023-06-30/P1D", "not a period"],
    index=[9, 8, 7, 6, 5],
)


def test_a_period_starts_on_its_first_day_and_ends_on_its_last():
    starts, ends = period_start(PERIODS), period_end(PERIODS)
    assert starts.dt.strftime("%Y-%m-%d").tolist()[:4] == [
        "2020-01-01", "2017-04-01", "2021-04-01", "2023-06-30"]  # fmt: skip
    assert ends.dt.strftime("%Y-%m-%d").tolist()[:4] == [
        "2022-12-31", "2018-03-31", "2025-12-31", "2023-06-30"]  # fmt: skip
    assert starts.isna().tolist() == ends.isna().tolist() == [False] * 4 + [True]
    assert ends.index.tolist() == PERIODS.index.tolist()


def test_lengths_in_years():
    years = period_years(PERIODS)
    assert years.tolist()[:3] == [3.0, 1.0, 4.75]
    assert years[6] < 0.003
    assert pd.isna(years[5])


def test_no_periods_give_none():
    assert period_end(PERIODS[:0]).dtype == "datetime64[s]"
    assert period_years(PERIODS[:0]).empty
