"""Dated things as a calendar file (iCalendar, RFC 5545) that any calendar program takes in.

Each is an event of a whole day that leaves the day free. Its UID rests on where it is written and
not on its day: taken in again, a calendar moves the event instead of adding another.
"""

import hashlib
from datetime import UTC, date, datetime, time
from typing import Any, Final

import pandas as pd

from jsna import __version__
from jsna.narrative.english import capitalised
from jsna.narrative.one_line import one_line

MAKER: Final = f"-//jsna//{__version__}//EN"
DOMAIN: Final = "jsna.invalid"
"""The right-hand side of a UID: a name that nobody can own."""
PLACE: Final = ["source_file", "kind", "what"]


def calendar_file(things: pd.DataFrame, name: str, on: date, note: str = "") -> bytes:
    """Return a calendar with one event for each thing that has a day and is not done.

    Args:
        things: As `analysis.due.dated_things` has them, all of them: the UID of one that shares its
            place with others must not change once those are done.
        name: What the calendar is called.
        on: The day of its making, for the stamp that an event has to have: the same things on
            the same day give the same bytes.
        note: What the calendar and each event say beside: that they are invented.
    """
    from icalendar import Calendar

    calendar = Calendar()
    for key, value in (("prodid", MAKER), ("version", "2.0"), ("calscale", "GREGORIAN"),
                       ("x-wr-calname", one_line(f"{name} {note}"))):  # fmt: skip
        calendar.add(key, value)
    stamp = datetime.combine(on, time(), UTC)
    told = things.assign(uid=uids(things))
    for row in told[told["due"].notna() & ~told["done"]].to_dict("records"):
        calendar.add_component(_event(row, stamp, note))
    return bytes(calendar.to_ical())


def uids(things: pd.DataFrame) -> pd.Series:
    """Return the UID of each thing: of its file, kind and id there; of its title if two share them.

    Things alike in all of these are told apart by the order of their lines, not of their days.
    """
    place = things[PLACE].agg("\n".join, axis="columns") if len(things) else pd.Series(dtype="str")
    place = place.where(~place.duplicated(keep=False), place + "\n" + things["title"])
    in_file = place.loc[things.sort_values("line", kind="stable").index]
    again = in_file.groupby(in_file).cumcount()
    place = place.where(again == 0, place + "\n" + again.astype("str"))
    return place.map(_uid)


def _uid(place: str) -> str:
    return f"{hashlib.sha256(place.encode()).hexdigest()[:32]}@{DOMAIN}"


def _event(row: dict[Any, Any], stamp: datetime, note: str) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", row["uid"])
    event.add("dtstamp", stamp)
    event.add("dtstart", row["due"].date())
    event.add("summary", f"{capitalised(row['kind'])}: {one_line(row['title'])}")
    event.add("description", _description(row, note))
    event.add("categories", [row["kind"]])
    event.add("transp", "TRANSPARENT")
    return event


def _description(row: dict[Any, Any], note: str) -> str:
    owner = f"Owner: {one_line(row['owner'])}" if row["owner"] else "No owner is named."
    line = "" if pd.isna(row["line"]) else f", line {row['line']}"
    place = f"Stands in {one_line(row['source_file'])}{line}"
    return "\n".join(filter(None, (owner, place, note)))
