"""`jsna verify`, held to the genuine files and to the lists of published labels."""

import json

import pandas as pd
import pytest

from jsna.analysis.process_control import compare_proportions
from jsna.cli import main
from jsna.sources.fingertips.table import numbers, read_fingertips

# file -> (labels against England, against the parent, trends that there are enough years for)
GENUINE = {
    "90988_chd_admissions_utla_2022_23.csv": (146, 146, 0),
    "91547_smoking_qof_all_areatypes.csv": (11_263, 0, 319),
    "suicide_profile_all_regions_countyUA.csv": (768, 750, 0),
    "jargonautical_indicators-CountyUA.data.csv": (750, 450, 0),
    "profile_cooccurring_substance_mh_eastmidlands_CountyUApre419.csv": (45, 40, 0),
    "93283_msoa_life_expectancy_norfolk_suffolk.csv": (1_332, 1_320, 0),
}


def verify(file, capsys):
    code = main(["verify", str(file)])
    return code, capsys.readouterr().out.splitlines()


def test_the_genuine_files_hold_14304_labels_against_england():
    assert sum(england for england, _, _ in GENUINE.values()) == 14_304


@pytest.mark.parametrize("name", list(GENUINE))
def test_every_label_of_a_genuine_file_agrees(real_data, capsys, name):
    england, parent, trends = GENUINE[name]
    code, lines = verify(real_data / "downloads" / "fingertips" / name, capsys)
    assert code == 0
    assert f"Compared with England: {england:,} of {england:,} agree" in lines
    beside_parent = f"Compared with the parent area: {parent:,} of {parent:,} agree"
    assert (beside_parent in lines) == (parent > 0)
    total = england + parent + trends
    assert lines[-1] == f"{total} of {total} labels agree"


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("200_learning_disability_qof.csv", 162),
        ("247_dementia_qof.csv", 212),
        ("93930_ae_attendance_0to4.csv", 7_533 + 5_915),
        ("cyp_mental_health_8regions_countyUA.csv", 371 + 347),
    ],
)
def test_files_of_indicators_that_the_catalogue_does_not_have(real_data, capsys, name, labels):
    code, lines = verify(real_data / "fingertips" / name, capsys)
    assert lines[-1] == f"{labels} of {labels} labels agree"
    assert code == 0


def test_the_published_comparisons_of_healthy_life_expectancy(real_data, capsys):
    file = real_data.parent / "oracles" / "benchmark_labels_healthy_life_expectancy.csv"
    if not file.is_file():
        pytest.skip("needs_data: no published labels beside the real data")
    code, lines = verify(file, capsys)
    assert (code, lines[-1]) == (0, "1200 of 1200 labels agree")


def test_the_published_trends_and_the_one_row_that_differs(real_data, capsys):
    file = real_data.parent / "oracles" / "recent_trend_labels.csv"
    if not file.is_file():
        pytest.skip("needs_data: no published labels beside the real data")
    code, lines = verify(file, capsys)
    assert (code, lines[-1]) == (4, "447 of 448 labels agree")
    assert [line for line in lines if "E38000228" in line]
    main(["verify", str(file), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["labels"], found["agree"], len(found["differ"])) == (448, 447, 1)


def test_labels_without_their_intervals_are_counted_as_not_worked_out(real_data, capsys):
    name = "DERIVED_fingertips_layout_16indicators_all_la.csv"
    code, lines = verify(real_data / "downloads" / "fingertips" / name, capsys)
    assert (code, lines[-1]) == (0, "0 of 0 labels agree")
    assert any("54,727 labels could not be worked out" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "labels"), [("200_learning_disability_qof", 455), ("247_dementia_qof", 210)]
)
def test_control_limits_give_the_published_labels_of_practices(real_data, name, labels):
    table = read_fingertips((real_data / "fingertips" / f"{name}.csv").read_bytes(), name)
    rows = table.to_pandas()
    rows["value"], _ = numbers(table["Value"])
    rows["denominator"], _ = numbers(table["Denominator"])
    of_england = rows[(rows["Area Code"] == "E92000001") & (rows["Category"] == "")]
    england = of_england.drop_duplicates("Time period").set_index("Time period")["value"]
    rows["benchmark"] = rows["Time period"].map(england)
    rows["label"] = rows["Compared to England value or percentiles"]
    rows = rows[rows["label"].isin(["Higher", "Lower", "Similar"])].assign(polarity="none")
    ours = compare_proportions(rows, level="998")
    assert len(rows) == labels
    assert list(ours) == list(rows["label"])
    assert isinstance(ours, pd.Series)
