"""The keys of figures.bib, led back to what the figures of a built pack say now."""

import json

import pytest

from jsna.errors import UserFileError
from jsna.review.pack_figures import cites, pack_figures
from jsna.review.readers.plain_text import read
from jsna.settings.paths import Paths

ABOUT = {
    "id": "a.1.strip", "headline": "H", "subtitle": "S", "citation": "C",
    "source": "Some data, indicator 1. Licence.",
    "sentence": "Smoking, 2024: 9.1% in Otherborough; England's 10.4%. 2 boroughs (Derby and St."
    " Helens) have no value in this file and no rank. The newest is of 2024.",
    "snapshot_ids": [], "rule": "", "method": "", "synthetic": True,
}  # fmt: skip


@pytest.fixture
def paths(tmp_path) -> Paths:
    site = tmp_path / "reports" / "packs" / "otherborough" / "some" / "site"
    (site / "figures").mkdir(parents=True)
    (site / "index.html").write_text("x")
    note = "S. Figure a.1.strip. Source: Source."
    items = [{"id": "otherborough-2026-smoking", "note": note}]
    (site / "figures.csl.json").write_text(json.dumps(items))
    (site / "figures" / "a.1.strip.json").write_text(json.dumps(ABOUT))
    table = "Area,%\nOtherborough,9.1\nEngland,10.4\nElsewhere,8.4\n"
    (site / "figures" / "a.1.strip.csv").write_text(table)
    return Paths(tmp_path, tmp_path)


def test_a_key_leads_to_the_sentence_and_the_area_s_own_values(paths, settings):
    figures = pack_figures(paths, settings.area("otherborough"))
    one = figures["otherborough-2026-smoking"]
    assert one.said == (
        "Smoking, 2024: 9.1% in Otherborough; England's 10.4%. The newest is of 2024."
        " Source: Some data, indicator 1."
    )
    assert set(one.values) == {9.1, 10.4, 2024.0}


@pytest.mark.parametrize("damage", ["", "[", "{}x", "[1]", '[{"note": "S."}]', "3"])
def test_a_damaged_list_of_figures_is_told(paths, settings, damage):
    (site,) = paths.work.glob("reports/packs/*/*/site")
    (site / "figures.csl.json").write_text(damage)
    with pytest.raises(UserFileError, match="changed or damaged on disk"):
        pack_figures(paths, settings.area("otherborough"))


def test_an_area_without_a_pack_has_no_figures(tmp_path, settings):
    assert pack_figures(Paths(tmp_path, tmp_path), settings.area("otherborough")) is None


def test_packs_are_read_only_for_a_draft_that_cites_them():
    assert cites(read("a.txt", b"See [@otherborough-2026-x]."), "otherborough")
    assert not cites(
        read("a.txt", b"See [@marmot], mail@otherborough-council.org."), "otherborough"
    )
