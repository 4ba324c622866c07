"""What of a register may be shown, counted and told as changed."""

from dataclasses import replace

import pandas as pd
from invented_board import DAY, LINKED, PAINT, kind, table

from jsna.analysis.register_change import changes
from jsna.analysis.register_counts import counts_by_group, grid_of, value_counts
from jsna.analysis.register_due import dated_rows, done, done_count, overdue, overdue_count
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


def test_few_of_the_others_and_a_count_that_cannot_be_read_hide_as_much() -> None:
    hidden = "(hidden: few people)"
    given = (("48", "50"), ("11", "60"), ("under 5", "70"), ("5", "5"))
    rows = [
        PAINT | {"question": f"Q{n}", "count": count, "base": base, "percent": "1"}
        for n, (count, base) in enumerate(given)
    ]
    shown = published(table(*rows), LINKED)
    assert shown["count"].tolist() == [hidden, "11", hidden, hidden]
    assert shown["percent"].tolist() == [hidden, "1", hidden, hidden]
    assert shown["base"].tolist() == ["50", "60", "70", hidden]


def test_one_whole_that_is_written_in_two_ways_is_hidden_as_one() -> None:
    people = {"columns": ["count"], "tell": ["percent"], "within": "due", "fewest": 8}
    rows = [
        PAINT | {"due": due, "count": count}
        for due, count in (("2025/26 Q2", "4"), ("Q2 2025/26", "56"), ("2025/26 Q3", "30"))
    ]
    shown = published(table(*rows, of=kind(people=people)), LINKED)
    assert [cell.startswith("(") for cell in shown["count"]] == [True, True, False]


def test_counts_name_no_more_than_the_rows_do() -> None:
    of = kind(group_by="owner")
    rows = [
        PAINT | {"owner": owner, "state": state, "due": "x"}
        for owner, state in (
            ("Ann Example", "well"),
            ("ann example", "Ann to update"),
            ("council", "w"),
        )
    ]
    found = table(*rows, of=of)
    said = " ".join(
        [*counts_by_group(found, "state", LINKED).index, *value_counts(found, "state", LINKED)]
    )
    assert "nn" not in said.replace("(a person is named)", "")
    assert "The Council" in said
    assert "(neither a body nor a role)" in said


def test_a_figure_where_none_may_stand_and_a_story_without_consent_are_not_shown() -> None:
    told = kind(shown_where=[{"column": "progress", "where": "state", "holds": ["well"]}])
    rows = [
        PAINT | {"theme": theme, "progress": "A story", "state": state}
        for theme, state in (
            ("Two painters fell", "w"),
            ("Painters fell", "badly"),
            ("No one fell", "weather"),
        )
    ]
    shown = published(table(*rows, of=told), LINKED)
    assert shown["theme"].tolist() == ["(hidden: a figure)", "Painters fell", "No one fell"]
    assert shown["progress"].tolist() == ["A story", "(not shown)", "(not shown)"]


def test_a_story_is_shown_until_its_consent_runs_out() -> None:
    told = kind(shown_where=[
        {"column": "progress", "where": "state", "holds": ["well"], "until": "due"}
    ])  # fmt: skip
    days = ("2026-06-15", "2026-06-14", "Jun-26", "", "as long as she likes", "31.06.26")
    found = table(*[PAINT | {"progress": "A story", "state": "w", "due": day} for day in days],
                  of=told)  # fmt: skip
    shown = [
        cell == "A story" for cell in published(replace(found, seen_on=DAY), LINKED)["progress"]
    ]
    assert shown == [True, False, True, True, False, False]
    # without a day nobody knows whether it has run out
    assert [cell == "A story" for cell in published(found, LINKED)["progress"]] == [
        False, False, False, True, False, False,
    ]  # fmt: skip


def test_every_row_is_counted_once_by_group_and_sums_are_no_rows() -> None:
    rows = [
        PAINT | {"title": name, "state": state, "priority": "first", "cost": "1"}
        for name, state in (("Total", ""), ("All", "w"), ("Dig", "blank"), ("Sand", ""))
    ]
    found = table(*rows, of=kind(group_by="title"))
    assert value_counts(found, "state", LINKED) == {"well": 1, "'blank'": 1, "blank": 1}
    counts = counts_by_group(found, "state", LINKED)
    assert counts.index.tolist() == ["'All'", "Dig", "Sand", "All"]
    assert counts["All"].tolist() == [1, 1, 1, 3]
    several = kind(count_by=["priority"], group_by="state")
    both = table(*[PAINT | {"priority": "first; second"}] * 2, of=several)
    assert counts_by_group(both, "priority", LINKED)["All"].tolist() == [2, 2]


def test_a_grid_of_numbers_stands_in_their_order() -> None:
    of = kind(grid={"down": "likely", "across": "grave"})
    given = (("10", "12"), ("9", "2"), ("", "5"))
    rows = [PAINT | {"likely": one, "grave": other} for one, other in given]
    found = grid_of(table(*rows, of=of), LINKED)
    assert found.index.tolist() == ["9", "10", "blank"]


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
        PAINT | {"due": "to be completed by Mar-26"}, PAINT | {"due": "Mar-26 (half completed)"},
    )  # fmt: skip
    assert overdue(found, DAY).tolist() == [True, *[False] * 8]
    assert done(found).tolist() == [False, True, True, True, *[False] * 5]
    dated = dated_rows(found, LINKED)
    assert len(dated) == 8
    assert dated["due"].isna().tolist() == [False] * 5 + [True] * 3
    assert dated["kind"].unique().tolist() == ["task"]


def test_a_kind_without_dates_has_nothing_due() -> None:
    found = table(PAINT, of=kind(due=None, rating=None))
    assert not overdue(found, DAY).any()
    assert dated_rows(found, LINKED).empty
    # what nobody could say is no nought
    assert (done_count(found), overdue_count(found, DAY)) == (None, None)
    late = table(PAINT | {"due": "Mar-26"}, of=kind(due={"column": "due"}))
    assert (done_count(late), overdue_count(late, DAY)) == (None, 1)


def test_changes_are_told_row_by_row() -> None:
    before = pd.DataFrame({"id": ["a", "b", "b", "c"], "state": ["x", "y", "z", "w"], "old": "q"})
    now = pd.DataFrame({"id": ["d", "b", "b", "a"], "state": ["n", "y", "Z", "x"], "more": "p"})
    found = changes(before, now, "id", [["id"]])
    assert found.to_dict("records") == [
        {"change": "new", "row": "d", "place": 0, "column": "", "before": "", "now": ""},
        {"change": "changed", "row": "b", "place": 2, "column": "state", "before": "z", "now": "Z"},
        {"change": "gone", "row": "c", "place": 3, "column": "", "before": "", "now": ""},
    ]
    assert changes(now, now, "id", [["id"]]).empty
    assert changes(now.head(0), now.head(0), "id", [["id"]]).empty
    assert changes(before.head(0), now, "id", [["id"]])["change"].tolist() == ["new"] * 4


def test_a_row_that_moved_or_got_another_id_is_not_new() -> None:
    before = pd.DataFrame({"id": ["1", "2", ""], "title": ["Paint", "Dig", "Sand"], "state": "x"})
    now = pd.DataFrame({"id": ["", "7", "1"], "title": ["Sand", "Dig", "Paint"], "state": "x"})
    found = changes(before, now, "title", [["id"], ["title"]])
    assert found[["change", "row", "column", "before", "now"]].to_numpy().tolist() == [
        ["changed", "Dig", "id", "2", "7"]
    ]


def test_rows_of_one_name_are_told_apart_by_what_makes_them_one_thing() -> None:
    before = pd.DataFrame({"answer": ["yes", "yes"], "year": ["1", "2"], "count": ["9", "8"]})
    now = pd.DataFrame(
        {"answer": ["yes", "yes", "yes"], "year": ["0", "1", "2"], "count": ["5", "9", "7"]}
    )
    found = changes(before, now, "answer", [["answer", "year"]])
    assert found[["change", "place", "now"]].to_numpy().tolist() == [
        ["new", 0, ""],
        ["changed", 2, "7"],
    ]
