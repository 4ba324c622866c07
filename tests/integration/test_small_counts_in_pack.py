"""A whole pack with a council's own file in it: every file it holds is read back and attacked."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from attack_tools.cheap_attacks import digests_kept, guesses_confirmed, small_guesses
from attack_tools.pack_of_small_counts import (
    AREA_SLUG,
    FEW,
    INDICATOR,
    RATES,
    STRATEGY,
    TITLE,
    YEARS,
    cells,
    make_checkout,
    own_file,
)
from attack_tools.published import Piece, beside, pieces_of, standing
from attack_tools.svg_points import drawn_values, marks, read_by
from conftest import BuiltPack, run_jsna

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("checkout")
    make_checkout(root)
    return root


@pytest.fixture(scope="module")
def pack(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltPack:
    """The pack, in all three formats, with the council's file in `data/local`."""
    work = tmp_path_factory.mktemp("pack")
    (work / "data/local").mkdir(parents=True)
    (work / "data/local/homes.csv").write_text(own_file(), "utf-8")
    words = ("demo", "--renderer", "embedded")
    done = run_jsna(work, *words, JSNA_HOME=str(checkout))
    assert done.returncode == 0, done.stdout + done.stderr
    return BuiltPack(work, AREA_SLUG, STRATEGY, done.stdout)


@pytest.fixture(scope="module")
def pieces(pack: BuiltPack) -> list[Piece]:
    """Everything but what was brought in: the council's own file, and the publishers'."""
    brought = ("data/local/", "data/demo/")
    return [p for p in pieces_of(pack.work) if not p.file.startswith(brought)]


def rates(count: int, people: int) -> set[str]:
    """Return a rate to every precision that may be printed, and as a share of one."""
    known = {f"{100 * count / people:.{decimals}f}" for decimals in range(3, 8)}
    return known | {f"{count / people:.{decimals}f}" for decimals in range(5, 8)}


def test_the_file_is_in_the_pack(pieces):
    """Else nothing could stand beside anything."""
    shown = [p.file for p in pieces if TITLE in p.text]
    for ending in (".html", ".docx", ".pdf", ".ipynb", ".json"):
        assert any(file.endswith(ending) for file in shown), ending
    assert any("facts.parquet" in p.file for p in pieces if INDICATOR in p.text)


@pytest.mark.parametrize("code", sorted(FEW))
def test_no_small_count_and_no_rate_stands_beside_its_ward(pieces, code):
    name, count, people = FEW[code]
    about = [p for p in pieces if INDICATOR in p.text or INDICATOR in p.file or TITLE in p.text]
    numbers = (str(count), f"{count}.0", str(people), f"{people}.0", "35.3", "36.8")
    assert beside(about, (code, name), (*numbers, *rates(count, people))) == []


def test_the_rate_of_a_small_count_stands_nowhere(pieces):
    """Not even without its ward's name: a sentence, an alternative text, a label of a chart."""
    wanted = {rate for _, count, people in FEW.values() for rate in rates(count, people)}
    stored = ("data/facts/", "data/snapshots/")  # other publishers' figures have like fractions
    ours = [p for p in pieces if INDICATOR in p.text or not p.file.startswith(stored)]
    assert standing(ours, wanted) == []


def test_no_chart_is_drawn_to_where_a_small_count_would_stand(pack):
    """The corners of all paths, as values of their axis: no axis reaches so far."""
    charts = sorted(pack.work.rglob(f"*{INDICATOR}*.svg"))
    assert charts
    values = {chart: drawn_values(chart.read_bytes()) for chart in charts}
    assert sum(len(found) > 0 for found in values.values()) > len(charts) / 3
    low, high = RATES
    trends = {c: v for c, v in values.items() if ".trend" in c.name or ".funnel" in c.name}
    assert [c.name for c, v in trends.items() if np.any((v > low) & (v < high))] == []


def test_the_marks_of_a_chart_say_no_more_than_its_csv(pack):
    """Coordinates turned back into rates and denominators, and these into counts."""
    charts = sorted(pack.work.rglob(f"*{INDICATOR}*.svg"))
    read = [count for chart in charts for count in _counts_of_marks(chart)]
    assert len(read) > len(cells()) / 4
    assert all(count > 7 and abs(count - 5 * round(count / 5)) < 0.02 for count in read)


def _counts_of_marks(chart: Path) -> list[float]:
    """Return the counts that the marks of a chart stand for.

    Only a funnel has people along its axis; of others the rates are held to the CSV.
    """
    name = chart.name.removesuffix(".svg").removesuffix(".narrow")
    with chart.with_name(f"{name}.csv").open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["value (%)"] and not row.get("line")]
    rates_told = np.array([float(row["value (%)"]) for row in rows])
    places = marks(chart.read_bytes())
    # of a hidden ward there is no mark
    assert len(places) == len(rows), chart.name
    told = np.sort(rates_told)[np.argsort(np.argsort(-places[:, 1]))]
    rate = read_by(places[:, 1], told)
    np.testing.assert_allclose(rate, told, rtol=0, atol=1e-4)
    if "denominator" not in rows[0]:
        return []
    people = np.sort([float(row["denominator"]) for row in rows])
    across = read_by(places[:, 0], people[np.argsort(np.argsort(places[:, 0]))])
    return list(rate * across / 100)


def test_every_number_of_the_own_file_in_the_figures_is_rounded(pack):
    """Counts and denominators of the figures' own CSV files are multiples of 5."""
    found = 0
    for file in pack.work.rglob(f"*{INDICATOR}*.csv"):
        for row in csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))):
            for column in ("count", "denominator"):
                if row.get(column):
                    found += 1
                    assert float(row[column]) % 5 == 0, (file.name, row)
    assert found > 0


def test_no_hash_in_the_pack_confirms_a_guess(pack):
    raw = own_file()
    column = raw.splitlines()[0].split(",").index("count")
    lines = [n for n, line in enumerate(raw.splitlines()) if any(c in line for c in FEW)]
    guesses = [g for line in lines for g in small_guesses(raw, line, column)]
    assert guesses_confirmed(digests_kept(pack.work), [raw.encode(), *guesses]) == []


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_explain_tells_no_small_count(pack, checkout, form, tmp_path):
    """What the command prints of a figure with a hidden ward, before and after the pack."""
    told = []
    for figure in sorted(pack.site.rglob(f"figures/*{INDICATOR}*.json")):
        done = run_jsna(
            pack.work, "explain", figure.stem, AREA_SLUG, STRATEGY, *form, JSNA_HOME=str(checkout)
        )
        assert done.returncode == 0, done.stdout + done.stderr
        (tmp_path / f"{figure.stem}.{'json' if form else 'txt'}").write_text(done.stdout, "utf-8")
        told.append(done.stdout)
    # the gate has passed these figures with the pack
    refused = ("not for publication", '"for_publication": false')
    assert not any(words in said.casefold() for said in told for words in refused)
    assert any(code in said or name in said for said in told for code, (name, *_) in FEW.items())
    said = list(pieces_of(tmp_path))
    assert standing(said, {r for _, *own in FEW.values() for r in rates(*own)}) == []
    for code, (name, count, people) in FEW.items():
        assert beside(said, (code, name), (str(count), f"{count}.0", str(people))) == []


def test_the_manifest_says_that_the_bytes_were_looked_at(pack):
    told = json.loads((pack.pack / "manifest.json").read_text("utf-8"))
    assert "disclosure" in json.dumps(told).casefold()


def test_a_byte_that_nobody_looked_at_is_refused(pack, checkout):
    """A ward's count written into a page after the gate: `jsna check` does not pass."""
    page = next(p for p in sorted(pack.site.rglob("*.html")) if TITLE in p.read_text("utf-8"))
    before = page.read_text("utf-8")
    code, (name, count, _) = next(iter(FEW.items()))
    page.write_text(before.replace("</main>", f"<p>{name} ({code}): {count}</p></main>"), "utf-8")
    try:
        done = run_jsna(pack.work, "check", AREA_SLUG, STRATEGY, JSNA_HOME=str(checkout))
    finally:
        page.write_text(before, "utf-8")
    assert page.read_text("utf-8") == before
    assert done.returncode == 4, done.stdout + done.stderr


@pytest.mark.parametrize("damage", ["list", "snapshot"])
def test_an_earlier_release_that_cannot_be_read_stops_the_gate(pack, checkout, damage):
    """What was not looked at does not pass: exit code 4, not a silent pass."""
    shown = pack.work / "data/locks" / f"{AREA_SLUG}.shown"
    before = shown.read_text("utf-8")
    if damage == "list":
        shown.write_text("files: {", "utf-8")
    else:
        entry = "- sha256: '" + "ab" * 32 + "'\n  title: Gone\n"
        entry += "  retrieved: '2025-01-01T00:00:00+00:00'\n  shown: true\n"
        shown.write_text(before.rstrip("\n") + "\n" + entry, "utf-8")
    try:
        done = run_jsna(pack.work, "check", AREA_SLUG, STRATEGY, JSNA_HOME=str(checkout))
    finally:
        shown.write_text(before, "utf-8")
    assert done.returncode == 4, done.stdout + done.stderr


def test_the_truth_is_as_it_is_meant():
    """The two wards alone have few cases, and theirs are far from everyone else's."""
    small = {key for key, (count, _) in cells().items() if count < 8}
    assert small == {(code, YEARS[-1]) for code in FEW}
    others = [100 * c / p for key, (c, p) in cells().items() if key not in small]
    assert max(others) < 8
