"""The columns of a published CSV are known whatever their unit is called."""

import pytest

from jsna.publish.published_counts import cells_of, text_frame

AREA = "E06000017"


@pytest.mark.parametrize(
    "unit",
    ["%", "per 1,000 (adults)", '=HYPERLINK(""a"",""b"") 5', "open ("],
    ids=["plain", "brackets-within", "formula", "unclosed"],
)
@pytest.mark.parametrize("name", ["value", "lower_95", "upper_95", "count", "denominator"])
def test_a_measured_column_is_read_whatever_its_unit(name, unit):
    content = f'area_code,"{name} ({unit})"\n{AREA},3\n'.encode()
    assert cells_of(text_frame(content))[name].tolist() == [3.0]


def test_other_columns_lose_their_last_brackets_alone():
    content = b"area_code,share (most deprived) (%),valued (x)\nE06000017,3,4\n"
    assert list(text_frame(content)) == ["area_code", "share (most deprived)", "valued", "line"]
