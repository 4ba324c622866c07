"""In Word and PDF a heading and its one sentence stand on the page of what they announce."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from jsna.pack.render_embedded import _pandoc_path

SENTENCE, FIRST, LEDE = "Announces what follows.", "Starts here.", "What is wanted."
LISTED = f"## A heading\n\n{SENTENCE}\n\n- {FIRST}\n- Goes on.\n"
LED = f"## A chapter\n\n::: {{.lede}}\n{LEDE}\n:::\n\n## A heading\n\n{FIRST}\n"
LINES = range(24, 33)
"""Of words before it: with one of them the heading comes to the foot of the first page."""


def _written(text: str, to: str, project_root: Path, *more: str) -> bytes:
    template = project_root / "reports" / "template"
    command = [_pandoc_path(), "--from=markdown", f"--to={to}", "--standalone", *more]
    command += [f"--reference-doc={template / 'reference.docx'}"] if to == "docx" else []
    done = subprocess.run(
        [*command, "--output=-"], input=text.encode(), capture_output=True, check=True
    )
    return done.stdout


def _filter(project_root: Path) -> str:
    return f"--lua-filter={project_root / 'reports' / 'template' / 'filters' / 'figures.lua'}"


def _parted(source: bytes, one: str, other: str) -> bool:
    """Whether two sentences stand on different pages of a typeset document."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(typst.compile(source))).pages]
    place = [next(n for n, page in enumerate(pages) if text in page) for text in (one, other)]
    return place[0] != place[1]


@pytest.mark.parametrize(("end", "one"), [(LISTED, SENTENCE), (LED, LEDE)], ids=["list", "lede"])
def test_a_heading_and_its_sentence_never_stand_alone_at_the_foot_of_a_page(
    end: str, one: str, project_root: Path
) -> None:
    texts = ["Words.\n\n" * lines + end for lines in LINES]
    without = [_parted(_written(text, "typst", project_root), one, FIRST) for text in texts]
    kept = [
        _parted(_written(text, "typst", project_root, _filter(project_root)), one, FIRST)
        for text in texts
    ]
    assert any(without)
    assert not any(kept)


def test_words_own_styles_keep_them_together(project_root: Path) -> None:
    made = _written(LISTED, "docx", project_root, _filter(project_root))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        text, styles = (file.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    paragraph = next(p for p in re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL) if SENTENCE in p)
    assert '<w:pStyle w:val="Announcement"' in paragraph
    for name in ("Announcement", "Lede"):
        (style,) = re.findall(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', styles, re.DOTALL)
        assert "<w:keepNext" in style


def test_a_paragraph_after_a_heading_that_others_follow_is_left_as_it_is(
    project_root: Path,
) -> None:
    text = f"## A heading\n\n{SENTENCE}\n\nAnother paragraph.\n"
    long = f"## A heading\n\n{SENTENCE * 30}\n\n- {FIRST}\n"
    for each in (text, long):
        assert b"sticky" not in _written(each, "typst", project_root, _filter(project_root))


def test_a_lede_stands_clear_of_the_line_above_it(project_root: Path) -> None:
    text = f"{SENTENCE}\n\n::: {{.lede}}\n{LEDE}\n:::\n\n{FIRST}\n"
    made = typst.compile(_written(text, "typst", project_root, _filter(project_root)))
    heights: dict[str, float] = {}

    def note(words: str, page: list[float], line: list[float], *_: object) -> None:
        height = page[5] + page[3] * line[5]
        heights.update({one: height for one in (SENTENCE, LEDE, FIRST) if one in words})

    PdfReader(io.BytesIO(made)).pages[0].extract_text(visitor_text=note)
    letters = 11  # Pandoc's own, in points
    assert abs(heights[SENTENCE] - heights[LEDE]) > 1.5 * letters
    assert abs(heights[LEDE] - heights[FIRST]) > 1.5 * letters
