"""Own measures in the demonstration pack: pages, charts, files, and what the gate held them to."""

import csv
import json
import re

import pypdf
import pytest

from conftest import BuiltPack

PAGES = ("dashboard", "exceptions", "returns", "annual-report", "annual-report-plain")
MOST_PAGES, PLAIN_PAGES = 12, 2
SCHOOL_YEARS = 7.0
"""The reading grade that the plain version may have at the most: about 12 years of age."""
SHORTEST = 4


@pytest.fixture(scope="module")
def words(demo_pack: BuiltPack) -> dict[str, str]:
    """The words of each page, without its tables' marks."""
    found = {name: (demo_pack.site / f"{name}.html").read_text("utf-8") for name in PAGES}
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in found.items()}


def test_each_page_is_a_word_file_and_a_pdf_too(demo_pack: BuiltPack) -> None:
    for name in PAGES:
        for ending in ("docx", "pdf"):
            assert (demo_pack.site / f"{name}.{ending}").stat().st_size > 1000, name


def test_the_annual_report_is_short_and_its_plain_version_shorter(demo_pack: BuiltPack) -> None:
    pages = {n: len(pypdf.PdfReader(demo_pack.site / f"{n}.pdf").pages) for n in PAGES[-2:]}
    assert pages["annual-report"] <= MOST_PAGES
    assert pages["annual-report-plain"] <= PLAIN_PAGES


def test_the_plain_version_can_be_read_by_most_residents(demo_pack: BuiltPack) -> None:
    text = (demo_pack.site / "annual-report-plain.html").read_text("utf-8")
    main = re.search(r"<main.*?</main>", text, re.S)
    assert main
    said = re.sub(r"<[^>]+>", " ", re.sub(r"<(li|p|h\d)[ >]", ". <x>", main[0]))
    assert reading_grade(said) <= SCHOOL_YEARS


def test_each_story_is_told_on_the_dashboard(words: dict[str, str]) -> None:
    told = words["dashboard"]
    for part in (
        "improving by more than common cause",
        "If nothing changes, it will hit the target of 85.0%",
        "will miss the target of 300 days by March 2026",
        "Limits are worked out anew from July 2024",
        "suppressed in",
        "1 measure has no owner",
    ):
        assert part in told, part


def test_the_exception_report_has_each_kind(words: dict[str, str]) -> None:
    for kind in ("Worse and worsening", "Off trajectory", "Special cause", "Overdue", "No data",
                 "Review is past"):  # fmt: skip
        assert kind in words["exceptions"], kind
    assert "Babies visited" not in words["exceptions"]


def test_a_hidden_count_stands_nowhere(demo_pack: BuiltPack) -> None:
    """The alcohol admissions of some quarters are from 1 to 7: each is a gap, on every page."""
    file = demo_pack.site / "figures" / "area.alcohol-admissions-under-18.control.csv"
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    hidden = [row for row in rows if row["status"] == "suppressed"]
    assert len(hidden) >= 3
    value = next(name for name in rows[0] if name.startswith("value"))
    assert {row[value] for row in hidden} == {""}
    assert all(float(row[value]) % 5 == 0 for row in rows if row[value])


def test_charts_name_their_own_file_alone(demo_pack: BuiltPack) -> None:
    manifest = json.loads((demo_pack.pack / "manifest.json").read_text("utf-8"))
    titles = {s["sha256"]: s["title"] for s in manifest["snapshots"]}
    for file in sorted((demo_pack.site / "figures").glob("*.control.json")):
        ids = json.loads(file.read_text("utf-8"))["snapshot_ids"]
        assert ["own-measures" in titles[id] for id in ids] == [True], file.name


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade: 0.39 words by sentence + 11.8 syllables by word - 15.59.

    Source: Kincaid and others 1975, Derivation of new readability formulas for Navy personnel.
    """
    # a heading or a link is no sentence, and its few words would make the text seem easy
    every = [re.findall(r"[A-Za-z']+", part) for part in re.split(r"[.!?]+\s", text)]
    sentences = [words for words in every if len(words) > SHORTEST]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(
        max(1, len(re.findall(r"[aeiouy]+", w.lower().removesuffix("e")))) for w in words
    )
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
