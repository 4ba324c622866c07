"""A pack's figures as references: stable keys, and what Pandoc reads back of both files."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pypandoc
import pytest
from invented_facts import indicator

from hostile_strings import HOSTILE, words_of
from jsna.pack.figure_references import as_bib, as_csl_json, figure_references

CATALOGUE = {
    "92443": indicator(id="92443", short_title="Smoking"),
    "90366": indicator(id="90366", short_title="Life expectancy"),
    "9": indicator(id="9", short_title="Nine"),
}


def pack(title: str = "Anytown evidence pack", team: str = "Public health team"):
    return SimpleNamespace(
        area=SimpleNamespace(slug="anytown", contact=SimpleNamespace(team=team)),
        strategy=SimpleNamespace(title="A plan"), title=title, as_at=date(2026, 3, 1),
        release="2026.03", timestamp=datetime(2026, 3, 1, tzinfo=UTC),
    )  # fmt: skip


def files(folder: Path, *ids: str, headline: str = "A finding") -> list[Path]:
    found = []
    for id in ids:
        about = {"id": id, "headline": headline, "subtitle": "Share, Anytown, 2024",
                 "source": "A source.", "snapshot_ids": ["a" * 64], "synthetic": False}  # fmt: skip
        file = folder / f"{id}.json"
        file.write_text(json.dumps(about), "utf-8")
        found.append(file)
    return found


def keys(folder: Path, *ids: str) -> list[str]:
    return [one.key for one in figure_references(files(folder, *ids), pack(), CATALOGUE)]


def test_a_key_is_area_year_and_measure_and_the_first_figure_has_the_plain_one(tmp_path):
    made = keys(
        tmp_path, "healthy-lives.92443.trend", "healthy-lives.92443.bars",
        "fair-chances.90366-female.trend", "fair-chances.90366-male.trend",
        "fair-chances.92443.trend", "area.population.pyramid", "old-age.92443.trend",
        "old-age.92443.bars", "area.92443-groups.strip",
    )  # fmt: skip
    assert made == [
        "anytown-2026-smoking", "anytown-2026-smoking-bars",
        "anytown-2026-life-expectancy-female", "anytown-2026-life-expectancy-male",
        "anytown-2026-smoking-trend", "anytown-2026-population",
        "anytown-2026-smoking-old-age", "anytown-2026-smoking-old-age-bars",
        "anytown-2026-smoking-groups",
    ]  # fmt: skip


def test_keys_are_unique_and_other_files_of_a_bundle_are_passed_over(tmp_path):
    ids = [f"p{n}.92443.trend" for n in range(5)] + [f"p{n}.92443.bars" for n in range(5)]
    (tmp_path / "x.csv").write_text("a", "utf-8")
    (tmp_path / "y.json").write_text("[]", "utf-8")
    found = [*files(tmp_path, *ids), tmp_path / "x.csv", tmp_path / "y.json"]
    made = [one.key for one in figure_references([*found, *found], pack(), CATALOGUE)]
    assert len(made) == len(set(made)) == 10


@pytest.mark.parametrize("form", ["biblatex", "csljson"])
def test_pandoc_reads_every_word_of_both_files_back(tmp_path, form):
    titles = [words for words in HOSTILE if words_of(words)]
    every = [
        one
        for n, title in enumerate(titles)
        for one in figure_references(
            files(tmp_path, f"p.x{n}.trend", headline=title), pack(), CATALOGUE
        )
    ]
    write = as_bib if form == "biblatex" else as_csl_json
    made = json.loads(pypandoc.convert_text(write(every, pack()), "csljson", format=form))
    back = {item["id"]: item for item in made}
    assert len(back) == len(titles)
    for n, title in enumerate(titles):
        item = back[f"anytown-2026-x{n}"]
        assert words_of(item["title"]) == words_of(title), title
        assert item["issued"]["date-parts"] == [[2026, 3]]
        assert "Figure p." in item["note"]
    assert "SYNTHETIC" not in json.dumps(made)


def test_invented_figures_say_so(tmp_path):
    (file,) = files(tmp_path, "p.92443.trend")
    file.write_text(json.dumps(json.loads(file.read_text()) | {"synthetic": True}), "utf-8")
    (one,) = figure_references([file], pack(), CATALOGUE)
    assert one.note.startswith("SYNTHETIC: invented data. ")
