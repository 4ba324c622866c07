"""What of a file is not read is told, and what the catalogue itself leaves out is not."""

import pandas as pd

from jsna.fetching.rows_not_read import rows_not_read
from jsna.sources.contract import ParsedFacts
from jsna.sources.explore_local_statistics import REVISED


def parsed(*reasons: str) -> ParsedFacts:
    refused = pd.DataFrame({"line": range(2, 2 + len(reasons)), "reason": list(reasons)})
    return ParsedFacts(pd.DataFrame({"value": [1.0]}), pd.DataFrame(), refused, pd.DataFrame())


def test_rows_that_the_catalogue_leaves_out_are_no_fault_of_the_file() -> None:
    assert rows_not_read("a.csv", [parsed()]) == []
    assert rows_not_read("a.csv", [parsed(REVISED, REVISED)]) == []
    (told,) = rows_not_read("a.csv", [parsed(REVISED, "the period is none")])
    assert told.what == "1 of 2 rows are not read: the period is none (1: line 3)."
