"""The linter of registers: each mistake with its line and rule, and nothing where all is well."""

from datetime import date

import pytest
from invented_board import DAY, LINKED, PAINT, findings, kind, rules, table

from jsna.analysis.register_findings import OPEN, Rule, is_wrong
from jsna.analysis.register_lint import lint

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
        ({"count": "44", "percent": "92"}, "count", "SMALL", "or are left of those"),
        ({"count": "4", "base": "5", "percent": "80"}, "count", "SMALL", "fewer than 8 people"),
        ({"count": "50", "percent": ""}, "count", "OUT_OF_RANGE", "Answers is more than asked"),
        ({"due": "42825"}, "due", "NO_DATE", "'42825', which is no date"),
        ({"start": "31-Jun-25"}, "start", "IMPOSSIBLE", "31-Jun-25 is no day"),
        ({"measure": "second"}, "measure", "NOTHING", "There is a priority of that name."),
        ({"owner": "Example, Ann"}, "owner", "PERSON", "never a person's name"),
        ({"theme": "Painters came late two times"}, "theme", "FIGURES", "in digits or words"),
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
        {"progress": "It has not been delayed"}, {"progress": "Help for families at risk"},
        {"progress": "No longer on hold"}, {"progress": "Money to complete it", "state": "badly"},
        {"progress": "Half complete", "state": "badly"},
        {"progress": "Cannot be completed", "state": "badly"},
        {"progress": "Audit completed, report still to come", "state": "badly"},
        {"progress": "Staff trained to provide information to carers"},
        {"title": "Partners to identify leads"}, {"count": "48", "percent": "100"},
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


def test_each_date_is_held_to_the_last_before_it_that_is_there() -> None:
    three = kind(in_order=[["start", "due", "done"]])
    rows = WELL | {"start": "2026-05-01", "due": "", "done": "2026-04-01"}
    assert [rule for _, _, rule in rules(rows, of=three)] == ["ORDER"]
    rows = WELL | {"start": "2026-05-01", "due": "2026-05-01", "done": "2026-05-01"}
    assert "ORDER" not in {rule for _, _, rule in rules(rows, of=three)}


def test_two_ways_of_writing_one_thing_are_one() -> None:
    one = kind(key="", same_thing=["title", "priority", "due"])
    first = WELL | {"priority": "first", "due": "2026-07"}
    again = WELL | {"priority": "The First", "due": "Jul-26", "title": "paint"}
    assert (3, "title", "TWICE") in rules(first, again, of=one)
    assert "TWICE" not in {rule for _, _, rule in rules(first, again | {"due": "Aug-26"}, of=one)}


def test_a_sum_is_of_one_year_and_of_numbers_that_are_there() -> None:
    money = kind(key="", same_thing=["title", "start"])
    year = {"start": "2025/26", "id": ""}
    rows = [
        WELL | year | {"title": name, "cost": cost, "due": ""}
        for name, cost in (("Sand", "10"), ("Dig", "5"), ("Total", "15"))
    ]
    later = [
        row | {"start": "2024/25", "cost": cost} for row, cost in zip(rows, "123", strict=True)
    ]
    found = {rule for _, _, rule in rules(*rows, *later, of=money)}
    assert "TOTAL" not in found
    lacks = [rows[0], rows[1] | {"cost": ""}, rows[2]]
    assert "TOTAL" not in {rule for _, _, rule in rules(*lacks, of=money)}
    assert "TOTAL" in {rule for _, _, rule in rules(*rows[:2], rows[2] | {"cost": "14"}, of=money)}


def test_a_good_rating_is_late_only_where_a_row_can_be_done() -> None:
    due = {"due": {"column": "due"}}
    assert "LATE_AND_WELL" not in {r for _, _, r in rules(WELL | {"due": "Mar-26"}, of=kind(**due))}


def test_no_finding_repeats_what_may_not_be_shown() -> None:
    columns = [
        column | ({"published": False} if column["id"] in ("measure", "done", "start") else {})
        for column in kind().model_dump(mode="json")["columns"]
    ]
    secret = kind(columns=columns)
    told = findings(
        WELL | {"measure": "secret", "done": "in secret", "start": "secret"},
        WELL | {"id": "t-2", "title": "B", "count": "4 people", "percent": "5x"},
        WELL | {"id": "t-3", "title": "C", "count": "4", "percent": "91"},
        WELL | {"id": "t-4", "title": "D", "state": "at home in SW1A 1AA", "start": "31.06.41"},
        of=secret,
    )
    words = " ".join(told["what"])
    assert len(told) > 8
    for hidden in ("secret", "4 people", "5x", "91", "SW1A", "31.06.41"):
        assert hidden not in words.replace("(not repeated here)", "")


def test_a_thing_done_after_the_term_is_not_still_to_come() -> None:
    done = table(WELL | {"due": "Mar-26", "done": "2026-07-01"})
    assert "done on a day that is still to come" in set(lint(done, LINKED, DAY)["rule"])
    later = lint(done, LINKED, DAY, date(2026, 8, 1))
    assert later.empty
