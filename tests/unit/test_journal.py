"""What a fetch has finished so far: whole lines only, of the last day only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jsna.snapshots.journal import Journal, request_key

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    title: str
    url: str


def test_without_a_journal_nothing_is_finished(tmp_path):
    journal = Journal(tmp_path / "a.fetching")
    assert journal.finished(NOON) == {}
    journal.remove()


def test_what_was_added_is_finished_for_a_day(tmp_path):
    journal = Journal(tmp_path / "locks" / "a.fetching")
    journal.add("one", ["aa", "bb"], NOON)
    journal.add("two", [], NOON + timedelta(hours=2))
    assert journal.finished(NOON + timedelta(hours=2)) == {"one": ("aa", "bb"), "two": ()}
    assert journal.finished(NOON + timedelta(hours=25)) == {"two": ()}
    assert journal.finished(NOON) == {"one": ("aa", "bb")}  # a clock that was set back
    journal.remove()
    assert journal.finished(NOON) == {}


def test_a_line_that_was_cut_off_costs_itself_alone(tmp_path):
    journal = Journal(tmp_path / "a.fetching")
    journal.add("one", ["aa"], NOON)
    journal.path.write_bytes(journal.path.read_bytes() + b'\n{"request": "two", "snap')
    journal.add("three", ["cc"], NOON)
    assert journal.finished(NOON) == {"one": ("aa",), "three": ("cc",)}


def test_bytes_that_are_no_journal_are_nothing(tmp_path):
    journal = Journal(tmp_path / "a.fetching")
    journal.path.write_bytes(b'\xff\xfe[1]\n"x"\n{"request": 1}\n{"request": 1, "snapshots": 2}')
    assert journal.finished(NOON) == {}


def test_every_part_of_a_request_tells_it_from_others():
    keys = {request_key(Asked(t, u)) for t in "ab" for u in "ab"}
    assert len(keys) == 4
    assert request_key(Asked("a", "b")) == request_key(Asked("a", "b"))
