"""A council's logo and colours: what can't be read or might run is refused, with its line."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from contrast import contrast as independent
from jsna.pack.brand import write_brand
from jsna.settings.brand import Brand, check_brand, contrast
from jsna.settings.yaml_file import Problems

SVG = '<svg xmlns="http://www.w3.org/2000/svg"{}><path d="M0 0h9v9z" fill="#123456"/>{}</svg>'
AREA = """name: Anytown
brand:
  logo: crest.svg
  logo_alt: "{alt}"
  banner: "{banner}"
  link: "{link}"
"""


def told(folder: Path, picture: bytes | str | None, **changes: str) -> list[str]:
    given = {"alt": "Anytown Council", "banner": "#12436d", "link": "#0b4f8f"} | changes
    file = folder / "anytown.yml"
    file.write_text(AREA.format(**given), "utf-8")
    if picture is not None:
        content = picture if isinstance(picture, bytes) else picture.encode()
        (folder / "crest.svg").write_bytes(content)
    brand = Brand(
        logo="crest.svg", logo_alt=given["alt"], banner=given["banner"], link=given["link"]
    )
    problems = Problems(folder)
    check_brand(file, brand, problems)
    return [f"{p.file}, line {p.line}: {p.what} {p.allowed}" for p in problems.found]


def test_a_sound_brand_has_no_fault(tmp_path: Path) -> None:
    named = '<rect fill="url(#a)"/><rect fill="url(\'#a\')"/>'
    gradient = f'<defs><linearGradient id="a"/></defs>{named}'
    assert told(tmp_path, SVG.format("", gradient)) == []


@pytest.mark.parametrize("colour", ["#000000", "#767676", "#12436d", "#ffdd00"])
def test_the_contrast_is_that_of_the_guidelines(colour: str) -> None:
    assert contrast(colour, "#ffffff") == pytest.approx(independent(colour, "#ffffff"))


@pytest.mark.parametrize(
    ("key", "colour", "ratio", "line"),
    [("banner", "#777777", "4.47", 5), ("link", "#ffdd00", "1.34", 6)],
)
def test_a_pale_colour_is_told_with_its_line_and_its_contrast(
    tmp_path: Path, key: str, colour: str, ratio: str, line: int
) -> None:
    (fault,) = told(tmp_path, SVG.format("", ""), **{key: colour})
    assert f"anytown.yml, line {line}: the colour {colour} has a contrast of {ratio} to 1" in fault
    assert "At least 4.5 to 1" in fault


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        (None, "is not there"),
        (SVG.format("", "<script>alert(1)</script>"), "holds a <script>"),
        (SVG.format(' onload="alert(1)"', ""), "the attribute onload"),
        (SVG.format("", "<foreignObject/>"), "holds a <foreignObject>"),
        (SVG.format("", '<a href="https://x.example/"/>'), "holds a <a>"),
        (SVG.format("", '<image href="https://x.example/a.png"/>'), "points to https"),
        (SVG.format("", '<image href="data:image/svg+xml;base64,AA"/>'), "points to data:"),
        (SVG.format("", '<use href="other.svg#a"/>'), "points to other.svg"),
        (SVG.format("", '<animate attributeName="href"/>'), "holds a <animate>"),
        (SVG.format("", "<style>@import 'x.css'</style>"), "a style that loads"),
        (SVG.format("", '<rect style="fill:url(https://x.example/a)"/>'), "attribute style"),
        (SVG.format("", '<rect fill="url( //x.example/a)"/>'), "attribute fill"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("", "&a;"), "document type"),
        ('<?xml-stylesheet href="a.css"?>' + SVG.format("", ""), "style sheet"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "is no SVG"),
        ("not a picture", "can't be read"),
        (b"\xff\xfe\x00", "is not in UTF-8"),
        (('<?xml-stylesheet href="a.css"?>' + SVG.format("", "")).encode("utf-16-le"), "UTF-8"),
        ('<?xml version="1.0" encoding="utf-7"?>' + SVG.format("", ""), "is not in UTF-8"),
        ("<svg>" + " " * 200_001, "bytes"),
    ],
)
def test_a_logo_that_might_run_or_is_none_is_refused(tmp_path: Path, picture, what: str) -> None:
    found = told(tmp_path, picture)
    assert any("anytown.yml, line 3: the logo crest.svg" in f and what in f for f in found), found


def test_a_logo_without_words_is_refused(tmp_path: Path) -> None:
    (fault,) = told(tmp_path, SVG.format("", ""), alt=" ")
    assert "no words for those who do not see it" in fault


@pytest.mark.parametrize(
    "name", ["../secret.svg", "a/b.svg", "logo.gif", "https://x/a.svg", ".svg"]
)
def test_a_logo_lies_beside_the_area_s_file_and_nowhere_else(name: str) -> None:
    with pytest.raises(ValueError, match="logo"):
        Brand(logo=name, logo_alt="x")


@pytest.mark.parametrize("colour", ["navy", "#123", "#12345g", "#123456;} body{display:none"])
def test_a_colour_is_six_digits_and_nothing_more(colour: str) -> None:
    with pytest.raises(ValueError, match="banner"):
        Brand(banner=colour)


def test_the_project_gets_the_colours_and_the_logo(tmp_path: Path) -> None:
    areas, folder = tmp_path / "areas", tmp_path / "project"
    areas.mkdir(), folder.mkdir()
    (areas / "crest.svg").write_text(SVG.format("", ""), "utf-8")
    brand = Brand(logo="crest.svg", logo_alt='Any"town', banner="#123456", link="#012345")
    project = SimpleNamespace(area=SimpleNamespace(brand=brand), paths=SimpleNamespace(areas=areas))
    made = write_brand(folder, project)
    assert (folder / "brand.css").read_text() == ":root { --banner: #123456; --link: #012345; }\n"
    assert (folder / made["logo"]).read_bytes() == (areas / "crest.svg").read_bytes()
    assert "Any&quot;town" in made["logo-alt"]
    plain = SimpleNamespace(area=SimpleNamespace(brand=None), paths=project.paths)
    assert write_brand(folder, plain) == {}
