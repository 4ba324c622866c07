"""What falls due when, in words and as a calendar has it."""

import re
from datetime import date

import pandas as pd
import pytest
from icalendar import Calendar

from hostile_strings import HOSTILE
from jsna.analysis.due import COLUMNS, When, by_time, dated_things, next_quarter
from jsna.narrative.due_words import counts_line, heading, line_of, without_day
from jsna.tables.calendar_file import calendar_file, uids

ON = date(2026, 1, 20)


def thing(what: str, due: str | None, **more) -> dict:
    blank = {"what": what, "kind": "action", "title": f"Do {what}", "owner": "Public health",
             "due": due, "source_file": "a/strategy.yml", "line": 7, "done": False}  # fmt: skip
    return blank | more


def things(*rows: dict) -> pd.DataFrame:
    return dated_things([pd.DataFrame(rows)])


def states(on: date, *days: str | None) -> list[str]:
    told = by_time(things(*(thing(f"{n:02d}", day) for n, day in enumerate(days))), on)
    return list(told.sort_values("what")["state"])


# -- when ---------------------------------------------------------------------------------------


def test_each_day_has_one_state_as_seen_from_a_day():
    days = (
        "2026-01-19",
        "2026-01-20",
        "2026-01-31",
        "2026-02-01",
        "2026-04-30",
        "2026-05-01",
        None,
    )
    assert states(ON, *days) == [
        "past", "this month", "this month", "next quarter", "next quarter", "later", "no day",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [("2024-01-31", "2024-02-01", "2024-04-30"), ("2023-11-30", "2023-12-01", "2024-02-29"),
     ("2026-02-28", "2026-03-01", "2026-05-31"), ("2026-12-01", "2027-01-01", "2027-03-31")],
)  # fmt: skip
def test_the_next_quarter_is_the_three_months_after_this_one(on, first, last):
    found = next_quarter(on)
    assert [str(day.date()) for day in found] == [first, last]
    moved = (day + pd.Timedelta(days=n) for day, n in zip(found, (-1, 1), strict=True))
    before, after = (str(day.date()) for day in moved)
    day = date.fromisoformat(on)
    assert states(day, before, first, last, after) == [
        "this month", "next quarter", "next quarter", "later",
    ]  # fmt: skip


def test_what_is_done_is_never_past_and_all_is_in_the_order_of_its_days():
    rows = [thing("a", "2025-01-01", done=True), thing("b", "2026-09-01"), thing("c", None),
            thing("d", "2026-08-01"), thing("e", "2025-12-31")]  # fmt: skip
    told = by_time(things(*rows), ON)
    assert list(told["what"]) == ["e", "d", "b", "c", "a"]
    assert list(told["state"])[-2:] == [When.NO_DAY, When.DONE]


def test_frames_of_several_modules_become_one_whatever_their_types():
    plain = pd.DataFrame([thing("a", "2026-02-01")])
    typed = plain.assign(due=pd.to_datetime(["2026-03-01"]), line=pd.array([None], "Int64"),
                         owner=[None], done=[None], written="Mar-26")  # fmt: skip
    told = dated_things([plain, pd.DataFrame(columns=list(COLUMNS)), typed])
    assert told["due"].dtype == "datetime64[s]" and told["done"].tolist() == [False, False]
    assert told["owner"].tolist() == ["Public health", ""]
    assert told["written"].tolist() == ["", "Mar-26"] and told["line"].isna().tolist() == [0, 1]
    assert dated_things([]).empty and by_time(dated_things([]), ON).empty


def test_a_module_that_leaves_a_column_out_is_told():
    with pytest.raises(ValueError, match="lacks owner, line"):
        dated_things([pd.DataFrame([thing("a", None)]).drop(columns=["owner", "line"])])


# -- in words -----------------------------------------------------------------------------------


def test_counts_and_lines_say_day_kind_owner_and_place():
    rows = [thing("a", "2025-12-31"), thing("b", None, written="31.06.17", owner="", line=None),
            thing("c", None), thing("d", None, kind="release"),
            thing("e", "2020-01-01", done=True)]  # fmt: skip
    told = by_time(things(*rows), ON)
    assert counts_line(told, ON) == (
        "As at 20 January 2026: 1 past, 0 this month, 0 in the next quarter, 0 later,"
        " 3 without a day and 1 done."
    )
    assert without_day(told) == "2 actions and 1 release"
    lines = [line_of(row) for row in told.to_dict("records")]
    assert lines[0] == "2025-12-31 action: Do a [Public health] a/strategy.yml:7"
    assert "31.06.17 action: Do b a/strategy.yml" in lines
    assert heading(When.NEXT_QUARTER, ON) == "Next quarter (1 February 2026 to 30 April 2026)"


# -- as a calendar ------------------------------------------------------------------------------


def calendar(*rows: dict, note: str = "") -> tuple[bytes, list]:
    made = calendar_file(things(*rows), "Due: Plan", ON, note)
    return made, list(Calendar.from_ical(made).walk("VEVENT"))


def test_each_thing_is_an_event_of_a_whole_day_that_leaves_the_day_free():
    made, (event,) = calendar(thing("a", "2026-04-30", kind="milestone"), note="SYNTHETIC")
    assert event.decoded("dtstart") == date(2026, 4, 30) and b";VALUE=DATE:20260430\r\n" in made
    assert "dtend" not in event and event["transp"] == "TRANSPARENT"
    assert event["summary"] == "Milestone: Do a"
    assert event["description"] == (
        "Owner: Public health\nStands in a/strategy.yml, line 7\nSYNTHETIC"
    )
    assert str(event.decoded("dtstamp")) == "2026-01-20 00:00:00+00:00"
    assert b"X-WR-CALNAME:Due: Plan SYNTHETIC\r\n" in made


def test_lines_are_as_the_standard_has_them_whatever_a_title_holds():
    titles = [*HOSTILE, "a, b; c \\ d", "two\nBEGIN:VEVENT\r\nlines", "\u00e9\U0001f600" * 60]
    rows = [thing(str(n), "2026-04-30", title=title) for n, title in enumerate(titles)]
    made, events = calendar(*rows)
    lines = made.split(b"\r\n")
    assert lines[-1] == b"" and not any(re.search(rb"[\r\n]", line) for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # a line is folded between characters
    assert len(events) == len(titles) == made.count(b"\r\nBEGIN:VEVENT\r\n")
    assert rb"a\, b\; c \\ d" in made.replace(b"\r\n ", b"")
    assert str(events[-3]["summary"]) == "Action: a, b; c \\ d"
    assert str(events[-2]["summary"]) == "Action: two BEGIN:VEVENT lines"


def test_a_uid_stays_when_the_day_moves_and_two_things_never_share_one():
    row = thing("a", "2026-04-30")
    assert uids(things(row)).equals(uids(things(row | {"due": "2027-01-01", "title": "Renamed"})))
    twins = things(row, row, row | {"title": "Other"}, thing("b", None), row | {"kind": "risk"})
    assert uids(twins).is_unique
    assert uids(dated_things([])).empty


def test_a_uid_stays_when_a_twin_is_done_or_moved():
    first, second = (thing("", "2026-04-30", line=line) for line in (7, 9))
    _, (_, before) = calendar(first, second)
    for others in (first | {"done": True}, first | {"due": None}, first | {"due": "2027-01-01"}):
        _, events = calendar(*by_time(things(others, second), ON).to_dict("records"))
        by_day = {event.decoded("dtstart"): event["uid"] for event in events}
        assert by_day[date(2026, 4, 30)] == before["uid"]


def test_the_same_things_on_the_same_day_give_the_same_bytes():
    rows = [thing("a", "2026-04-30"), thing("b", "2026-05-01")]
    assert calendar(*rows)[0] == calendar(*rows)[0]
    assert calendar_file(things(*rows), "Due: Plan", date(2026, 1, 21)) != calendar(*rows)[0]
    assert b"VEVENT" not in calendar_file(dated_things([]), "Due", ON)
