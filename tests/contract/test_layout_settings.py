"""A setting of the template works in both renderers, or is refused with its line."""

import shutil
from pathlib import Path

import pytest

from jsna.errors import UserFileError
from jsna.pack.layout_settings import check_layout
from jsna.pack.render import render_pack
from jsna.settings.layers import Layers
from miniature_pack import Miniature


@pytest.fixture
def template(project_root: Path, tmp_path: Path) -> Path:
    """A template of the council's own, so far like ours."""
    return Path(shutil.copytree(project_root / "reports" / "template", tmp_path / "template"))


def add(file: Path, after: str, *lines: str) -> int:
    """Write lines into a file after the first one that begins so; return the first one's number."""
    old = file.read_text("utf-8").splitlines()
    place = next(i for i, line in enumerate(old) if line.startswith(after)) + 1
    file.write_text("\n".join([*old[:place], *lines, *old[place:]]) + "\n", "utf-8")
    return place + 1


def test_our_own_settings_are_known(template: Path) -> None:
    check_layout(Layers(template), template.parent)


@pytest.mark.parametrize(
    ("after", "lines", "told", "instead"),
    [
        ("    minimal", ("    include-in-header: a.html",), "format.html.include-in-header",
         "page.html"),
        ("    minimal", ("    number-sections: true",), "format.html.number-sections", "numbers"),
        ("    papersize", ("    margin: 1cm",), "format.typst.margin", "page.typ"),
        ("lang:", ("css: mine.css",), "css", "council.css"),
        ("lang:", ("toc: true",), "toc", "navigation"),
        ("lang:", ("website: {navbar: {left: []}}",), "website.navbar", "page_table.py"),
        ("lang:", ("website:", "  page-footer: Ours"), "website.page-footer", "page.html"),
        ("lang:", ("bibliography: a.bib",), "bibliography", "page.html"),
        ("format:", ("  pdf: default",), "format.pdf", "page.typ"),
    ],
)  # fmt: skip
def test_a_setting_that_changes_nothing_is_refused(
    template: Path, after: str, lines: tuple[str, ...], told: str, instead: str
) -> None:
    line = add(template / "_quarto.yml", after, *lines) + len(lines) - 1
    with pytest.raises(UserFileError) as caught:
        check_layout(Layers(template), template.parent)
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("template/_quarto.yml", line)
    assert f"the setting {told} would change nothing" in problem.what
    assert instead in problem.next_step


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("toc: false\n    css", "toc: true\n    css", "It may be false."),
        ("papersize: a4", "papersize: us-letter", "It may be a4."),
        ("css: []", "css: [mine.css]", ""),
        ("lang: en-GB", "lang: cy", "It may be en-GB."),
    ],
)
def test_a_known_setting_keeps_its_value(template: Path, old: str, new: str, allowed: str) -> None:
    file = template / "_quarto.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(UserFileError) as caught:
        check_layout(Layers(template), template.parent)
    assert [p.allowed for p in caught.value.problems] == [allowed]


def test_all_are_told_together_those_of_pages_too(template: Path) -> None:
    first = add(template / "_quarto.yml", "lang:", "toc: true")
    second = add(template / "priority.qmd", "page-id", "toc: true", "css: a.css")
    with pytest.raises(UserFileError) as caught:
        check_layout(Layers(template), template.parent)
    places = [(p.file, p.line) for p in caught.value.problems]
    assert places == [
        ("template/_quarto.yml", first),
        ("template/priority.qmd", second),
        ("template/priority.qmd", second + 1),
    ]


def test_a_file_that_is_no_yaml_is_told_with_its_line(template: Path) -> None:
    add(template / "area.qmd", "page-id", "toc: [")
    with pytest.raises(UserFileError, match="not valid YAML"):
        check_layout(Layers(template), template.parent)


@pytest.mark.parametrize("own", [True, False])
def test_the_council_s_style_sheet_is_on_every_page(
    pack: Miniature, template: Path, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    if own:
        (template / "council.css").write_text(":root { --navy: #005030; }\n", "utf-8")
    monkeypatch.setattr(type(pack.paths), "template", Layers(template))
    made = render_pack(pack.project, formats=["html"], renderer="embedded")
    for folder in ("project", "site"):
        assert (made.folder / folder / "council.css").is_file() == own
    for page in (made.folder / "site").glob("*.html"):
        text = page.read_text("utf-8")
        assert text.count('href="pack.css"') == 1
        after = text.split('href="pack.css"')[1]
        assert after.count('<link rel="stylesheet" href="council.css">') == own
