"""Baselines: what is frozen, what is told of it, what may not be written over or edited."""

import dataclasses
import json
from datetime import UTC, date, datetime
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import fact, facts_of, indicator

from jsna.analysis.baseline import (
    BETTER,
    GONE,
    NO_FIGURE_THEN,
    NO_NEWER,
    OTHER_EDITION,
    SHARED,
    WITHOUT,
    WORSE,
    figures_at,
    progress,
)
from jsna.analysis.change import NOT_SIGNIFICANT, NOT_TESTED, OTHER_VINTAGE
from jsna.chapter.baseline import over_strategy, since_baseline
from jsna.cli import main
from jsna.errors import UserFileError
from jsna.fact_schema import ENGLAND
from jsna.facts.baseline_file import COLUMNS, baseline_path, figures_digest, read_baseline
from jsna.facts.read_digests import EVERYTHING
from jsna.narrative.baseline_words import (
    WITHHELD,
    counts_words,
    in_brackets,
    is_revised,
    late_words,
    progress_row,
    taken_words,
)
from jsna.pack.run import _check_own_files
from jsna.settings.indicator import Stratum

MALES = (Stratum(sex="Male", age="All ages"),)
BEGAN = date(2024, 1, 1)


def year(number: int, value: float, **changes) -> dict:
    given = {"period": f"{number}-01-01/P1Y", "period_label": str(number), "value": value,
             "lower": value - 1, "upper": value + 1}  # fmt: skip
    return fact(**given | changes)


def series(*rows: dict, place: int = 0) -> pd.DataFrame:
    return facts_of(*rows).assign(place=place)


def base(*periods: str, polarity: str = "high-is-good") -> pd.DataFrame:
    return pd.DataFrame({"period": list(periods), "polarity": polarity})


# -- what is frozen, and what became of it ---------------------------------------------------------


def test_the_last_figure_of_a_period_that_had_ended_is_frozen():
    rows = series(year(2021, 50.0), year(2022, 51.0), year(2023, np.nan), year(2024, 60.0))
    assert figures_at(rows, BEGAN)["value"].to_dict() == {0: 51.0}
    # 2022 to 2024 had not ended
    assert figures_at(series(fact()), BEGAN).empty


@pytest.mark.parametrize(
    ("newest", "polarity", "state"),
    [
        (60.0, "high-is-good", BETTER),
        (60.0, "low-is-good", WORSE),
        (60.0, "none", "rose"),
        (40.0, "none", "fell"),
        (50.5, "low-is-good", NOT_SIGNIFICANT),
    ],
)
def test_change_is_tested_and_judged_by_polarity(newest, polarity, state):
    rows = series(year(2022, 50.0), year(2024, newest))
    found = progress(rows, base("2022-01-01/P1Y", polarity=polarity)).iloc[0]
    assert (found["state"], found["reason"]) == (state, "")
    assert (found["now_then"], found["newest"], found["newest_label"]) == (50.0, newest, "2024")


def test_why_nothing_was_tested_is_told():
    pooled = {"period": "2023-01-01/P3Y", "period_label": "2023 - 25", "value": 60.0}
    files = {"snapshot_ids": "b" * 64}
    cases = {
        NO_FIGURE_THEN: ("", [year(2024, 60.0)]),
        NO_NEWER: ("2022-01-01/P1Y", [year(2022, 50.0)]),
        GONE: ("2019-01-01/P1Y", [year(2022, 50.0), year(2024, 60.0)]),
        OTHER_EDITION: (
            "2022-01-01/P1Y",
            [year(2022, 50.0, edition="2019"), year(2024, 60.0, edition="2025")],
        ),
        SHARED: ("2022-01-01/P3Y", [fact(), fact(**pooled)]),
        OTHER_VINTAGE: ("2022-01-01/P1Y", [year(2022, 50.0), year(2024, 60.0, **files)]),
    }
    for reason, (period, rows) in cases.items():
        found = progress(series(*rows), base(period)).iloc[0]
        assert found["reason"] == reason
        assert found["state"] == (WITHOUT if reason == NO_FIGURE_THEN else NOT_TESTED)


def test_a_measure_that_the_files_no_longer_hold_is_told_beside_others():
    found = progress(series(year(2024, 60.0), place=1), base("2022-01-01/P1Y", "2022-01-01/P1Y"))
    assert "hold no figure" in found["reason"][0]
    assert found["newest_label"].tolist() == ["", "2024"]


def test_the_figure_of_another_edition_is_no_revision():
    began, now = year(2022, 50.0, edition="2019"), [year(2022, 52.0, edition="2025"),
                                                    year(2024, 60.0, edition="2025")]  # fmt: skip
    rows = base("2022-01-01/P1Y").join(progress(series(*now), base("2022-01-01/P1Y")))
    then = {"value": 50.0, "value_lower_95": 49.0, "value_upper_95": 51.0, "period_label": "2022",
            "withheld": False, "data_age": "", "target": "", "measure": "M"}  # fmt: skip
    row = rows.iloc[0].to_dict() | then | {"edition": began["edition"]}
    assert not is_revised(row, indicator()) and is_revised(row | {"edition": "2025"}, indicator())
    cells = progress_row(row | {"data_age": " (series ended)"}, indicator())
    assert cells["Newest"].startswith("60.0 years, 2024 (")
    assert cells["Newest"].endswith(" (series ended)")
    (told,) = [cell for cell in cells.values() if "of another" in cell]
    assert told.startswith("52.0 years") and told.endswith("of another edition: 2025, not 2019")


def test_late_is_said_with_by_how_long():
    assert late_words(date(2025, 10, 15), BEGAN) == "1 year and 9 months after the strategy began"
    assert late_words(date(2024, 1, 20), BEGAN) == "less than a month after the strategy began"
    assert late_words(date(2024, 1, 1), BEGAN) == late_words(date(2023, 5, 1), BEGAN) == ""
    assert "before the strategy began" in taken_words(date(2023, 5, 1), BEGAN, BEGAN)
    assert taken_words(date(2025, 1, 1), BEGAN, BEGAN).startswith("The baseline is late:")
    assert "holds the newest figures" in taken_words(date(2025, 1, 1), date(2025, 1, 1), BEGAN)
    late = date(2025, 10, 15)
    assert in_brackets(late, BEGAN, BEGAN) == (
        "taken on data of 15 October 2025, late: 1 year and 9 months after the strategy began"
    )
    assert "late" not in in_brackets(late, late, BEGAN)
    states = pd.Series([BETTER, WITHOUT, BETTER])
    assert counts_words(states) == (
        "Of 3 measures since the baseline, 2 changed for the better and 1 had no baseline."
    )


# -- the files, the command and the pages --------------------------------------------------------


def made(folder, *rows, day=None):
    given = [indicator(id=id, title=f"Measure {id}", strata=MALES) for id in ("1", "2")]
    england = {"area_code": ENGLAND, "indicator_id": "2"}
    facts = facts_of(*rows, year(2024, 1.0, **england))
    found = evidence(facts, given, {}, folder, priority=True)
    if day:
        entries = tuple(dataclasses.replace(e, retrieved=day) for e in found.entries)
        found = dataclasses.replace(found, entries=entries)
    return found


def as_it_began(folder):
    """Before the strategy began: one measure has a figure, the other none."""
    day = datetime(2023, 12, 1, tzinfo=UTC)
    return made(folder, year(2021, 50.0), year(2022, 52.0), day=day)


@pytest.fixture
def then(tmp_path):
    return as_it_began(tmp_path)


@pytest.fixture
def now(tmp_path):
    """Two years later: the year of the baseline was revised."""
    return made(tmp_path, year(2022, 52.5), year(2024, 60.0), year(2024, 9.0, indicator_id="2"))


def command_on(patch: pytest.MonkeyPatch):
    class Checkout:
        def of(self, area: str, strategy: str):
            return held[0].project

    held = []
    patch.setattr("jsna.settings.project.open_project", Checkout)
    patch.setattr("jsna.chapter.opening.open_evidence", lambda project: held[0])

    def command(of, *words: str) -> int:
        held[:] = [of]
        return main(["baseline", "anytown", "plan", *words])

    return command


@pytest.fixture
def jsna(monkeypatch):
    return command_on(monkeypatch)


PLACE = "reports/strategies/plan/baseline"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / PLACE


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, bytes]:
    """The two files of the baseline that was taken when the strategy began."""
    home = tmp_path_factory.mktemp("then")
    with pytest.MonkeyPatch.context() as patch:
        assert command_on(patch)(as_it_began(home)) == 0
    return {file.name: file.read_bytes() for file in (home / PLACE).iterdir()}


@pytest.fixture
def taken(files, folder):
    """The folder with that baseline in it."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_baseline_holds_figures_and_files_and_no_count(then, jsna, folder, capsys):
    assert jsna(then) == 0
    assert "1 of 2 measures have a baseline, 1 have none." in capsys.readouterr().out
    rows = pd.read_csv(folder / "anytown.csv", dtype="str", keep_default_na=False)
    assert tuple(rows) == COLUMNS and not {"count", "denominator"} & set(rows)
    first, second = rows.to_dict("records")
    assert (first["value"], first["period_label"], first["status"]) == ("52.0", "2022", "final")
    assert (first["snapshot_ids"], first["sources"]) == ("a" * 64, "fingertips")
    assert (second["value"], second["period"], second["status"]) == ("", "", "not-available")
    head = (folder / "anytown.yml").read_text("utf-8")
    digest = figures_digest((folder / "anytown.csv").read_bytes())
    assert f"sha256: {digest}" in head and "taken: 2023-12-01" in head


def test_nothing_writes_over_it(now, jsna, taken, capsys):
    before = {file.name: file.read_bytes() for file in taken.iterdir()}
    assert jsna(now) == 2
    told = capsys.readouterr().err
    assert "there is a baseline already" in told and "--name" in told and "--instead" in told
    assert {file.name: file.read_bytes() for file in taken.iterdir()} == before


def test_a_second_one_has_a_name_and_is_of_its_own_day(now, jsna, taken, capsys):
    assert jsna(now, "--name", "mid-term") == 0
    assert "holds the newest figures in data of 15 January 2026" in capsys.readouterr().out
    rows = pd.read_csv(taken / "anytown.mid-term.csv")
    assert rows["value"].tolist() == [60.0, 9.0]
    assert jsna(now, "--name", "mid-term") == 2
    assert jsna(now, "--name", "../mid") == 2
    assert "no name of a baseline" in capsys.readouterr().err


def test_another_stands_instead_with_its_reason_and_the_first_is_kept(then, now, jsna, folder,
                                                                      capsys):  # fmt: skip
    assert jsna(then, "--instead", "Why not") == 2
    assert "no baseline to take another one instead of" in capsys.readouterr().err
    jsna(then)
    first = (folder / "anytown.csv").read_bytes()
    assert jsna(now, "--instead", "  ") == 2
    assert jsna(now, "--instead", "The board asked for revised figures: twice") == 0
    assert jsna(now, "--instead", "Again") == 0
    assert (folder / "anytown.replaced-1.csv").read_bytes() == first
    assert (folder / "anytown.replaced-2.yml").exists()
    capsys.readouterr()
    assert jsna(now, "--show", "--json") == 0
    instead = json.loads(capsys.readouterr().out)["instead"]
    assert [one["reason"] for one in instead] == [
        "Again", "The board asked for revised figures: twice",
    ]  # fmt: skip
    assert instead[1]["sha256"] == figures_digest(first)


def test_the_one_replaced_is_not_kept_over_one_that_has_its_place(now, jsna, taken):
    assert jsna(now, "--name", "replaced-1") == 0
    named = (taken / "anytown.replaced-1.csv").read_bytes()
    first = (taken / "anytown.csv").read_bytes()
    assert jsna(now, "--instead", "Why not") == 0
    assert (taken / "anytown.replaced-1.csv").read_bytes() == named
    assert (taken / "anytown.replaced-2.csv").read_bytes() == first
    assert "file: anytown.replaced-2.csv" in (taken / "anytown.yml").read_text("utf-8")


def test_a_failure_leaves_the_first_baseline_as_it_was(now, jsna, taken, monkeypatch):
    before = {file.name: file.read_bytes() for file in taken.iterdir()}

    def fail(head):
        raise KeyboardInterrupt

    monkeypatch.setattr("jsna.facts.baseline_file._head_bytes", fail)
    with pytest.raises(KeyboardInterrupt):
        from jsna.facts.baseline_file import read_baseline, write_instead

        head = read_baseline(now.project).head
        write_instead(now.project, head, b"other", "why")
    assert {file.name: file.read_bytes() for file in taken.iterdir()} == before


def test_the_progress_is_shown_within_one_vintage_and_the_revision_told(taken, now, jsna, capsys):
    capsys.readouterr()
    assert jsna(now, "--show") == 0
    told = capsys.readouterr().out
    # 60.0 less 52.5, both of the newest files: never less the frozen 52.0
    assert "Measure 1, males: for the better: +7.5 years (95% interval 6.1 to 8.9)" in told
    assert "52.0 years, 2022 (95% interval 51.0 to 53.0)" in told
    assert "52.5 years (95% interval 51.5 to 53.5), revised" in told
    assert "60.0 years, 2024 (95% interval 59.0 to 61.0)" in told
    assert "Measure 2, males: no baseline: the files held no figure" in told
    assert "Of 2 measures since the baseline, 1 changed for the better and 1 had no" in told


def test_what_the_baseline_lacks_or_nobody_asks_for_is_told(now, jsna, taken, capsys):
    text = (taken / "anytown.csv").read_text("utf-8-sig").replace("\n2,Male", "\n9,Male")
    (taken / "anytown.csv").write_text(text, "utf-8")
    _sign(taken)
    assert jsna(now, "--show") == 0
    told = capsys.readouterr().out
    assert "holds 9, which the catalogue no longer describes" in told
    assert "no baseline: the baseline does not hold this measure" in told


def test_none_to_show_says_how_to_take_one(now, jsna, capsys):
    assert jsna(now, "--show") == 2
    assert "jsna baseline anytown plan" in capsys.readouterr().err


def _sign(folder) -> None:
    """Put the hash of the figures into the head, as somebody would who edits both."""
    head = folder / "anytown.yml"
    lines = [line for line in head.read_text("utf-8").splitlines() if "sha256" not in line]
    digest = figures_digest((folder / "anytown.csv").read_bytes())
    head.write_text("\n".join([*lines, f"sha256: {digest}", ""]), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "signed", "told"),
    [
        ("52.0", "42.0", False, "anytown.csv: this baseline was changed since it was taken"),
        ("2022-01-01/P1Y", "the year 2022", True, "anytown.csv, line 2: this row is no figure"),
        (",final,", ",suppressed,", True, "anytown.csv, line 2: this row is no figure"),
        ("52.0", "many", True, "anytown.csv: this is no baseline. Its columns are"),
        ("\n2,Male", "\n1,Male", True, "anytown.csv, line 3: this measure stands twice"),
        ("snapshot_ids", "files", True, "anytown.csv: this is no baseline"),
    ],
)
def test_an_edited_file_is_told(now, jsna, taken, capsys, old, new, signed, told):
    file = taken / "anytown.csv"
    text = file.read_text("utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    if signed:
        _sign(taken)
    capsys.readouterr()
    assert jsna(now, "--show") == 2
    error = capsys.readouterr().err
    assert told in error and "version control" in error


def test_line_ends_of_another_machine_are_no_edit(now, jsna, taken):
    file = taken / "anytown.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert jsna(now, "--show") == 0


@pytest.mark.parametrize("ending", ["csv", "yml"])
def test_a_missing_file_is_told_and_nothing_put_there(now, jsna, taken, capsys, ending):
    (taken / f"anytown.{ending}").unlink()
    for words in ((), ("--show",)):
        assert jsna(now, *words) == 2
    assert f"anytown.{ending}: a file of this baseline is missing" in capsys.readouterr().err
    assert not (taken / f"anytown.{ending}").exists()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("area: anytown", "area: othertown", "area is 'othertown', but the file lies where"),
        ("taken: 2023-12-01", "taken: soon", "anytown.yml, line 3"),
        ("rows: 2", "rows: 3", "holds 2 measures, its head says 3"),
        ("area: anytown", "place: anytown", "anytown.yml"),
    ],
)
def test_a_wrong_head_is_told(now, jsna, taken, capsys, old, new, told):
    head = taken / "anytown.yml"
    head.write_text(head.read_text("utf-8").replace(old, new), "utf-8")
    capsys.readouterr()
    assert jsna(now, "--show") == 2
    assert told in capsys.readouterr().err


# -- pages -------------------------------------------------------------------------------------


def test_pages_say_nothing_without_a_baseline(now, page):
    assert since_baseline(now, page) == over_strategy(now) == ""


def test_a_priority_has_one_sentence_and_a_folded_table(taken, now, jsna, page):
    said = since_baseline(now, page)
    sentence, _, folded = said.partition("\n\n")
    assert sentence == (
        "Of 2 measures since the baseline (taken on data of 1 December 2023), 1 changed for the"
        " better and 1 had no baseline."
    )
    assert folded.startswith("::: {.details .site-only")
    assert (
        "52.5 years (95% interval 51.5 to 53.5), revised" in folded
        and "methods.qmd#baselines" in folded
    )
    assert "Target" not in folded
    whole = over_strategy(now)
    assert whole.startswith("### Progress since the baseline") and "1 First" in whole
    assert "data of 1 December 2023, before the strategy began" in whole


def test_a_target_of_the_strategy_stands_beside(taken, now, jsna, page):
    goal = {"indicator": "1", "value": 55, "since": "2024-01-01", "source": "The board's."}
    told = now.project.strategy.model_dump(mode="json") | {"goals": [goal]}
    strategy = type(now.project.strategy).model_validate(told)
    project = dataclasses.replace(now.project, chosen_strategy=strategy)
    said = since_baseline(dataclasses.replace(now, project=project), page)
    assert "55.0 years: goal met" in said and ">Target<" in said


# -- the council's own figures --------------------------------------------------------------------


def own(found):
    """The same evidence, its one file the council's own."""
    snapshots = {
        id: dataclasses.replace(s, source="local-csv") for id, s in found.snapshots.items()
    }
    about = found.settings.sources["fingertips"].model_copy(update={"id": "local-csv"})
    sources = {**found.settings.sources, "local-csv": about}
    settings = dataclasses.replace(found.project.settings, sources=sources)
    project = dataclasses.replace(found.project, settings=settings)
    return dataclasses.replace(found, snapshots=snapshots, project=project)


HIDDEN = {"value": np.nan, "lower": np.nan, "upper": np.nan, "status": "suppressed"}


def test_a_hidden_figure_is_not_frozen_and_no_count_ever_is(tmp_path, jsna, folder):
    rows = [year(2021, 50.0, count=40.0, denominator=80.0),
            year(2022, **HIDDEN, count=np.nan, denominator=913.0)]  # fmt: skip
    assert jsna(own(made(tmp_path, *rows))) == 0
    text = (folder / "anytown.csv").read_text("utf-8-sig")
    assert ",2021,,50.0," in text and "2022" not in text
    assert "40.0" not in text and "80.0" not in text and "913" not in text


@pytest.mark.parametrize(
    ("later", "gone"),
    [
        (year(2022, 52.5), "52.0"),
        (year(2022, **HIDDEN), "52.0"),
        # an interval that was another one tells of how many people it was
        (year(2022, 52.0, lower=47.0, upper=57.0), "51.0"),
    ],
)
def test_what_the_council_no_longer_says_is_not_printed(then, tmp_path, jsna, page, later, gone,
                                                        capsys):  # fmt: skip
    jsna(own(then))
    after = own(made(tmp_path, later, year(2024, 60.0)))
    said = since_baseline(after, page)
    assert gone not in said
    assert WITHHELD.replace("'", "&#x27;") in said
    capsys.readouterr()
    assert jsna(after, "--show") == 0
    assert gone not in capsys.readouterr().out


def test_an_unchanged_figure_of_the_council_is_printed(then, tmp_path, jsna, page):
    jsna(own(then))
    said = since_baseline(own(made(tmp_path, year(2022, 52.0), year(2024, 60.0))), page)
    assert "52.0 years, 2022 (95% interval 51.0 to 53.0)" in said
    assert "52.0 years, unchanged" in said


def test_a_run_begins_nothing_with_an_edited_baseline(now, taken):
    plan = SimpleNamespace(project=now.project, strategy=now.project.strategy)
    keys = SimpleNamespace(shared="a", everything={EVERYTHING: "b"})
    _check_own_files(plan, keys)
    _check_own_files(plan, SimpleNamespace(shared="a", everything={EVERYTHING: "c"}))
    (taken / "anytown.csv").write_text("edited", "utf-8")
    with pytest.raises(UserFileError, match="was changed since it was taken"):
        _check_own_files(plan, keys)


def test_the_invented_council_has_one_that_says_it_is_invented(checkout):
    project = checkout.of("exampleshire", "exampleshire-hws")
    found = read_baseline(project)
    cited = {id for priority in project.strategy.priorities for id in priority.indicators}
    assert set(found.figures["indicator_id"]) == cited
    lines = baseline_path(project).read_text("utf-8-sig").splitlines()
    assert all(line.endswith(",SYNTHETIC") for line in lines[1:])


def test_where_the_first_is_lost_another_can_be_taken_under_a_name(now, jsna, taken, capsys):
    (taken / "anytown.csv").write_text("edited", "utf-8")
    assert jsna(now, "--instead", "It was edited") == 2
    assert "where it is lost, take a second one under a name" in capsys.readouterr().err
    assert (taken / "anytown.csv").read_text("utf-8") == "edited"
    assert jsna(now, "--name", "second") == 0
    assert jsna(now, "--show", "--name", "second") == 0
