"""`jsna indicators` and `jsna local`: what they print, and what they refuse."""

import json
from datetime import date

import pandas as pd
import pytest
from ruamel.yaml import YAML

from jsna.cli import main
from jsna.commands import indicators as command
from jsna.facts.parquet import parquet_bytes
from jsna.settings.load import load_settings
from jsna.snapshots.verified_folder import write_digests
from jsna.sources.contract import DEFINITION_COLUMNS
from jsna.sources.council.local_csv import COLUMNS, MOST_TOLD, template

SMOKING = "92443"
SUICIDE = "41001"
OBESE_CHILDREN = "93107"


def told(capsys, *words: str) -> dict:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


# -- the catalogue ----------------------------------------------------------------------------


def test_every_indicator_is_listed_under_its_theme(paths, capsys):
    listed = told(capsys, "indicators")["indicators"]
    assert {i["id"] for i in listed} == set(load_settings(paths).indicators)
    assert main(["indicators"]) == 0
    said = capsys.readouterr().out
    assert f"  {SMOKING}" in said
    assert said.count("\nHealthy living\n") == 1


def test_every_word_must_be_found_whatever_its_case(paths, capsys):
    found = {i["id"] for i in told(capsys, "indicators", "SMOKING")["indicators"]}
    fewer = {i["id"] for i in told(capsys, "indicators", "smoking", "delivery")["indicators"]}
    assert SMOKING in found
    assert fewer < found
    assert all("smoking" in json.dumps(i).casefold()
               for i in told(capsys, "indicators", "smoking")["indicators"])  # fmt: skip


def test_nothing_found_is_told_with_the_nearest_word(paths, capsys):
    assert main(["indicators", "smokking"]) == 2
    assert "Did you mean 'smoking'" in capsys.readouterr().err
    assert main(["indicators", "92444"]) == 2
    assert "Did you mean '9244" in capsys.readouterr().err


def test_one_is_shown_with_every_field_and_who_uses_it(paths, capsys):
    shown = told(capsys, "indicators", SMOKING)
    indicator = load_settings(paths).indicators[SMOKING]
    assert set(type(indicator).model_fields) <= set(shown)
    assert shown["used_by"]
    assert shown["said_by_source"] == {}
    assert main(["indicators", SMOKING]) == 0
    said = capsys.readouterr().out
    assert indicator.measures.rstrip(".") in said
    assert "in no file that was fetched" in said


def test_a_place_in_a_national_framework_says_whether_its_number_was_seen(paths, capsys):
    for id, words in (("20101", "phof: C04\n"), (SMOKING, "phof: number not seen published\n")):
        assert main(["indicators", id]) == 0
        assert words in capsys.readouterr().out
    assert main(["indicators", "falls"]) == 0
    assert "\n1 indicator. `jsna indicators ID`" in capsys.readouterr().out


def test_what_the_source_says_is_shown_the_newest_of_any_area(paths, capsys):
    for area, day in (("one", "2025-01-01"), ("two", "2026-01-01")):
        row = dict.fromkeys(DEFINITION_COLUMNS, "") | {
            "indicator_id": SMOKING, "definition": f"As of {day}.", "last_upload": day,
            "snapshot_ids": "a"}  # fmt: skip
        paths.facts(area).mkdir(parents=True)
        content = parquet_bytes(pd.DataFrame([row], dtype="str"))
        (paths.facts(area) / "definitions.parquet").write_bytes(content)
        write_digests(paths.facts(area))
    assert told(capsys, "indicators", SMOKING)["said_by_source"]["definition"] == (
        "As of 2026-01-01."
    )
    assert main(["indicators", SMOKING]) == 0
    assert "As of 2026-01-01" in capsys.readouterr().out


def test_what_is_due_as_at_today(project_root, tmp_path, monkeypatch, capsys):
    source = next((project_root / "data/catalogue/indicators").glob(f"*/{SMOKING}.yml"))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "areas").symlink_to(project_root / "config" / "areas")
    theme = tmp_path / "data" / "catalogue" / "indicators" / source.parent.name
    theme.mkdir(parents=True)
    for name in ("sources", "themes.yml"):
        (tmp_path / "data/catalogue" / name).symlink_to(project_root / "data/catalogue" / name)
    content = YAML(typ="safe").load(source.read_text("utf-8"))
    del content["also_published"]  # a name of another source is one indicator's
    for name, day in (("1", date(2026, 3, 9)), ("2", date(2026, 3, 10)), ("3", date(2026, 4, 10)),
                      ("4", date(2026, 4, 11)), ("5", None)):  # fmt: skip
        with (theme / f"{name}.yml").open("w") as file:
            YAML(typ="safe").dump(content | ({"next_release": day} if day else {}), file)
    monkeypatch.setenv("JSNA_HOME", str(tmp_path))
    monkeypatch.setattr(command, "_today", lambda: date(2026, 3, 10))
    due = told(capsys, "indicators", "--due")
    assert [i["id"] for i in due["due"]] == ["1", "2"]
    assert [i["id"] for i in due["soon"]] == ["3"]
    assert due["without_date"] == 1
    assert main(["indicators", "--due"]) == 0
    assert (
        "2 due by 2026-03-10, 1 in the next 31 days, 0 by a rule, 1 without"
        in capsys.readouterr().out
    )


def test_what_is_due_by_a_rule_says_that_it_is_one(paths, monkeypatch, capsys):
    settings = load_settings(paths)
    ruled = {id for id, i in settings.indicators.items() if i.release_rule and not i.next_release}
    due = told(capsys, "indicators", "--due")
    assert ruled and {i["id"] for i in due["by_rule"]} == ruled
    one = settings.indicators[SMOKING].model_copy(update={"release_rule": "yearly, May"})
    monkeypatch.setattr(command, "_matching", lambda *_: [one])
    monkeypatch.setattr(command, "_today", lambda: date(2026, 5, 3))
    assert main(["indicators", "--due"]) == 0
    said = capsys.readouterr().out
    assert f"  2026-05-31  {SMOKING}  {one.title} (by rule: yearly, May)" in said
    assert f"  yearly, May  {SMOKING}" in said
    assert "0 due by 2026-05-03, 1 in the next 31 days, 1 by a rule, 0 without" in said


# -- the council's own CSV --------------------------------------------------------------------


@pytest.fixture
def own(paths, tmp_path):
    """Write a council's own file: a header and rows, and return its place."""

    def write(*rows: dict[str, str], columns=COLUMNS) -> str:
        good = {"indicator_id": SMOKING, "area_code": "E06999999", "period": "2024-04-01/P1Y",
                "value": "12.5"}  # fmt: skip
        lines = [",".join(columns)] + [
            ",".join((good | row).get(column, "") for column in columns) for row in rows
        ]
        (tmp_path / "own.csv").write_text("\n".join(lines) + "\n")
        return str(tmp_path / "own.csv")

    return write


def test_the_template_alone_is_printed_and_is_right_but_for_its_indicator(paths, tmp_path, capsys):
    assert main(["local", "--template"]) == 0
    printed = capsys.readouterr().out
    assert printed == template()
    file = tmp_path / "mine.csv"
    file.write_text(printed)
    assert main(["local", "check", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("mine.csv, line 2: the catalogue does not describe")
    file.write_text(printed.replace("my-indicator", SMOKING))
    assert main(["local", "check", str(file)]) == 0
    assert "1 rows are right" in capsys.readouterr().out


def test_each_line_with_a_mistake_is_told_in_order(own, capsys):
    file = own({}, {"sex": "mne"}, {"age": "old"}, {"area_code": "Here", "sex": "Male"})
    assert main(["local", "check", file]) == 2
    *error, last = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in error] == [f"own.csv, line {n}" for n in (3, 4, 5)]
    assert "sex 'mne' is not known" in error[0]
    assert last == "own.csv: Nothing of this file is kept until every row can be read."


def test_an_indicator_that_is_not_in_the_catalogue_is_told_with_the_nearest(own, capsys):
    assert main(["local", "check", own({}, {"indicator_id": "9244"})]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("own.csv, line 3:")
    assert "Did you mean" in line


def test_areas_smaller_than_an_indicator_is_kept_for_are_told_at_their_first_line(own, capsys):
    wards = [{"indicator_id": SUICIDE, "area_code": f"E0500000{n}"} for n in (1, 2)]
    assert main(["local", "check", own({}, {"indicator_id": SUICIDE}, *wards)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"own.csv, line 4: {SUICIDE} is not kept for areas so small (ward)")
    assert "rows left out: 2." in line
    of_wards = {"indicator_id": OBESE_CHILDREN, "area_code": "E05000001"}
    assert main(["local", "check", own(of_wards)]) == 0


def test_no_more_than_a_screen_or_two_of_mistakes(own, capsys):
    file = own(*({"period": "soon", "note": str(n)} for n in range(200)))
    assert main(["local", "check", file]) == 2
    error = capsys.readouterr().err.splitlines()
    assert len(error) == MOST_TOLD + 1
    assert f"{200 - MOST_TOLD} more rows can't be read either." in error[-1]


@pytest.mark.parametrize("column", ["name", "Date of Birth", "NHS number", "Postcode"])
def test_a_file_about_persons_is_refused_whole_by_its_header(own, capsys, column):
    file = own({column: "x"}, {"sex": "men"}, columns=(*COLUMNS, column))
    assert main(["local", "check", file]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "could identify a person" in line


@pytest.mark.parametrize("note", ["943 476 5919", "S60 1AE", "s601ae", "born 12/03/1956"])
def test_a_file_about_persons_is_refused_whole_by_its_rows(own, capsys, note):
    file = own({}, {"sex": "Male", "note": note}, {"sex": "men"})
    assert main(["local", "check", file]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("own.csv, line 3: ")
    assert "the whole file is refused" in line
    assert note not in line


@pytest.mark.parametrize(
    ("words", "told"),
    [(["local"], "say what to do"), (["local", "check"], "say what to do"),
     (["local", "check", "nowhere.csv"], "no such file")],
)  # fmt: skip
def test_a_command_that_says_too_little(paths, capsys, words, told):
    assert main(words) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"<html>", b"a,b\n1,2\n", b"\x00\x01", b"a"])
def test_what_is_no_such_file_at_all(paths, tmp_path, capsys, content):
    (tmp_path / "x.csv").write_bytes(content)
    assert main(["local", "check", str(tmp_path / "x.csv")]) == 2
    error = capsys.readouterr().err
    assert "x.csv" in error
    assert "Traceback" not in error
