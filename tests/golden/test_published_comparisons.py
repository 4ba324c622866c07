"""The comparison with England, held to every label that the publisher printed itself."""

from pathlib import Path

import pandas as pd
import pytest

from jsna.analysis.comparison import compare

KEY = ["indicator", "sex", "age", "period"]
NAMES = [
    *("indicator", "title", "parent_code", "parent", "area_code", "area_name", "area_type"),
    *("sex", "age", "category_type", "category", "period", "value", "lower_95", "upper_95"),
    *("lower_998", "upper_998", "count", "denominator", "note", "trend", "label"),
]
NO_POLARITY = "none"
# file -> (polarity, labels in it), with the exceptions of one file by indicator
GENUINE = {
    "90988_chd_admissions_utla_2022_23.csv": ("low-is-good", 146),
    "91547_smoking_qof_all_areatypes.csv": ("low-is-good", 11_263),
    "suicide_profile_all_regions_countyUA.csv": (NO_POLARITY, 768),
    "jargonautical_indicators-CountyUA.data.csv": ("low-is-good", 750),
    "profile_cooccurring_substance_mh_eastmidlands_CountyUApre419.csv": (NO_POLARITY, 45),
    "93283_msoa_life_expectancy_norfolk_suffolk.csv": ("low-is-good", 1_332),
}
HIGH_IS_GOOD = {"93283"}


def with_england(file: Path) -> pd.DataFrame:
    """Rows of a genuine file beside England's headline value of the same kind and period."""
    raw = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame = raw.iloc[:, : len(NAMES)].set_axis(NAMES, axis=1)
    for name in ("value", "lower_95", "upper_95"):
        frame[name] = pd.to_numeric(frame[name].str.replace(",", ""), errors="coerce")
    england = frame["area_code"] == "E92000001"
    headline = frame[england & (frame["category"] == "")].drop_duplicates(KEY)
    headline = headline[[*KEY, "value"]].rename(columns={"value": "benchmark"})
    return frame[~england].merge(headline, on=KEY, how="left", validate="many_to_one")


@pytest.mark.parametrize("name", list(GENUINE))
def test_every_published_label_of_the_genuine_files(real_data, name):
    polarity, expected = GENUINE[name]
    frame = with_england(real_data / "downloads" / "fingertips" / name)
    frame = frame[frame["label"].isin(["Better", "Worse", "Similar", "Higher", "Lower"])]
    frame["polarity"] = polarity
    frame.loc[frame["indicator"].isin(HIGH_IS_GOOD), "polarity"] = "high-is-good"
    ours = compare(frame)
    assert len(frame) == expected
    assert list(ours) == list(frame["label"])


def test_the_genuine_files_hold_14304_labels():
    assert sum(count for _, count in GENUINE.values()) == 14_304


def test_every_published_label_of_healthy_life_expectancy(real_data):
    file = real_data.parent / "oracles" / "benchmark_labels_healthy_life_expectancy.csv"
    if not file.is_file():
        pytest.skip("needs_data: no published labels beside the real data")
    frame = pd.read_csv(file).rename(columns={"england_value": "benchmark"})
    frame["polarity"] = frame["polarity"].map({"high is good": "high-is-good"})
    frame.loc[frame["area_code"] == "E92000001", "benchmark"] = float("nan")
    assert len(frame) == 1_200
    assert list(compare(frame)) == list(frame["published_label"])
