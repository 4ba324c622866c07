"""The two tidy tables of a whole pack: what the pages show, by measure, area and period."""

import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import indicator

from jsna.chapter.data_files import measures_table, values_table, whole_pack
from jsna.chapter.page import Page
from jsna.fact_schema import ENGLAND, FACT_COLUMNS

OWN, REGION, WARD, OTHER = "E06000099", "E12000099", "E05000001", "E05999999"
KINDS = {OWN: "unitary", ENGLAND: "england", REGION: "region", WARD: "ward", OTHER: "ward"}


def facts() -> pd.DataFrame:
    rows = [
        (code, kind, year, value)
        for code, kind in KINDS.items()
        for year, value in ((2023, 12.0), (2024, None if code == WARD else 9.0))
    ]
    frame = pd.DataFrame(rows, columns=["area_code", "area_type", "year", "value"])
    frame = frame.assign(
        indicator_id="smoking", geography_year="2024", edition="", sex="Persons", age="All ages",
        breakdown="", breakdown_value="", note="", snapshot_ids="ab" * 32,
        period=frame["year"].astype("str") + "-01-01/P1Y", period_label=frame["year"].astype("str"),
        status=frame["value"].isna().map({True: "suppressed", False: "final"}),
        **dict.fromkeys(("lower_95", "upper_95", "lower_998", "upper_998"), float("nan")),
        count=float("nan"), denominator=float("nan"),
    )  # fmt: skip
    return frame[list(FACT_COLUMNS)]


@pytest.fixture
def given(tmp_path):
    smoking = indicator(id="smoking", levels=["england", "unitary", "ward"])
    return evidence(facts(), [smoking], {WARD: "A ward"}, tmp_path)


def test_the_values_are_those_of_area_england_region_and_own_wards(given) -> None:
    found = values_table(given)
    assert set(found["area_code"]) == {OWN, ENGLAND, REGION, WARD}
    assert found.groupby("area_code").size().eq(2).all()
    (hidden,) = found[found["value"].isna()].to_dict("records")
    assert (hidden["area_code"], hidden["status"], hidden["period_label"]) == (
        WARD, "suppressed", "2024",
    )  # fmt: skip
    assert set(found["files"]) == {"ab" * 6}


def test_a_measure_stands_with_its_newest_value_beside_england_and_region(given) -> None:
    (row,) = measures_table(given).to_dict("records")
    assert (row["priority"], row["period_label"], row["value"]) == ("1 First", "2024", 9.0)
    assert (row["england"], row["region"], row["region_name"]) == (9.0, 9.0, "Marshlands")
    assert row["files"] == "ab" * 6


def test_both_tables_are_written_and_nothing_is_shown(given, tmp_path) -> None:
    page = Page(tmp_path, in_pack=True)
    assert whole_pack(given, page) == ""
    assert {file.name for file in (tmp_path / "figures").glob("*.csv")} == {
        "measures.csv", "values.csv",
    }  # fmt: skip
