"""The status of each area of a fleet: what is told, counted and linked, and what is not known."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from jsna.fleet.members import Member
from jsna.fleet.order import Failure, Made, Outcome
from jsna.fleet.run import Progress
from jsna.fleet.status import (
    Row,
    counted,
    exit_code,
    not_reached,
    read_summary,
    row_from,
    row_of,
    status_csv,
    write_status,
)
from jsna.fleet.status_page import page_text
from jsna.publish.gate import lacks_by_reason
from jsna.publish.html_page import read_pages
from jsna.settings.paths import Paths

MEMBER = Member("midshire", "Midshire", "E06000999", "The Middle")
ROW = Row("midshire", "Midshire", "E06000999", "The Middle", "built", better=3, worse=0)
FAILED = replace(ROW, status="failed", why="=the file is <b>damaged</b>", exit_code=3)
MEASURES = """priority,indicator_id,indicator,sex,age,period,period_label,value,{verdict}
1,1,Smoking,Persons,18+,2024-01-01/P1Y,2024,9.0,better
2,1,Smoking,Persons,18+,2024-01-01/P1Y,2024,9.0,better
1,2,Falls,Persons,65+,2016-01-01/P1Y,2016,12,worse
1,3,Births,Persons,,2001-01-01/P1Y,2001,,not comparable
"""


def test_a_pack_in_all_counts_each_measure_once_and_the_oldest_that_has_a_value(
    tmp_path: Path,
) -> None:
    file = tmp_path / "measures.csv"
    file.write_text(MEASURES.format(verdict="outcome_against_england"), "utf-8-sig")
    found = read_summary(file)
    assert (found.oldest_period, found.oldest_measure) == ("2016", "Falls")
    assert (found.better, found.worse) == (1, 1)


def test_without_a_verdict_none_is_counted_and_the_oldest_is_the_one_that_ends_first(
    tmp_path: Path,
) -> None:
    rows = [
        "1,1,Births,Persons,,2017-01-01/P3Y,2017 to 2019,9,difference not tested",
        "1,2,Falls,Persons,,2018-01-01/P1Y,2018,12,not comparable",
    ]
    head = MEASURES.format(verdict="outcome_against_england").splitlines()[0]
    file = tmp_path / "measures.csv"
    file.write_text("\n".join([head, *rows]), "utf-8-sig")
    found = read_summary(file)
    assert (found.better, found.worse) == (None, None)
    assert (found.oldest_period, found.oldest_measure) == ("2018", "Falls")


def test_a_pack_that_the_gate_refused_is_not_offered(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path)
    site = paths.pack("midshire", "core") / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("x")
    rows = {
        code: row_of(MEMBER, Outcome(failure=Failure("no.", code, "/srv/x")), paths, "core")
        for code in (3, 4)
    }
    assert rows[3].page and not rows[4].page
    write_status(tmp_path, [rows[4]])
    assert "/srv/x" not in (tmp_path / "status.json").read_text()


def test_what_is_not_known_is_not_nought(tmp_path: Path) -> None:
    row = row_of(MEMBER, Outcome(failure=Failure("no lock.", 2)), Paths(tmp_path, tmp_path), "core")
    assert (row.better, row.worse, row.peak_mib, row.page) == (None, None, None, "")
    (cells,) = csv.DictReader(io.StringIO(status_csv([row])))
    assert (cells["better"], cells["worse"], cells["oldest_period"]) == ("", "", "")
    page = page_text("Core", [row], datetime(2026, 1, 1))
    assert page.count("&ndash;</td>") == 3 and "<data" not in page


@pytest.mark.parametrize(
    ("codes", "code"), [((), 0), ((3,), 3), ((4, 2), 2), ((3, 1), 1), ((0,), 1)]
)
def test_the_exit_code_is_the_lowest_of_the_failures(codes: tuple[int, ...], code: int) -> None:
    rows = [ROW, *(replace(FAILED, exit_code=one) for one in codes)]
    assert exit_code(rows) == code


def test_each_status_is_counted() -> None:
    rows = [ROW, ROW, FAILED, replace(ROW, status="unchanged")]
    assert counted(rows) == "2 built, 1 unchanged, 1 failed"


def test_what_was_made_is_told(tmp_path: Path) -> None:
    paths = Paths(tmp_path, tmp_path)
    site = paths.pack("midshire", "core") / "site"
    site.mkdir(parents=True)
    (site / "index.html").write_text("x")
    lacking = ("2 sections: No file has it.",)
    made = Made(False, ("deprivation-map",), ("Links lead somewhere",), lacking)
    row = row_of(MEMBER, Outcome(made, seconds=12.34, peak=3 << 20), paths, "core")
    assert (row.status, row.seconds, row.peak_mib) == ("built", 12.3, 3)
    page = page_text("Core", [row], datetime(2026, 1, 31, 6, 5))
    for said in (
        "not available: deprivation-map", "not available: 2 sections: No file has it.",
        "checks failed: Links lead somewhere",
    ):  # fmt: skip
        assert said in page
    assert (paths.fleet_status("core") / row.page).resolve() == (site / "index.html").resolve()
    unchanged = row_of(MEMBER, Outcome(replace(made, unchanged=True)), paths, "core")
    assert unchanged.status == "unchanged"
    # a pack of before stands for an area that no worker came to
    assert not_reached(MEMBER, paths, "core").page == row.page


def test_the_table_is_read_back_and_runs_nothing(tmp_path: Path) -> None:
    write_status(tmp_path, [ROW, FAILED])
    rows = [row_from(plain) for plain in json.loads((tmp_path / "status.json").read_text())]
    assert rows == [ROW, FAILED]
    cells = list(csv.DictReader(io.StringIO((tmp_path / "status.csv").read_text("utf-8-sig"))))
    assert cells[1]["why"].startswith("'=")


def test_the_page_finds_a_council_and_shows_text_as_text(tmp_path: Path) -> None:
    rows = [replace(ROW, page="../../packs/midshire/core/site/index.html"), FAILED]
    file = tmp_path / "index.html"
    file.write_text(page_text("Core & more", rows, datetime(2026, 1, 31, 6, 5)))
    text = file.read_text()
    assert "&lt;b&gt;damaged" in text and "<b>" not in text
    assert 'href="../../packs/midshire/core/site/index.html"' in text
    assert "31 January 2026, 06:05" in text and "2 councils: 1 built, 1 failed" in text
    assert "default-src 'none'" in text and "http" not in text.replace("http-equiv", "")
    # a box that searches by name needs what the script looks for
    assert 'class="filtered" data-words="Council"' in text and "data-pick" in text
    (page,) = read_pages(tmp_path)
    assert {head.get("scope") for head in page.root.all("th")} == {"col", "row"}


def test_invented_figures_are_called_so_on_the_page_and_in_the_table(tmp_path: Path) -> None:
    invented = Member("nowhere", "Nowhere", "E06910001", "Examplelands", synthetic=True)
    paths = Paths(tmp_path, tmp_path)
    rows = [
        row_of(invented, Outcome(failure=Failure("no.", 2)), paths, "core"),
        not_reached(invented, paths, "core"),
    ]
    now = datetime(2026, 11, 28, 9, 5)
    assert "SYNTHETIC" not in page_text("Core", [ROW], now) + status_csv([ROW])
    page = page_text("Core", rows, now)
    assert "<strong>SYNTHETIC.</strong> The figures of every council here are invented" in page
    mixed = page_text("Core", [ROW, *rows], now)
    assert "The figures of each council marked so are invented" in mixed
    assert mixed.count('E06910001</span> <span class="small">SYNTHETIC</span>') == 2
    assert "E06000999</span></th>" in mixed
    table = list(csv.DictReader(io.StringIO(status_csv([ROW, *rows]))))
    assert [row["synthetic"] for row in table] == ["", "SYNTHETIC", "SYNTHETIC"]
    write_status(tmp_path, rows)
    told = json.loads((tmp_path / "status.json").read_text("utf-8"))
    assert [row["synthetic"] for row in told] == [True, True]


def test_progress_tells_when_it_may_end() -> None:
    seconds = iter([100.0, 220.0])
    progress = Progress(0.0, lambda: next(seconds))
    now = datetime(2026, 1, 31, 23, 0)
    unchanged = replace(ROW, status="unchanged", seconds=None)
    assert progress.line(unchanged, 4, now) == "Midshire: unchanged. 4 to go."
    first = progress.line(replace(ROW, seconds=99.0), 3, now)
    assert first == "Midshire: built in 99 s. 3 to go, expected end 23:05."
    second = progress.line(replace(FAILED, seconds=99.0), 40, now)
    assert "failed in 99 s: =the file" in second and second.endswith("00:13 on 01 February.")
    assert progress.line(ROW, 0, now) == "Midshire: built."


def test_sections_are_counted_by_the_reason_why_they_lack() -> None:
    area = SimpleNamespace(lacks=[SimpleNamespace(what="map"), SimpleNamespace(what="wards.list")])
    none = [{"section": "wards.list", "reason": "No list."}]
    two = [{"section": "overview.where", "reason": "No outlines."},
           {"section": "wards.where", "reason": "No outlines."}]  # fmt: skip
    chapters = [
        {"id": "map", "lacks": two},  # which the area has not, as its settings say
        {"id": "overview", "lacks": two[:1]},
        {"id": "wards", "lacks": [*two, *none]},
        {"id": "ageing"},
    ]
    assert lacks_by_reason({"chapters": chapters}, area) == {"No outlines.": 3}
