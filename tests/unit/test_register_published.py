"""What of a register may be shown, counted and told as changed."""

import pandas as pd
from invented_board import DAY, LINKED, PAINT, kind, table

from jsna.analysis.register_change import changes
from jsna.analysis.register_counts import counts_by_group, grid_of, value_counts
from jsna.analysis.register_due import dated_rows, done, overdue
from jsna.analysis.register_published import published


def test_links_and_choices_are_shown_by_their_words() -> None:
    rows = published(table(PAINT | {"priority": "first; SECOND", "state": "W"}), LINKED)
    shown = rows.iloc[0]
    assert shown["priority"] == "The first; The second"
    assert (shown["state"], shown["owner"]) == ("well", "The Council")
    assert "note" not in rows


def test_no_person_placeholder_or_identity_is_shown() -> None:
    rows = published(
        table(
            PAINT | {"owner": "Ann Example"},
            PAINT | {"owner": "Ann to add detail", "progress": "Ann to add detail"},
            PAINT | {"progress": "A patient, 943 476 5919, was seen", "note": "secret"},
        ),
        LINKED,
    )
    assert rows["owner"].tolist()[:2] == ["(a person is named)", "(still to be written)"]
    assert not rows.map(lambda cell: "Ann" in cell or "943" in cell or "secret" in cell).any(
        axis=None
    )


def test_a_small_count_hides_all_that_would_tell_it() -> None:
    given = (("a", "4", "7"), ("a", "56", "93"), ("b", "30", "50"), ("a", "", ""))
    rows = [PAINT | {"question": q, "count": n, "base": "60", "percent": p} for q, n, p in given]
    shown = published(table(*rows), LINKED)
    hidden = "(hidden: few people)"
    assert shown["count"].tolist() == [hidden, hidden, "30", ""]
    assert shown["percent"].tolist() == [hidden, hidden, "50", ""]
    assert shown["base"].tolist() == ["60"] * 4


def test_values_are_counted_in_the_order_of_the_kind() -> None:
    given = (("badly", "second"), ("w", "first"), ("", "first; second"), ("odd", ""))
    rows = [PAINT | {"state": state, "priority": priority} for state, priority in given]
    found = table(*rows)
    assert value_counts(found, "state", LINKED) == {"well": 1, "badly": 1, "odd": 1, "blank": 1}
    assert value_counts(found, "priority", LINKED) == {"The first": 2, "The second": 2, "blank": 1}
    counts = counts_by_group(found, "state", LINKED)
    assert list(counts) == ["All", "well", "badly", "odd", "blank"]
    assert counts.loc["All"].tolist() == [4, 1, 1, 1, 1]
    assert counts.loc["The first", "well"] == 1
    grid = grid_of(found, LINKED)
    assert grid.loc["The second", "badly"] == "1"
    assert grid.loc["The first", "badly"] == ""


def test_what_is_done_is_not_overdue() -> None:
    found = table(
        PAINT | {"due": "Mar-26"}, PAINT | {"due": "Mar-26", "state": "finished"},
        PAINT | {"due": "Mar-26, completed"}, PAINT | {"due": "Mar-26", "done": "2026-03-01"},
        PAINT | {"due": "Jul-26"}, PAINT | {"due": "ongoing"}, PAINT,
        PAINT | {"due": "to be completed by Mar-26"},
    )  # fmt: skip
    assert overdue(found, DAY).tolist() == [True, *[False] * 7]
    assert done(found).tolist() == [False, True, True, True, False, False, False, False]
    dated = dated_rows(found, LINKED)
    assert len(dated) == 7
    assert dated["due"].isna().tolist() == [False] * 5 + [True, True]
    assert dated["kind"].unique().tolist() == ["task"]


def test_a_kind_without_dates_has_nothing_due() -> None:
    found = table(PAINT, of=kind(due=None, rating=None))
    assert not overdue(found, DAY).any()
    assert dated_rows(found, LINKED).empty


def test_changes_are_told_row_by_row() -> None:
    before = pd.DataFrame({"id": ["a", "b", "b", "c"], "state": ["x", "y", "z", "w"], "old": "q"})
    now = pd.DataFrame({"id": ["d", "b", "b", "a"], "state": ["n", "y", "Z", "x"], "more": "p"})
    found = changes(before, now, "id")
    assert found.to_dict("records") == [
        {"change": "new", "row": "d", "column": "", "before": "", "now": ""},
        {"change": "changed", "row": "b", "column": "state", "before": "z", "now": "Z"},
        {"change": "gone", "row": "c", "column": "", "before": "", "now": ""},
    ]
    assert changes(now, now, "id").empty
    assert changes(now.head(0), now.head(0), "id").empty
