"""The gate reads a pack back from its own files: each planted number is found, a sound pack passes.

The kept file is protected; what is planted stands in a file of the pack alone, as it would if
something between the kept file and the page went wrong.
"""

import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from planted_packs import (
    DAY,
    FALLS,
    FIGURE,
    KEPT,
    SOUND_TEXT,
    STRATEGY,
    TITLE,
    PlantedPack,
    keep,
    kept_file,
    make_planted,
    notebook,
    table,
)
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from jsna.publish.disclosure import disclosure_faults
from jsna.publish.looked_at import DisclosureGate, untouched_faults
from jsna.snapshots.shown import ShownFile, add_shown

ASH, BIRCH, CEDAR = "E05000001", "E05000002", "E05000003"


@pytest.fixture
def pack(tmp_path: Path, project_root: Path) -> PlantedPack:
    return make_planted(tmp_path, project_root)


def faults(pack: PlantedPack) -> list[str]:
    return disclosure_faults(pack.manifest, pack.area, pack.settings, pack.paths, pack.folder)


def test_a_sound_pack_gives_no_fault(pack: PlantedPack) -> None:
    assert faults(pack) == []


@pytest.mark.parametrize(
    ("number", "what"),
    [("3", "a small count is shown"), ("12", "a number stands where the kept file hides it")],
)
def test_a_number_of_a_hidden_ward_in_a_figures_csv(
    pack: PlantedPack, number: str, what: str
) -> None:
    pack.csv({(ASH, "2023"): number})
    told = faults(pack)
    assert f"site/figures/{FIGURE}.csv, line 2: {what}" in told
    assert not any(f" {number} " in f"{sentence} " for sentence in told), "the count is not told"


def test_what_follows_from_a_planted_number_is_found_too(pack: PlantedPack) -> None:
    """125 less 40, 55 and a planted 12 is the other hidden ward."""
    pack.csv({(ASH, "2023"): "12"})
    assert any(BIRCH in sentence and "worked out" in sentence for sentence in faults(pack))


@pytest.mark.parametrize(
    ("column", "cell"), [("count", "44"), ("denominator", "44"), ("lower_95 (falls)", "31.2")]
)
def test_a_number_that_the_kept_file_does_not_show(
    pack: PlantedPack, column: str, cell: str
) -> None:
    pack.write(
        f"site/figures/{FIGURE}.csv",
        f"area_code,area_name,period_label,value (falls),{column},status\n"
        f"{CEDAR},Cedar Cross,2023,40,{cell},final\n",
    )
    told = faults(pack)
    assert len(told) == 1
    assert told[0].startswith(f"site/figures/{FIGURE}.csv, line 2: a")


def test_an_unrounded_value_beside_the_kept_one(pack: PlantedPack) -> None:
    pack.csv({(CEDAR, "2023"): "41"})
    assert faults(pack) == [
        f"site/figures/{FIGURE}.csv, line 4: a value that the kept file does not show"
    ]


def test_a_period_that_the_kept_file_does_not_have(pack: PlantedPack) -> None:
    pack.write(
        f"site/figures/{FIGURE}.csv",
        f"area_code,area_name,period_label,value (falls),status\n{ASH},Ash Hill,2022,31,final\n",
    )
    assert "of a period that the kept files do not show" in faults(pack)[0]


@pytest.mark.parametrize(("total", "sound"), [("95", True), ("47.5", True), ("125", False)])
def test_a_total_of_what_is_shown_is_sound_and_one_with_hidden_wards_is_not(
    pack: PlantedPack, total: str, sound: bool
) -> None:
    """125 less 40 and 55 is what the two hidden wards have together."""
    pack.write(
        f"site/figures/{FIGURE}.csv",
        "area_code,area_name,period_label,value (falls),status\n"
        f"{CEDAR},Cedar Cross,2023,40,final\nE05000004,Dale End,2023,55,final\n"
        f"{ASH},Ash Hill,2023,,suppressed\n,All wards,2023,{total},final\n",
    )
    assert faults(pack) == [] if sound else len(faults(pack)) == 1


def test_numbers_about_the_wards_of_a_hidden_authority_are_not_its_own(
    tmp_path: Path, project_root: Path
) -> None:
    hidden = dict.fromkeys(KEPT) | {(CEDAR, "2023"): 40, ("E05000004", "2023"): 55}
    pack = make_planted(tmp_path, project_root, hidden)
    pack.csv({k: "" for k, n in hidden.items() if n is None})
    pack.page(
        "<p>In 2023 the wards of Midshire run from 40 to 55. 1 ward is worse than the rest of"
        " Midshire and 1 is better.</p>"
    )
    for name in ("site/old-age.docx", "project/old-age.qmd"):
        (pack.folder / name).unlink()
    notebook(pack, "Falls at home.")
    assert faults(pack) == []


@pytest.mark.parametrize(
    ("column", "cell", "sound"),
    [
        ("Lowest and highest ward", "40 to 55", True),
        ("Lowest and highest ward", "12 to 55", False),
        ("Ward", "40", False),
    ],
)
def test_between_what_the_shown_wards_lie_is_no_number_of_a_hidden_one(
    pack: PlantedPack, column: str, cell: str, sound: bool
) -> None:
    """On the page of a hidden ward; what is no number of a shown one is told there too."""
    pack.page(
        f"<table><caption>Each measure of Ash Hill beside England</caption><tr><th>Measure</th>"
        f"<th>{column}</th></tr><tr><th>Falls at home, 2023</th><td>{cell}</td></tr></table>"
    )
    assert len(faults(pack)) == (0 if sound else 1)


@pytest.mark.parametrize("tool", [True, False])
def test_a_pdf_is_read_with_and_without_poppler(
    pack: PlantedPack, tool: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not tool:
        monkeypatch.setattr("shutil.which", lambda name: None)
    (pack.folder / "site" / "old-age.pdf").write_bytes(pdf("Falls at home 2023: Ash Hill 12."))
    assert len(faults(pack)) == 1


def test_an_interval_that_the_shown_count_gives_itself_is_sound(pack: PlantedPack) -> None:
    """Byar's limits of 40 are 28.57 and 54.47: nobody learns more from them."""
    pack.write(
        f"site/figures/{FIGURE}.csv",
        "area_code,area_name,period_label,value (falls),lower_95 (falls),upper_95 (falls),status\n"
        f"{CEDAR},Cedar Cross,2023,40,28.574,54.469,final\n",
    )
    assert faults(pack) == []


@pytest.mark.parametrize("field", ["alt", "headline", "sentence", "citation"])
def test_a_text_of_a_figure_that_names_a_hidden_number(pack: PlantedPack, field: str) -> None:
    pack.about(**{field: "Falls at home, 2023, from Ash Hill (12) to Dale End (55)."})
    assert faults(pack) == [
        f"site/figures/{FIGURE}.json: a number stands beside a hidden figure of {FALLS} (Ash Hill)"
    ]


def test_a_notes_list_is_read(pack: PlantedPack) -> None:
    pack.about(notes=["Read with care.", "In 2023 there were 9 falls in Birch Green."])
    assert len(faults(pack)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2023 Ash Hill had 12 falls at home.",
        "Falls at home: Ash Hill, 2023: 12.",
        "There were 12 falls at home in Ash Hill in 2023.",
        "Falls at home in 2023 (Ash Hill 12, Cedar Cross 40).",
        "Falls at home: Ash Hill had 3 falls.",
        "Falls at home: 4 people were hurt.",
    ],
)
class TestASentence:
    def test_on_a_page(self, pack: PlantedPack, sentence: str) -> None:
        pack.page(f"<p>{SOUND_TEXT}</p><p>{sentence}</p>")
        assert [f.split(":")[0] for f in faults(pack)] == ["site/old-age.html"]

    def test_in_an_alternative_text(self, pack: PlantedPack, sentence: str) -> None:
        pack.page(f"<p>{SOUND_TEXT}</p><img src='x.svg' alt='{sentence}'>")
        assert [f.split(":")[0] for f in faults(pack)] == ["site/old-age.html"]

    def test_in_a_project(self, pack: PlantedPack, sentence: str) -> None:
        pack.write("project/old-age.qmd", f'## Falls\n\n![](x.svg){{fig-alt="{sentence}"}}\n')
        assert [f.split(":")[0] for f in faults(pack)] == ["project/old-age.qmd"]

    def test_in_a_notebook(self, pack: PlantedPack, sentence: str) -> None:
        notebook(pack, f"{SOUND_TEXT}\n\n{sentence}")
        assert [f.split(":")[0] for f in faults(pack)] == [f"{STRATEGY}/old-age/chapter.ipynb"]

    def test_in_a_word_file(self, pack: PlantedPack, sentence: str) -> None:
        word = Document()
        word.add_paragraph(sentence)
        word.save(str(pack.folder / "site" / "old-age.docx"))
        assert [f.split(":")[0] for f in faults(pack)] == ["site/old-age.docx"]

    def test_in_a_pdf(self, pack: PlantedPack, sentence: str) -> None:
        (pack.folder / "site" / "old-age.pdf").write_bytes(pdf(sentence))
        assert [f.split(":")[0] for f in faults(pack)] == ["site/old-age.pdf"]


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_a_table_of_a_page(pack: PlantedPack, year: str) -> None:
    """A ward that is hidden in one year may be shown in the other."""
    pack.page(table({(ASH, year): "20"}))
    assert len(faults(pack)) == (year == "2023")


def test_a_small_count_in_a_column_of_people(pack: PlantedPack) -> None:
    pack.page(
        f"<table><caption>{TITLE}, 2023</caption><tr><th>Ward</th><th>Number of people</th></tr>"
        "<tr><th>Cedar Cross</th><td>3</td></tr></table>"
    )
    assert faults(pack) == [f"site/old-age.html: a small count of {FALLS} stands in a table"]


def test_a_table_of_a_word_file(pack: PlantedPack) -> None:
    word = Document()
    word.add_paragraph(f"{TITLE}, 2023")
    rows = word.add_table(2, 2)
    for cell, text in zip(rows._cells, ("Ward", "Falls", "Ash Hill", "12"), strict=True):
        cell.text = text
    word.save(str(pack.folder / "site" / "old-age.docx"))
    assert len(faults(pack)) == 1


def test_the_alternative_text_of_a_picture_in_a_word_file(pack: PlantedPack) -> None:
    place = pack.folder / "site" / "old-age.docx"
    swapped = io.BytesIO()
    with zipfile.ZipFile(place) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(
                    b"<w:sectPr",
                    b'<w:p><w:r><w:drawing><docPr descr="Falls at home 2023: Ash Hill 12"/>'
                    b"</w:drawing></w:r></w:p><w:sectPr",
                    1,
                )
            new.writestr(name, content)
    place.write_bytes(swapped.getvalue())
    assert len(faults(pack)) == 1


def test_the_alternative_text_of_a_pdf(pack: PlantedPack) -> None:
    content = pdf("Nothing.", alt="Falls at home, 2023: Ash Hill 12.")
    (pack.folder / "site" / "old-age.pdf").write_bytes(content)
    assert len(faults(pack)) == 1


def test_the_title_of_a_picture(pack: PlantedPack) -> None:
    svg = "<svg><title>Falls at home, 2023, Ash Hill 12</title><path d='M 3 4'/></svg>"
    pack.write(f"site/figures/{FIGURE}.svg", svg)
    assert len(faults(pack)) == 1


# -- what can't be looked at is a fault ---------------------------------------------------------


def test_a_file_that_nothing_reads_is_told(pack: PlantedPack) -> None:
    pack.write("site/evidence.xlsb", "PK")
    assert faults(pack) == [
        "site/evidence.xlsb: can't be read back, so that nobody knows what it shows: no reader for"
        " .xlsb"
    ]


@pytest.mark.parametrize(
    "name", ["old-age.pdf", "old-age.docx", "x.json", "figures/x.json", "data.ipynb"]
)
def test_a_broken_file_is_told(pack: PlantedPack, name: str) -> None:
    pack.write(f"site/{name}", "{ no such thing")
    assert any(f.startswith(f"site/{name}: can't be read back") for f in faults(pack))


def test_bytes_that_are_no_text_are_told(pack: PlantedPack) -> None:
    (pack.folder / "site" / "old-age.html").write_bytes(b"\xff\xfe\x00 falls")
    assert any("site/old-age.html: can't be read back" in f for f in faults(pack))


def test_a_lock_of_the_pack_that_cannot_be_read(pack: PlantedPack) -> None:
    (pack.folder / "midshire.lock").write_text("{")
    assert any("midshire.lock" in f for f in faults(pack))


def test_a_lock_of_the_pack_with_other_own_files(pack: PlantedPack) -> None:
    manifest = pack.manifest | {"snapshots": []}
    told = disclosure_faults(manifest, pack.area, pack.settings, pack.paths, pack.folder)
    assert told == ["midshire.lock: names other files of the council's own than the manifest"]


@pytest.mark.parametrize("which", ["lock", "shown"])
def test_a_lock_or_list_of_the_area_that_cannot_be_read(pack: PlantedPack, which: str) -> None:
    getattr(pack.paths, which)("midshire").write_text("files: [{sha256: 1}]\nsnapshots: [1]")
    told = faults(pack)
    assert len(told) == 1
    assert "can't be read" in told[0]


def test_a_manifest_of_another_pack_that_cannot_be_read(pack: PlantedPack) -> None:
    other = pack.paths.pack("midshire", "another-plan")
    other.mkdir(parents=True)
    (other / "manifest.json").write_text("{")
    assert "another-plan" in faults(pack)[0]


def test_an_earlier_release_that_is_gone_or_was_changed(pack: PlantedPack) -> None:
    earlier = keep(pack.paths, pack.settings, kept_file(KEPT | {(ASH, "2024"): 25}), "old.csv")
    listed = ShownFile(earlier.sha256, "old.csv", DAY)
    add_shown(pack.paths.shown("midshire"), "midshire", [listed])
    before = faults(pack)
    place = pack.paths.snapshots / earlier.sha256[:2] / earlier.sha256 / "content"
    place.write_bytes(b"something else")
    assert len(faults(pack)) == len(before) + 1
    assert "this earlier release can't be read" in faults(pack)[0]
    (place.parent / "snapshot.yml").unlink()
    assert "not on this machine" in faults(pack)[0]


def test_an_own_file_that_is_gone(pack: PlantedPack) -> None:
    place = pack.paths.snapshots / pack.own[:2] / pack.own / "content"
    place.unlink()
    assert any("own.csv: this file of the council's own can't be read" in f for f in faults(pack))


@pytest.mark.parametrize("broken", ["geography.json", "lookup.parquet"])
def test_a_look_up_that_cannot_be_read_is_not_one_that_is_missing(
    pack: PlantedPack, broken: str
) -> None:
    assert faults(pack) == []
    folder = pack.paths.facts("midshire")
    folder.mkdir(parents=True)
    (folder / broken).write_text("{}")
    told = faults(pack)
    assert len(told) == 1
    assert "the look-up of midshire can't be read" in told[0]


# -- these very bytes ---------------------------------------------------------------------------


def test_the_gate_proves_itself_by_the_bytes_that_it_looked_at(pack: PlantedPack) -> None:
    gate = DisclosureGate(pack.project)
    file = pack.folder / "manifest.json"

    def record(told: dict[str, str]) -> None:
        whole = pack.manifest["snapshots"][0] | {"retrieved": DAY.isoformat()}
        file.write_text(json.dumps(pack.manifest | {"snapshots": [whole], "looked_at": told}))

    record({})
    assert not gate.passed(pack.folder)
    record(gate.look(pack.folder))
    assert gate.passed(pack.folder)
    told = json.loads(file.read_text())
    assert untouched_faults(pack.folder, told) == []
    # an earlier release that comes to light is something to look at
    earlier = keep(pack.paths, pack.settings, kept_file(KEPT | {(ASH, "2024"): 25}), "old.csv")
    add_shown(pack.paths.shown("midshire"), "midshire", [ShownFile(earlier.sha256, "old.csv", DAY)])
    assert not gate.passed(pack.folder)
    assert untouched_faults(pack.folder, told) == []
    pack.page("<p>Another page.</p>")
    assert "were changed after the gate looked" in untouched_faults(pack.folder, told)[0]


def pdf(text: str, alt: str = "") -> bytes:
    """Return a PDF of one page with a line of text, and an alternative text in its structure."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 200)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    escaped = text.replace("(", r"\(").replace(")", r"\)")
    stream.set_data(f"BT /F1 10 Tf 10 100 Td ({escaped}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if alt:
        from pypdf.generic import ArrayObject, TextStringObject

        figure = DictionaryObject({NameObject("/S"): NameObject("/Figure"),
                                   NameObject("/Alt"): TextStringObject(alt)})  # fmt: skip
        kids = ArrayObject([writer._add_object(figure)])
        root = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot"),
                                 NameObject("/K"): kids})  # fmt: skip
        writer._root_object[NameObject("/StructTreeRoot")] = writer._add_object(root)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
