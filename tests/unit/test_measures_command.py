"""`jsna measures`: the template, what figures tell, and what refuses them."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from jsna.cli import main
from jsna.settings.paths import Paths

AREA, STRATEGY = "exampleshire", "exampleshire-hws"
HEAD = "measure,period,numerator,denominator,value,note\n"


@pytest.fixture
def local(paths: Paths) -> Path:
    folder = paths.local_data / "measures"
    folder.mkdir(parents=True)
    return folder


def rows(last: int) -> str:
    steady = [430, 452, 421, 447, 433, 441, 425, 438, 450, 429, 444, 436] * 2
    told = [f"delayed-days,{2023 + (3 + n) // 12}-{(3 + n) % 12 + 1:02d},{v},,,"
            for n, v in enumerate([*steady, last])]  # fmt: skip
    return HEAD + "\n".join(told) + "\n"


def test_the_template_is_all_that_is_printed(paths: Paths, capsys: pytest.CaptureFixture[str]):
    assert main(["measures", AREA, STRATEGY, "--template"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == HEAD.strip() and "delayed-days,2025-04,,,," in lines


def test_it_tells_what_changed_by_more_than_chance(
    local: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (local / "hospital.csv").write_text(rows(900), "utf-8")
    assert main(["measures", AREA, STRATEGY, "--json"]) == 0
    told = {one["measure"]: one for one in json.loads(capsys.readouterr().out)["measures"]}
    assert told["delayed-days"]["variation"] == "worsening"
    assert told["delayed-days"]["rule"] == "outside"
    assert "Special cause" in told["delayed-days"]["exceptions"]
    assert told["quits-at-four-weeks"]["exceptions"][-1:] != ["Overdue"]
    assert told["young-carers-assessed"]["variation"] == "no data"


def test_it_says_that_small_counts_are_hidden(
    local: Path, paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    (local / "hospital.csv").write_text(rows(3), "utf-8")
    assert main(["measures", AREA, STRATEGY]) == 0
    printed = capsys.readouterr().out
    assert "small counts hidden, the others rounded" in printed
    assert "435 days in March 2025" in printed
    assert "3 days" not in printed
    # and nothing is written
    shutil.rmtree(paths.local_data)
    assert {p.name for p in paths.work.rglob("*") if p.is_file()} <= {".parsed-yaml.json"}


def test_the_councils_other_file_of_a_measure_is_read_with_it(
    local: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What one of the two shows the other can't hide: the fetch would refuse both, and so this."""
    (local / "hospital.csv").write_text(rows(900), "utf-8")
    (local.parent / "others.csv").write_text(
        "indicator_id,area_code,period,value\ndelayed-days,E08900001,2025-04-01/P1M,3\n", "utf-8"
    )
    assert main(["measures", AREA, STRATEGY]) == 3
    assert "the same figure stands in" in capsys.readouterr().err


def test_a_file_of_unknown_measures_alone_is_said_to_be_skipped(
    local: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (local / "hospital.csv").write_text(HEAD + "delayed-day,2025-04,438,,,\n", "utf-8")
    assert main(["measures", AREA, STRATEGY]) == 0
    printed = capsys.readouterr().out
    assert "hospital.csv: skipped: it has figures of measures that no strategy" in printed
    assert "there are no figures of them in data/local now" in printed


def test_wards_of_a_measure_are_not_taken_for_the_area(
    local: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (local / "hospital.csv").write_text(rows(900), "utf-8")
    from jsna.fetching import protected_measures

    whole = protected_measures.protected_measures

    def of_a_ward(*given):
        found = whole(*given)
        return replace(found, rows=found.rows.assign(area_code="E05000001"))

    monkeypatch.setattr(protected_measures, "protected_measures", of_a_ward)
    assert main(["measures", AREA, STRATEGY, "--json"]) == 0
    told = {one["measure"]: one for one in json.loads(capsys.readouterr().out)["measures"]}
    assert told["delayed-days"]["variation"] == "no data"


def test_a_row_that_cannot_be_read_is_told_with_its_line(
    local: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (local / "hospital.csv").write_text(rows(900) + "delayed-days,2026-13,1,,,\n", "utf-8")
    assert main(["measures", AREA, STRATEGY]) == 3
    error = capsys.readouterr().err
    assert "hospital.csv, line 27: the period '2026-13' is not known" in error
    assert "Traceback" not in error


def test_a_strategy_without_measures_says_where_they_would_stand(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measures", "rutland", "rutland-jhws-2022"]) == 2
    assert "reports/strategies/rutland-jhws-2022/measures.yml" in capsys.readouterr().err
