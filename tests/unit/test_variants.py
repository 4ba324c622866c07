import pandas as pd
import pytest
from geo_files import area

from jsna.fetching.variants import other_variants


def projected(value: float, *, age: str = "0-4", sex: str = "Female") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "edition": ["2022-based"], "area_code": ["E06900001"], "period": ["2022-06-30/P1D"],
            "sex": [sex], "age": [age], "period_label": ["mid-2022"], "value": [value],
        }
    )  # fmt: skip


FILES = [("low/a.csv", projected(7873)), ("high/a.csv", projected(8267))]


def test_two_variants_side_by_side_are_asked_about():
    reasons = other_variants(FILES, area())
    assert sorted(reasons) == ["high/a.csv", "low/a.csv"]
    assert "low/a.csv" in reasons["high/a.csv"] and "8,267" in reasons["high/a.csv"]
    assert "`variant: WORD`" in reasons["low/a.csv"]


def test_the_area_s_variant_is_taken_and_the_others_are_skipped_with_it_named():
    reasons = other_variants(FILES, area(variant="low"))
    assert list(reasons) == ["high/a.csv"] and "another variant than low" in reasons["high/a.csv"]


def test_a_variant_that_is_no_file_s_leaves_the_question():
    assert len(other_variants(FILES, area(variant="middle"))) == 2


@pytest.mark.parametrize(
    "other",
    [projected(7873), projected(7900), projected(9000, age="5-9"), projected(9000, sex="Male"),
     pd.DataFrame()],
)  # fmt: skip
def test_files_that_agree_or_are_about_something_else_stand_side_by_side(other):
    assert other_variants([("a.csv", projected(7873)), ("b.csv", other)], area()) == {}
