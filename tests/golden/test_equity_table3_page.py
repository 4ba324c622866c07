"""The page of an equity audit, on the twelve rows of Table 3 of a published one.

See `test_equity_table3.py` for the source. The page sees counts rounded to five and without small
ones: what it says is held to the classes that the audit printed.
"""

from pathlib import Path

import pandas as pd
import pytest

from jsna.analysis.equity_groups import audit_groups, judged
from jsna.disclosure.equity_returns import kept_audit, read_return
from jsna.narrative.equity_page_words import audit_table, equity_headline, findings, how_sure
from jsna.settings.source import Disclosure

TABLE = pd.read_csv(Path(__file__).with_name("equity_audit_table3.csv"))
OF_FEW = "Young people's drug and alcohol service"
GIVEN = ["service", "users_from_target", "users", "expected_share"]


@pytest.fixture(scope="module")
def page() -> pd.DataFrame:
    content = TABLE[GIVEN].to_csv(index=False).encode()
    kept = kept_audit([read_return(content, "t.csv")], "E08999999", "2015-16", Disclosure())
    return audit_groups(kept)


def test_each_class_is_the_printed_one_or_hidden(page):
    found = dict(zip(page["service"], page["class"], strict=True))
    said = dict(zip(TABLE["service"], TABLE["class"], strict=True))
    assert {s for s in said if found[s] != said[s]} == {OF_FEW}
    assert found[OF_FEW] == "not judged"
    assert page["class"].value_counts().to_dict() == {
        "equitable": 5, "equal": 4, "unequal": 2, "not judged": 1,
    }  # fmt: skip


def test_the_finding_leads_with_who_uses_a_service_less(page):
    known = judged(page)
    assert equity_headline(known) == (
        "2 of 11 groups use a service less than their share of people, 5 more than theirs"
    )
    said = list(findings(page, 1))
    assert [line.partition(":")[0] for line in said] == ["Active for Health", "Health trainers"]
    assert "4.9% of 515 users came from the target areas (95% interval 3.3% to 7.1%)" in said[0]
    assert "chance alone would put about 1 there" in how_sure(known)


def test_the_table_says_every_class_in_words_and_hides_the_few(page):
    table = audit_table(page, 1).set_index("Group")
    assert table.loc[OF_FEW, "Finding"] == "hidden: few people, or others could be worked out"
    assert not table.loc[OF_FEW, ["Users", "Share of users", "95% interval"]].any()
    assert table["Finding"].str.startswith("equitable (above the share)").sum() == 5


def test_a_class_that_rounding_could_change_is_marked():
    text = "service,users_from_target,users,expected_share\nA,30,200,10.3\nB,30,200,30\n"
    kept = kept_audit([read_return(text.encode(), "t.csv")], "E08999999", "2024", Disclosure())
    marked = audit_groups(kept).set_index("service")["by_rounding"]
    assert marked.to_dict() == {"A": True, "B": False}
