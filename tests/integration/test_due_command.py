"""`jsna due`: what it lists and leaves out, its calendar, and what it refuses."""

import json
from datetime import date

import pytest
from icalendar import Calendar

from jsna.chapter import dated_things
from jsna.cli import main

DEMO = ("due", "--strategy", "exampleshire-hws", "--on", "2026-01-20")


def test_the_demo_lists_its_dates_and_writes_the_open_ones_into_a_calendar(paths, tmp_path, capsys):
    file = tmp_path / "due.ics"
    assert main([*DEMO, "--json", "--to", str(file)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["on"] == "2026-01-20" and told["left_out"] == []
    assert told["synthetic"] is True
    things = {(one["kind"], one["what"]): one for one in told["things"]}
    hub = things["milestone", "family-hub"]
    assert (hub["due"], hub["state"], hub["done"]) == ("2025-09-30", "past", False)
    assert things["action", "standing-on-own-feet/steady"]["written"] == "ongoing"
    assert things["commentary", "early-help"]["due"] == "2027-01-31"
    assert things["baseline", "baseline of exampleshire"]["state"] == "done"
    target = things["target of a measure", "quits-at-four-weeks"]
    assert (target["due"], target["state"]) == ("2026-03-31", "next quarter")
    assert target["source_file"] == "reports/strategies/exampleshire-hws/measures.yml"
    lines = (paths.root / hub["source_file"]).read_text("utf-8").splitlines()
    assert "family-hub" in lines[hub["line"] - 1]
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    still = [o for o in told["things"] if o["due"] and o["state"] != "done"]
    assert len(events) == len(still) == told["events_written"]
    assert {event.decoded("dtstart") for event in events} == {
        date.fromisoformat(one["due"]) for one in still
    }
    assert all("SYNTHETIC" in event["description"] for event in events)


def test_without_names_what_is_over_and_replaced_or_invented_is_left_out_and_said(paths, capsys):
    assert main(["due", "--on", "2026-01-20"]) == 0
    printed = capsys.readouterr()
    assert "exampleshire-hws/strategy.yml" not in printed.out
    assert "SYNTHETIC" not in printed.out
    assert "Left out: exampleshire-hws, which is invented" in printed.err
    assert "Left out: rotherham-hws-2012, which is over and was replaced" in printed.err
    assert "rotherham-plan-2025/strategy.yml" in printed.out
    assert "Past its day\n  20" in printed.out


def test_a_mistake_in_one_file_hides_no_other_dates_unless_its_strategy_is_meant(
    paths, capsys, monkeypatch
):
    real = dated_things.all_dated

    def with_a_mistake(scope):
        scope.problems.add("this file is about nothing.", scope.paths.root / "x.md")
        return real(scope)

    monkeypatch.setattr(dated_things, "all_dated", with_a_mistake)
    assert main(["due", "--on", "2026-01-20"]) == 0
    printed = capsys.readouterr()
    assert "rotherham-plan-2025/strategy.yml" in printed.out
    assert "Left out, since its file has a mistake: x.md: this file is about" in printed.err
    assert main(["due", "--strategy", "rotherham-plan-2025"]) == 2


def test_of_one_area_alone_and_invented_dates_say_so(paths, capsys):
    assert main(["due", "--area", "exampleshire", "--on", "2026-01-20"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("SYNTHETIC: invented data.")
    assert "exampleshire-hws/strategy.yml" in printed
    assert "rotherham" not in printed and "otherborough" not in printed


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--on", "31.06.17"), "write YYYY-MM-DD"),
        (("--on", "2026-02-30"), "is no day"),
        (("--area", " "), "it is empty"),
        (("--to", ""), "it is empty"),
    ],
)
def test_an_argument_that_cant_be_meant_is_refused(words, told, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["due", *words])
    assert stopped.value.code == 2 and told in capsys.readouterr().err


def test_a_calendar_has_its_ending_and_is_no_folder(tmp_path, capsys):
    assert main(["due", "--to", str(tmp_path / "due.csv")]) == 2
    assert "does not end in .ics" in capsys.readouterr().err
    assert main(["due", "--to", str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())


def test_an_unknown_name_is_told_with_the_nearest_and_nothing_is_written(paths, tmp_path, capsys):
    file = tmp_path / "due.ics"
    assert main(["due", "--strategy", "exampleshire-hw", "--to", str(file)]) == 2
    assert "Did you mean 'exampleshire-hws'" in capsys.readouterr().err
    assert main(["due", "--area", "rotherham", "--strategy", "rutland-jhws-2022"]) == 2
    assert "a strategy of rutland" in capsys.readouterr().err
    assert not file.exists()
