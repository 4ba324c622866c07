"""`jsna disclosure FILE --to OUT` in a project where other areas have released files."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from planted_packs import keep

from jsna.cli import main
from jsna.disclosure import shown
from jsna.disclosure.exposure import exposed
from jsna.disclosure.programme import Programme
from jsna.geo.kept_files import LOOKUP, NOTE
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.snapshots.shown import ShownFile, add_shown
from jsna.sources.council.local_csv import read_rows

DAY = datetime(2025, 1, 1, tzinfo=UTC)
HEADER = "indicator_id,area_code,period,value,lower_95,upper_95,count\n"
MOST_ASKED, MOST_BUILT = 200, 40
A, B, C = "E05000001", "E05000002", "E05000003"


def released_elsewhere(paths: Paths, settings: Settings) -> tuple[str, str]:
    """Release a file of the second area; return the codes of the first and of the second."""
    own, other = list(settings.areas.values())[:2]
    content = HEADER + "".join(
        f"falls,{code},2024-01-01/P1Y,{n},,,{n}\n"
        for code, n in ((other.code, 900), ("E05000011", 300), ("E05000012", 600))
    )
    kept = keep(paths, settings, content.encode(), "other.csv", DAY)
    add_shown(paths.shown(other.slug), other.slug, [ShownFile(kept.sha256, "other.csv", DAY)])
    return own.code, other.code


def released(
    paths: Paths, settings: Settings, code: str, counts: tuple[int, ...], day: datetime
) -> None:
    """Release an authority and its wards of the area's own; 0 is a ward that was hidden."""
    head = HEADER.strip() + ",status,rounded_to\n"
    lines = [
        f"falls,{where},2024-01-01/P1Y,{n},,,{n},final,5" if n else
        f"falls,{where},2024-01-01/P1Y,,,,,suppressed,"
        for where, n in zip((code, A, B, C), (round(n / 5) * 5 for n in counts), strict=True)
    ]  # fmt: skip
    title = f"of-{day.day}.csv"
    kept = keep(paths, settings, (head + "\n".join(lines) + "\n").encode(), title, day)
    slug = next(iter(settings.areas.values())).slug
    add_shown(paths.shown(slug), slug, [ShownFile(kept.sha256, title, day)])


def file(paths: Paths, *rows: str) -> Path:
    place = paths.work / "new.csv"
    place.write_text(HEADER + "".join(f"falls,{row}\n" for row in rows))
    return place


def test_what_a_subtraction_gives_back_is_protected_beside_other_areas_releases(
    paths: Paths, settings: Settings
) -> None:
    """480 less 200 and 275 is the hidden 5: another row goes, or rounding hides the difference."""
    code, _ = released_elsewhere(paths, settings)
    p = "2024-01-01/P1Y"
    new = file(paths, f"{code},{p},480,,,480", f"{A},{p},200,,,200", f"{B},{p},275,,,275",
               f"{C},{p},5,,,5")  # fmt: skip
    out = paths.work / "out.csv"
    assert main(["disclosure", str(new), "--to", str(out)]) == 0
    rows = read_rows(out.read_bytes(), "out.csv").rows
    hidden = rows[rows["status"] == "suppressed"]
    assert C in set(hidden["area_code"])
    # nobody who has the file alone can narrow it either
    assert exposed(rows, settings.sources["local-csv"], settings.indicators) == []
    exact = rows.assign(rounded_to=1)
    assert len(hidden) > 1 or exposed(exact, settings.sources["local-csv"], settings.indicators)


def test_four_rows_beside_two_releases_take_few_programmes(
    paths: Paths, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each release was revised since: a table of several vintages is built and asked anew."""
    asked, built = [], []
    least, tables = Programme.least, shown.linear_table
    monkeypatch.setattr(
        Programme, "least", lambda self, costs: asked.append(1) or least(self, costs)
    )
    monkeypatch.setattr(
        shown, "linear_table", lambda *args, **more: built.append(1) or tables(*args, **more)
    )
    code, _ = released_elsewhere(paths, settings)
    for day, counts in enumerate(((480, 200, 275, 0), (489, 203, 280, 0)), 1):
        released(paths, settings, code, counts, DAY.replace(day=day))
    p = "2024-01-01/P1Y"
    new = file(paths, f"{code},{p},498,,,498", f"{A},{p},204,,,204", f"{B},{p},288,,,288",
               f"{C},{p},6,,,6")  # fmt: skip
    out = paths.work / "out.csv"
    assert main(["disclosure", str(new), "--to", str(out)]) == 0
    rows = read_rows(out.read_bytes(), "out.csv").rows
    assert C in set(rows.loc[rows["status"] == "suppressed", "area_code"])
    assert 0 < len(asked) < MOST_ASKED
    assert 0 < len(built) < MOST_BUILT


def test_another_areas_release_is_not_blamed_for_a_lone_ward(
    paths: Paths, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _ = released_elsewhere(paths, settings)
    p = "2024-01-01/P1Y"
    new = file(paths, f"{code},{p},480,440,525,", f"{A},{p},5,,,5")
    assert main(["disclosure", str(new), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["notes"] == []
    assert told["hidden"] == [3]
    assert told["for_publication"] is False
    assert "small" in told["why_not_for_publication"]


@pytest.mark.parametrize("broken", [NOTE, LOOKUP])
def test_a_look_up_that_cannot_be_read_stops_the_command(
    paths: Paths, settings: Settings, broken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    own = next(iter(settings.areas.values()))
    folder = paths.facts(own.slug)
    folder.mkdir(parents=True)
    (folder / broken).write_text("{}")
    out = paths.work / "out.csv"
    new = file(paths, f"{own.code},2024-01-01/P1Y,480,,,480")
    assert main(["disclosure", str(new), "--to", str(out)]) == 4
    assert "can't be read" in capsys.readouterr().err
    assert not out.exists()


def test_nothing_is_written_where_a_release_is_gone(
    paths: Paths, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    own = next(iter(settings.areas.values()))
    add_shown(paths.shown(own.slug), own.slug, [ShownFile("0" * 64, "older.csv", DAY)])
    out = paths.work / "out.csv"
    new = file(paths, f"{own.code},2024-01-01/P1Y,480,,,480")
    assert main(["disclosure", str(new), "--to", str(out)]) == 4
    assert "was not written" in capsys.readouterr().err
    assert not out.exists()


def test_commands_on_unprotected_files_say_so(
    paths: Paths, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    own = next(iter(settings.areas.values()))
    new = file(paths, f"{own.code},2024-01-01/P1Y,480,,,480")
    text = new.read_text().replace("falls,", f"{next(_own(settings))},")
    new.write_text(text)
    for command in (["disclosure", str(new)], ["local", "check", str(new)]):
        assert main(command) == 0
        assert "NOT FOR PUBLICATION" in capsys.readouterr().out
        assert main([*command, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["for_publication"] is False


def _own(settings: Settings):  # type: ignore[no-untyped-def]
    return (i.id for i in settings.indicators.values() if i.source.source == "local-csv")


def test_no_note_of_the_file_is_a_formula_in_the_one_that_is_written(
    paths: Paths, settings: Settings
) -> None:
    own = next(iter(settings.areas.values()))
    new = paths.work / "new.csv"
    place = f"{own.code},2024-01-01/P1Y,480,480"
    new.write_text(
        f'indicator_id,area_code,period,value,count,note\nfalls,{place},"=HYPERLINK(""x"")"\n'
    )
    out = paths.work / "out.csv"
    assert main(["disclosure", str(new), "--to", str(out)]) == 0
    cells = [cell for row in csv.reader(out.read_text().splitlines()) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)
