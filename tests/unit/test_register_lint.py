"""The linter of registers: each mistake with its line and rule, and nothing where all is well."""

import pytest
from invented_board import PAINT, findings, kind, rules, table

from jsna.analysis.register_findings import OPEN, Rule, is_wrong

WELL = PAINT | {
    "priority": "first; The second", "start": "2026-01-01", "due": "Jul-26", "state": "W",
    "progress": "Two walls of four", "number": "3", "likely": "2", "grave": "4", "score": "8",
    "question": "Colour?", "count": "40", "base": "48", "percent": "83%", "cost": "1,250",
    "theme": "Painters come late", "site": "https://a.example/b", "measure": "m-1",
    "after": "t-1",
}  # fmt: skip


def test_nothing_is_found_where_all_is_well() -> None:
    assert rules(WELL) == []


@pytest.mark.parametrize(
    ("changed", "column", "rule", "words"),
    [
        ({"title": ""}, "title", "NEEDED", "Task is blank."),
        ({"owner": ""}, "owner", "BLANK", "Lead is blank."),
        ({"start": "31.06.17"}, "start", "IMPOSSIBLE", "31.06.17 is no day of the calendar"),
        ({"due": "31.01..18"}, "due", "IMPOSSIBLE", "write a day as YYYY-MM-DD"),
        ({"start": "in spring"}, "start", "NO_DATE", "'in spring', which is no date"),
        ({"start": "2026-01-01 to 2026-02-01"}, "start", "NO_DATE", "no date"),
        ({"due": "TBC"}, "due", "PLACEHOLDER", "By when still waits for its text."),
        ({"progress": "Someone to add detail"}, "progress", "PLACEHOLDER", "Progress still waits"),
        ({"progress": "Update to be confirmed", "state": "green"}, "state", "NOT_ALLOWED",
         "Allowed are: finished, well"),
        ({"state": "badley"}, "state", "NOT_ALLOWED", "Did you mean 'badly'?"),
        ({"grave": "many", "score": ""}, "grave", "NO_NUMBER", "'many', which is no number"),
        ({"likely": "6", "score": "24"}, "likely", "OUT_OF_RANGE", "at most 5"),
        ({"likely": "1.5", "score": "6"}, "likely", "OUT_OF_RANGE", "a whole number"),
        ({"likely": "0", "score": "0"}, "likely", "OUT_OF_RANGE", "at least 1"),
        ({"site": "javascript:ran=1"}, "site", "NO_ADDRESS", "no web address"),
        ({"priority": "first; fist"}, "priority", "NOTHING", "Did you mean 'first'?"),
        ({"measure": "m-9"}, "measure", "NOTHING", "no such measure"),
        ({"after": "t-9"}, "after", "NOTHING", "no such row in the register tasks"),
        ({"owner": "council; Ann Example"}, "owner", "PERSON", "never a person's name"),
        ({"owner": "ann@a.example"}, "owner", "PERSON", "never a person's name"),
        ({"owner": "Dr Example"}, "owner", "PERSON", "never a person's name"),
        ({"owner": "somebody"}, "owner", "NOBODY", "neither a body"),
        ({"start": "2026-08-01"}, "due", "ORDER", "By when (Jul-26) is before begins"),
        ({"done": "2026-07-01"}, "done", "STILL_TO_COME", "is after the day as at which"),
        ({"progress": "Slipped by a month"}, "state", "UNSUPPORTED", "says 'Slipped'"),
        ({"progress": "All is complete", "state": "badly"}, "state", "UNSUPPORTED", "'complete'"),
        ({"progress": ""}, "state", "NO_PROGRESS", "progress is blank"),
        ({"due": "Mar-26"}, "state", "LATE_AND_WELL", "nothing says that it is done"),
        ({"state": "finished"}, "done", "NEEDED", "as State is finished"),
        ({"score": "9"}, "score", "PRODUCT", "likelihood x consequence is 8"),
        ({"percent": "82"}, "percent", "SHARE", "is not what answers and asked give"),
        ({"percent": "83.4"}, "percent", "SHARE", "Share is not what"),
        ({"count": "4", "percent": "8"}, "count", "SMALL", "fewer than 8 people"),
        ({"theme": "Painters come 2 days late"}, "theme", "FIGURES", "none may stand"),
        ({"progress": "A patient, 943 476 5919, was seen"}, "progress", "IDENTIFIES", "NHS number"),
        ({"progress": "At home in SW1A 1AA"}, "progress", "IDENTIFIES", "postcode"),
        ({"place": ""}, "place", "NOT_COVERED", "Place: there is no row for 'north'"),
    ],
)  # fmt: skip
def test_each_mistake_is_found(changed, column: str, rule: str, words: str) -> None:
    told = findings(WELL | changed)
    found = told[(told["column"] == column) & (told["rule"] == Rule[rule])]
    assert len(found) == 1
    assert words in found["what"].iloc[0]
    assert found["at"].iloc[0] == (0 if rule == "NOT_COVERED" else 2)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "not known", "progress": ""},  # nothing is known of it yet
        {"progress": "Not complete yet", "state": "badly"},
        {"due": "ongoing"}, {"due": "Mar-26", "done": "2026-03-20"},
        {"due": "Mar-26, completed"}, {"percent": "83.3"}, {"percent": "80", "base": "50"},
        {"count": "0", "base": "50", "percent": "0"}, {"likely": "", "score": ""},
        {"start": "Jul-26"},  # the month in which it is due is not before itself
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(changed) -> None:
    assert rules(WELL | changed) == []


def test_two_rows_for_one_thing_are_told_with_the_first_ones_line() -> None:
    again = {"id": "t-2", "title": "paint.", "priority": "first; The second", "owner": "council"}
    found = findings(WELL, WELL | again)
    twice = found[found["rule"] == Rule.TWICE]
    assert twice["at"].tolist() == [3]
    assert "stands on line 2 already" in twice["what"].iloc[0]
    assert (3, "id", "TWICE") in rules(WELL, WELL | {"title": "Paint the door", "id": "T-1"})
    # nobody has written either yet
    blank = {"id": "", "title": "", "owner": "council"}
    assert "TWICE" not in {rule for _, _, rule in rules(WELL, blank, blank)}


def test_a_total_has_to_be_the_sum_of_its_group() -> None:
    whole = WELL | {"id": "t-2", "title": "Total", "cost": "2,500"}
    more = WELL | {"id": "t-3", "title": "Sand", "cost": "1250"}
    other = more | {"id": "t-4", "title": "Dig", "priority": "second", "cost": "7"}
    assert "TOTAL" not in {rule for _, _, rule in rules(WELL, more, other, whole)}
    told = findings(WELL, more, whole | {"cost": "2600"})
    assert "its rows give 2,500" in told[told["rule"] == Rule.TOTAL]["what"].iloc[0]


def test_a_gap_in_the_numbers_is_told() -> None:
    rows = [WELL | {"id": f"t-{n}", "title": f"Wall {n}", "number": n} for n in ("1", "", "2", "5")]
    found = findings(*rows)
    assert found[found["rule"] == Rule.SEQUENCE]["what"].tolist() == ["Number is 5 after 2."]


def test_a_person_or_a_placeholder_is_never_repeated() -> None:
    told = findings(
        WELL | {"owner": "Ann Example"},
        WELL | {"owner": "Ann to add detail", "progress": "Ann to add detail"},
    )
    assert not told["what"].str.contains("Ann").any()


def test_an_empty_register_is_told_for_what_it_should_cover_alone() -> None:
    assert rules() == [(0, "place", "NOT_COVERED")]
    assert rules(of=kind(covers=[])) == []


def test_what_is_open_is_no_mistake() -> None:
    found = findings(WELL | {"owner": "", "score": "9"})
    assert is_wrong(found).tolist() == [False, True]
    assert len(OPEN) < len(Rule)
    assert len({rule.plural for rule in Rule}) == len(Rule)


def test_rows_keep_their_lines() -> None:
    assert table(WELL, WELL).rows["at"].tolist() == [2, 3]
