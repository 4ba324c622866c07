"""Gap and slope index of published tenths of England, against arithmetic apart from ours."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.area_gradients import area_gradients, newest_groups
from jsna.analysis.inequality import gap_change, inequality

UPPER = "County & UA deprivation deciles in England (IMD2019, 4/21 geography)"


def facts_of(file: Path) -> pd.DataFrame:
    """The file's newest rows as facts, read by pandas and not by our parser."""
    rows = pd.read_csv(file, encoding="utf-8-sig", low_memory=False).fillna({"Category Type": ""})
    start = rows["Time period"].astype("str").str[:4]
    month = "-04-01/P1Y" if "/" in str(rows["Time period"].iloc[0]) else "-01-01/P1Y"
    return pd.DataFrame(
        {
            "indicator_id": rows["Indicator ID"].astype("str"), "area_code": rows["Area Code"],
            "edition": "", "sex": rows["Sex"], "age": rows["Age"],
            "breakdown": rows["Category Type"], "breakdown_value": rows["Category"].fillna(""),
            "period": start + month, "period_label": rows["Time period"].astype("str"),
            "value": rows["Value"], "lower_95": rows["Lower CI 95.0 limit"],
            "upper_95": rows["Upper CI 95.0 limit"], "count": rows["Count"],
            "denominator": rows["Denominator"], "status": "final", "snapshot_ids": "a" * 64,
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def smoking(real_data: Path) -> list[pd.DataFrame]:
    folder = real_data / "downloads" / "fingertips"
    facts = facts_of(folder / "91547_smoking_qof_all_areatypes.csv")
    return area_gradients(facts, "E08000018", "unitary", "Persons", "15+ yrs")


def test_the_council_s_own_tag_is_not_taken_for_its_gradient(smoking):
    assert [part["breakdown"].iloc[0] for part in smoking] == [
        UPPER, "District & UA deprivation deciles in England (IMD2019, 4/21 geography)",
    ]  # fmt: skip
    assert {code for part in smoking for code in part["area_code"]} == {"E92000001"}


def test_the_gap_is_the_most_less_the_least_as_printed(smoking):
    groups = newest_groups(smoking[0])
    assert groups["period_label"].iloc[0] == "2021/22" and len(groups) == 10
    numbers = inequality(groups, "proportion", 100)
    # both ends as the file prints them
    assert numbers["gap"] == pytest.approx(19.76723 - 10.6157)
    assert numbers["times"] == pytest.approx(19.76723 / 10.6157)


def test_the_slope_index_is_weighted_least_squares(smoking):
    groups = newest_groups(smoking[0])
    words = ["Most", "Second most", "Third more", "Fourth more", "Fifth more"]
    words += ["Fifth less", "Fourth less", "Third less", "Second least", "Least"]
    name = groups["breakdown_value"].str.replace(" deprived decile (IMD2019)", "", regex=False)
    ordered = groups.set_index(name).loc[words]
    people, value = ordered["denominator"].to_numpy(), ordered["value"].to_numpy()
    share = people / people.sum()
    middle = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones(10), middle]) * np.sqrt(share)[:, None]
    (start, slope), *_ = np.linalg.lstsq(design, value * np.sqrt(share), rcond=None)
    numbers = inequality(groups, "proportion", 100)
    assert numbers["slope_status"] == "calculated" and not numbers["equal_groups"]
    assert numbers["sii"] == pytest.approx(-slope)
    assert numbers["intercept"] == pytest.approx(start)
    assert numbers["line_times"] == pytest.approx(start / (start + slope))
    # its interval, from the printed limits, by the rule of weighted sums
    error = (ordered["upper_95"] - ordered["lower_95"]).to_numpy() / (2 * 1.959964)
    unit = np.linalg.pinv(design) * np.sqrt(share)
    reach = 1.959964 * np.sqrt((unit[1] ** 2 * error**2).sum())
    assert numbers["sii_upper_95"] - numbers["sii"] == pytest.approx(reach, rel=0.02)
    assert numbers["sii"] - numbers["sii_lower_95"] == pytest.approx(reach, rel=0.02)


def test_groups_made_anew_between_two_years_give_no_change(smoking):
    """The most deprived tenth of councils holds 4.9 million patients, then 6.8 million."""
    people = smoking[0][smoking[0]["breakdown_value"].str.startswith("Most")]
    assert people["denominator"].tolist() == [4_925_193, 6_816_438]
    assert [gap_change(part) for part in smoking] == [None, None]


def test_without_intervals_there_is_a_gap_and_no_slope_index(real_data):
    file = real_data / "downloads/fingertips/93861_air_pollution_mortality_new_method.csv"
    found = area_gradients(facts_of(file), "E06000017", "unitary", "Persons", "30+ yrs")
    numbers = inequality(newest_groups(found[0]), "proportion", 100)
    assert numbers["gap"] == pytest.approx(5.644165 - 5.972399, abs=1e-6)
    assert np.isnan([numbers["gap_lower_95"], numbers["sii"]]).all()
    assert numbers["slope_status"] == "a group has no valid interval"
    assert numbers["equal_groups"]
