"""The printed table of commissioning groups to boards, as one board's papers have it.

The rows are counted again by another way: a line with two percentages at its end, told apart from
the right. What is known of Rutland and Rotherham is as printed on the lines 18330 to 18338 and
18291 to 18299 or about them.
"""

from pathlib import Path

import pandas as pd
import pytest
from geo_files import snapshot

from jsna.analysis.board_crosswalk import registered_with, sum_of
from jsna.sources.council.board_crosswalk import SOURCE

DOCUMENT = "001_5bf8d3e0e4558d05.txt"


@pytest.fixture(scope="module")
def document(real_data: Path) -> bytes:
    file = real_data.parent / "seeds" / DOCUMENT
    if not file.is_file():
        pytest.skip("needs_data: no document with the table")
    return file.read_bytes()


@pytest.fixture(scope="module")
def table(document: bytes) -> pd.DataFrame:
    assert SOURCE.recognise(DOCUMENT, document)
    return SOURCE.parse(snapshot(document, DOCUMENT), document)[0].rows


def test_every_printed_row_is_read_and_no_other_line(document, table):
    words = [line.split() for line in document.decode().split("\n")]
    rows = [
        w for w in words if len(w) > 5 and w[-1][-1:] == w[-2][-1:] == "%" and w[0][1:].isdigit()
    ]
    assert len(rows) == len(table) == 889
    assert table["board_code"].tolist() == [row[0] for row in rows]
    assert table["of_ccg"].tolist() == [float(row[-2][:-1]) for row in rows]
    assert table["of_board"].tolist() == [float(row[-1][:-1]) for row in rows]
    assert (table["board_code"].nunique(), table["ccg_code"].nunique()) == (150, 207)
    assert SOURCE.parse(snapshot(document, DOCUMENT), document)[0].vintages == {
        "mapping": "2017-19"
    }


@pytest.mark.parametrize(
    ("board", "groups", "total"),
    [
        ("E06000017", {"03W": (85.7, 9.8), "99D": (11.9, 2.7), "04Q": (1.5, 0.4),
                       "03V": (0.6, 0.3), "06H": (0.4, 0.0)}, 100.1),
        ("E08000018", {"03L": (93.5, 97.9), "02P": (3.2, 3.4), "03N": (1.6, 0.8),
                       "02X": (1.3, 1.1), "02Q": (0.4, 1.0)}, 100.0),
    ],
)  # fmt: skip
def test_the_groups_of_two_boards_in_shares_both_ways(table, board, groups, total):
    found = registered_with(table, [board]).set_index("ccg_code")
    assert list(zip(found.index, found["of_board"], found["of_ccg"], strict=True)) == [
        (code, *shares) for code, shares in groups.items()
    ]
    assert sum_of(found["of_board"]).total == total


def test_what_does_not_add_up_is_within_rounding(table):
    sums = {key: sum_of(rows["of_board"]) for key, rows in table.groupby("board_code")}
    assert sum(not one.whole for one in sums.values()) == 58
    assert all(one.by_rounding for one in sums.values())
