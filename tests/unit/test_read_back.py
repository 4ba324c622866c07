"""What the gate reads in markup and in Word files, and the words of a Word file's body."""

from pathlib import Path

import docx
import pytest

from jsna.publish.read_markup import markup_passages
from jsna.publish.read_word import word_passages, word_text


@pytest.mark.parametrize(
    "source",
    [
        "<p>a</p><template><p>4 people</p></template>",
        '<td title="4 people">x</td>',
        "<frameset><frame></frameset><p>4 people</p>",
        "<!-- 4 people --><p>a</p>",
        "<p><b>4</b> people</p>",
        "<svg><text><tspan>4</tspan> people</text></svg>",
    ],
)
def test_the_gate_reads_what_a_browser_s_tree_leaves_out(source: str) -> None:
    assert "4 people" in [passage.text for passage in markup_passages("a.html", source)]


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "A header"
    paragraph = document.add_paragraph("Fewer people ")
    paragraph.add_run("in Park & Grove's wards").bold = True
    document.add_table(1, 1).cell(0, 0).text = "In a table"
    document.save(tmp_path / "a.docx")
    return tmp_path / "a.docx"


def test_the_body_of_a_word_file_is_its_paragraphs_with_or_without_tables(word_file: Path) -> None:
    told = "Fewer people in Park & Grove's wards"
    assert word_text(word_file) == f"{told} In a table"
    assert word_text(word_file, tables=False) == told


def test_the_gate_reads_all_of_a_word_file(word_file: Path) -> None:
    texts = [passage.text for passage in word_passages("a.docx", word_file.read_bytes())]
    assert {"A header", "In a table"} <= set(texts)


def test_a_file_that_is_no_word_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK no archive")
    with pytest.raises(ValueError, match="no Word file"):
        word_text(tmp_path / "a.docx")
    with pytest.raises(ValueError, match="no Word file"):
        list(word_passages("a.docx", b"PK no archive"))
