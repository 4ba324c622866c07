import pandas as pd
import pytest

from jsna.sources.cell_numbers import read_number_columns, read_numbers


@pytest.mark.parametrize(
    ("cell", "number", "kind"),
    [
        ("7,873", 7873, "number"), ("1,234,567.5", 1234567.5, "number"), ("-4.5", -4.5, "number"),
        (" 5 ", 5, "number"), ("1e3", 1000, "number"), (".5", 0.5, "number"),
        ("7873,3", None, "decimal comma"), ("4,5", None, "decimal comma"),
        ("42,2", None, "decimal comma"), ("1.234,5", None, "decimal comma"),
        ("12,34,567", None, "no number"), ("1,2345", None, "decimal comma"),
        ("*", None, "hidden"), ("c", None, "hidden"), ("[c]", None, "hidden"),
        ("<5", None, "hidden"), ("1 to 7", None, "hidden"), ("x", None, "missing"),
        ("z", None, "missing"),
        ("..", None, "missing"), (":", None, "missing"), ("NA", None, "missing"),
        ("N/A", None, "missing"), ("#N/A", None, "missing"), ("", None, ""),
        ("inf", None, "no number"), ("1e999", None, "no number"), ("many", None, "no number"),
        ("12%", None, "no number"), ("1.2.3", None, "no number"), ("£5", None, "no number"),
    ],
)  # fmt: skip
def test_a_cell_is_a_number_a_mark_or_a_mistake(cell, number, kind):
    numbers, kinds = read_numbers(pd.Series([cell], dtype="str"))
    assert kinds[0] == kind
    assert numbers[0] == number if number is not None else pd.isna(numbers[0])


def test_beside_a_decimal_comma_no_comma_is_a_thousand_mark_in_any_column():
    frame = pd.DataFrame({"a": ["1,480", "3"], "b": ["42,2", "1.5"]}, dtype="str")
    numbers, kinds = read_number_columns(frame)
    assert kinds["a"].tolist() == ["decimal comma", "number"]
    assert pd.isna(numbers["a"][0]) and numbers["a"][1] == 3


def test_numbers_of_a_workbook_and_an_index_with_gaps_stay_in_their_rows():
    numbers, kinds = read_numbers(pd.Series([1.5, None, "*"], index=[4, 9, 2], dtype="object"))
    assert numbers.to_dict()[4] == 1.5 and kinds.to_dict() == {4: "number", 9: "", 2: "hidden"}
