"""Dates as a register's writers have them, and what is none."""

from datetime import date

import pytest

from jsna.analysis.register_dates import read_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-05", "2026-03-05", "2026-03-05"),
        ("5.3.26", "2026-03-05", "2026-03-05"),
        ("05/03/2026", "2026-03-05", "2026-03-05"),
        ("5th of March 2026", "2026-03-05", "2026-03-05"),
        ("Mar-26", "2026-03-01", "2026-03-31"),
        ("Sept 2026", "2026-09-01", "2026-09-30"),
        ("2026-12", "2026-12-01", "2026-12-31"),
        ("December 2026", "2026-12-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("Q4 2025/26", "2026-01-01", "2026-03-31"),
        ("2025/26 Q1", "2025-04-01", "2025-06-30"),
        ("Q4 2025-26", "2026-01-01", "2026-03-31"),
        ("2025/26", "2025-04-01", "2026-03-31"),
        ("2025-26", "2025-04-01", "2026-03-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2016-19", "2016-01-01", "2019-12-31"),
        ("Oct 17, Jan 17, Jul 17", "2017-01-01", "2017-10-31"),
        ("01.07.17 to 01.12.17", "2017-07-01", "2017-12-01"),
        ("01.01.17, completed", "2017-01-01", "2017-01-01"),
        ("by end of March 2026", "2026-03-01", "2026-03-31"),
        ("31-Mar-17", "2017-03-31", "2017-03-31"),
        ("31 March 17", "2017-03-31", "2017-03-31"),
        ("1st April, 2018", "2018-04-01", "2018-04-01"),
        ("March 31, 2017", "2017-03-31", "2017-03-31"),
        ("2017-03-31 00:00:00", "2017-03-31", "2017-03-31"),
        ("31/03/2017 00:00", "2017-03-31", "2017-03-31"),
        ("Q3 17/18", "2017-10-01", "2017-12-31"),
        ("2003/04 Q4", "2004-01-01", "2004-03-31"),
        ("Quarter 3 2017\u201318", "2017-10-01", "2017-12-31"),
        ("2017\u201318", "2017-04-01", "2018-03-31"),
        ("1.4.17 \u2013 31.3.18", "2017-04-01", "2018-03-31"),
        ("from 1.4.17 to 31.3.18", "2017-04-01", "2018-03-31"),
        ("Nov to Feb 2018", "2017-11-01", "2018-02-28"),
        ("03/2017", "2017-03-01", "2017-03-31"),
        ("31.03.99", "1999-03-31", "1999-03-31"),
        ("31\u00a0March\u00a02017", "2017-03-31", "2017-03-31"),
    ],
)
def test_a_date_is_read_as_its_first_and_last_day(text: str, first: str, last: str) -> None:
    found = read_date(text)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.wrong == ""


@pytest.mark.parametrize(
    "text",
    ["31.06.17", "31.11.17", "31.01..18", "2026-02-30", "00.00.00", "2026-13", "12/31/2026",
     "31-Jun-17", "31 June 2017", "31/06/17", "13/2017", "2017/19", "Q3 2017/19", "Feb 30 2018",
     "32 March 2026", "9999-12-31", "0000"],
)  # fmt: skip
def test_what_looks_like_a_date_and_is_none_is_told(text: str) -> None:
    found = read_date(text)
    assert found.last is None
    assert found.wrong.startswith(text)


@pytest.mark.parametrize(
    "text",
    ["", "ongoing", "TBC", "See aim 4", "3 year plan, 2017/18 is year 2", "Jan 18 onwards",
     "Current plan 2016-19", "may", "autumn 2017", "Q3 2017", "from April 2018",
     "before 1 April 2018", "31 March", "42825",
     "31.12.17 (not yet completed)", "mayor 2026 plan", "=1+1", "1" * 5000,
     "31.03.2017, " * 16 + "31.12.2019"],
)  # fmt: skip
def test_words_are_no_date_and_no_mistake(text: str) -> None:
    found = read_date(text)
    assert (found.last, found.wrong) == (None, "")


def test_only_a_date_alone_is_alone() -> None:
    assert read_date("Mar-26").alone
    assert not read_date("by Mar-26").alone
    assert not read_date("Mar-26, Apr-26").alone
