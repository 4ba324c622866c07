"""The four forms of a draft, and files that are none: each told in one sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from pikepdf import Encryption, Pdf
from review_files import SMALL_PDF, with_tracked_changes, word_file

from jsna.errors import UserFileError
from jsna.http import archive_size
from jsna.review.readers.read_draft import read_draft


def _draft(tmp_path: Path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    return read_draft(path)


def _refusal(tmp_path: Path, name: str, content: bytes) -> str:
    with pytest.raises(UserFileError) as refused:
        _draft(tmp_path, name, content)
    (problem,) = refused.value.problems
    assert problem.next_step or problem.allowed
    return problem.what


# -- text and Markdown ------------------------------------------------------------------------


def test_wrapped_lines_are_one_passage_and_know_their_lines(tmp_path):
    first = "A sentence that is long enough to have been wrapped by the program, and it"
    text = f"Title\n\n{first}\ngoes on here [2].\n\n[2] A source, https://example.org/a.\n"
    title, body, note = _draft(tmp_path, "a.txt", text.encode()).passages
    assert (title.heading, body.text) == (True, f"{first} goes on here [2].")
    assert (body.line_at(0), body.line_at(body.text.index("goes on"))) == (3, 4)
    assert [mark.key for mark in body.marks] == ["[2]"]
    assert (note.note, [link.address for link in note.links]) == ("[2]", ["https://example.org/a"])


def test_a_sentence_goes_on_over_the_foot_of_a_page(tmp_path):
    first = "This sentence began at the bottom of one page, and its last words stand at the top of"
    text = f"{first}\n\n\u00b9 See the council's page.\n\nthe next one.\u00b9\n"
    body, note = _draft(tmp_path, "a.txt", text.encode()).passages
    assert body.text == f"{first} the next one.\u00b9"
    assert (note.note, [mark.key for mark in body.marks]) == ("footnote 1", ["footnote 1"])


def test_square_miles_are_no_footnote(tmp_path):
    (body,) = _draft(
        tmp_path, "a.txt", "It has 110 mi\u00b2 and 3 km\u00b2 of water.".encode()
    ).passages
    assert body.marks == ()


def test_markdown_keeps_its_lines_below_a_front_matter(tmp_path):
    text = (
        "---\ntitle: x\n---\n\n# One\n\nWith **bold** and [a link](https://a.org).[^x]\n\n"
        "| a | b |\n|---|---|\n| c | 4 |\n\n```\ncode\n```\n\n- point\n\n[^x]: The note.\n"
    )
    found = _draft(tmp_path, "a.md", text.encode()).passages
    assert [p.text for p in found] == [
        *("One", "With bold and a link.[^x]", "a", "b", "c", "4", "point", "[^x]: The note.")
    ]
    assert [p.line_at(0) for p in found] == [5, 7, 9, 9, 11, 11, 17, 19]
    assert (found[0].heading, found[1].links[0].address) == (True, "https://a.org")
    assert (found[1].marks[0].key, found[-1].note) == ("[^x]", "[^x]")


def test_a_numbered_list_of_references_gives_notes(tmp_path):
    text = "A claim [2].\n\nReferences\n\n1. The first.\n2. The second.\n"
    for name in ("a.txt", "a.md"):
        notes = _draft(tmp_path, name, text.encode()).notes
        assert list(notes) == ["[1]", "[2]"]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.txt", b"%PDF-1.7", "no text file"),
        ("a.txt", "caf\u00e9".encode("latin-1"), "not in UTF-8"),
        ("a.md", b"a\0b", "is no text"),
        ("a.txt", b" \n", "no words"),
        ("a.doc", b"x", "can't be a .doc"),
        ("a", b"x", "without an ending"),
    ],
)
def test_text_that_is_none(tmp_path, name, content, what):
    assert what in _refusal(tmp_path, name, content)


# -- Word -------------------------------------------------------------------------------------


def test_a_word_file_gives_paragraphs_cells_and_footnotes(tmp_path):
    draft = _draft(tmp_path, "a.docx", word_file("One.", "Two.", cells=["c", "d"], note="A note."))
    assert [p.text for p in draft.passages] == ["One.", "Two.", "c", "d", "A note."]
    assert draft.place(draft.passages[1]) == "paragraph 2"
    assert draft.passages[1].marks[0].key == draft.passages[4].note == "footnote 1"
    assert draft.said == ()


def test_tracked_changes_are_read_as_accepted_and_that_is_said(tmp_path):
    draft = _draft(tmp_path, "a.docx", with_tracked_changes("Kept ", "added", "taken out"))
    assert draft.passages[0].text == "Kept added"
    assert draft.said == (
        "Tracked changes are read as accepted (1 insertion, 1 deletion): what they take out is"
        " not reviewed.",
    )


def _with_macros() -> bytes:
    out = io.BytesIO(word_file("One."))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (SMALL_PDF, "this is a PDF"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked by a password"),
        (b"\xd0\xcf\x11\xe0", "an old Word"),
        (_with_macros(), "holds macros"),
        (word_file("One.")[:200], "not a whole one"),
        (b"", "not a whole one"),
    ],
)
def test_a_word_file_that_is_none(tmp_path, content, what):
    assert what in _refusal(tmp_path, "a.docx", content)


def _changed(change) -> bytes:
    """Return a Word file each part of which is what `change` makes of its name and bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_file("One.", note="A note."))) as given,
        zipfile.ZipFile(out, "w") as archive,
    ):
        for name in given.namelist():
            archive.writestr(name, change(name, given.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("[Content_Types].xml", "<a/>"),
        ("word/document.xml", "<a/>"),
        ("word/document.xml", ""),
        ("word/footnotes.xml", ""),
    ],
)
def test_a_word_file_with_a_part_that_is_none(tmp_path, part, words):
    content = _changed(lambda name, given: words.encode() if name == part else given)
    assert "no Word file that can be read" in _refusal(tmp_path, "a.docx", content)


def test_a_word_file_of_which_some_bytes_were_changed(tmp_path):
    content = _changed(lambda name, given: given)
    at = content.index(b"One.")
    damaged = content[:at] + b"Two." + content[at + 4 :]
    assert "no Word file that can be read" in _refusal(tmp_path, "a.docx", damaged)


def test_a_word_file_that_unpacks_to_more_than_it_says_is_not_unpacked(tmp_path, monkeypatch):
    out = io.BytesIO(word_file("One."))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", bytes(1 << 20))
    content = out.getvalue()
    at = content.rindex(b"PK\x01\x02") + 24
    lying = content[:at] + (10).to_bytes(4, "little") + content[at + 4 :]
    monkeypatch.setattr(archive_size, "SUSPECT_BYTES", 1 << 12)
    assert "unpacks to more than it says" in _refusal(tmp_path, "a.docx", lying)


def test_an_archive_that_is_no_word_file(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    assert "no Word file" in _refusal(tmp_path, "a.docx", out.getvalue())


@pytest.mark.slow
def test_five_hundred_pages_are_read_in_a_minute(tmp_path):
    from time import process_time

    from jsna.review.check import Known
    from jsna.review.review import review
    from jsna.settings.project import open_project

    document = Document()
    sentence = "In 2021 the rate in the borough was significantly worse than England, see Table 9. "
    for n in range(500 * 6):
        document.add_paragraph(sentence * 5 + f"Paragraph {n}.")
    path = tmp_path / "a.docx"
    document.save(path)
    project = open_project().of("otherborough")
    start = process_time()
    found = review(read_draft(path), Known(project.area, project.settings.indicators))
    assert len(found.draft.passages) == 3000
    assert process_time() - start < 60


# -- PDF --------------------------------------------------------------------------------------


def test_a_pdf_gives_its_pages_words(tmp_path):
    draft = _draft(tmp_path, "a.pdf", SMALL_PDF)
    assert [p.text for p in draft.passages] == ["The rate is significantly worse than England."]
    assert draft.place(draft.passages[0]) == "page 1, paragraph 1"


def _pdf(**how) -> bytes:
    out, pdf = io.BytesIO(), Pdf.new()
    pdf.add_blank_page()
    pdf.save(out, **how)
    return out.getvalue()


def test_a_pdf_that_is_none(tmp_path):
    locked = _pdf(encryption=Encryption(owner="a", user="b"))
    assert "has no text (1 page)" in _refusal(tmp_path, "a.pdf", _pdf())
    assert "locked by a password" in _refusal(tmp_path, "a.pdf", locked)
    assert "is no PDF" in _refusal(tmp_path, "a.pdf", word_file("One."))
    assert "can't be read" in _refusal(tmp_path, "a.pdf", b"%PDF-1.7\nnothing")


def test_the_parser_of_word_files_follows_no_entity():
    bomb = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert parse_xml(bomb).text is None
