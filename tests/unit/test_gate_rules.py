"""Each rule of the gate fails on a page that breaks it, and passes on one that does not."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from jsna.analysis.neighbours import NO_VALUE
from jsna.analysis.rank import Rank
from jsna.analysis.tier import LATER
from jsna.figures.about import About
from jsna.figures.kinds import authority_strip
from jsna.figures.kinds.authority_strip.alt_text import authority_strip_alt
from jsna.figures.kinds.authority_strip.options import AuthorityStripOptions
from jsna.narrative.comparison_words import dropped_words
from jsna.narrative.rank_words import rank_note
from jsna.publish.attribution import attribution_faults
from jsna.publish.foreign_names import foreign_name_faults
from jsna.publish.html_page import HtmlPage, read_pages
from jsna.publish.links import link_faults
from jsna.publish.page_weight import LIMIT, heavy_pages
from jsna.publish.remote_assets import remote_asset_faults
from jsna.publish.structure import structure_faults
from jsna.publish.synthetic_notice import synthetic_notice_faults

GOOD = """<!doctype html>
<html lang="en-GB"><head><title>Overview - Midshire pack</title>
<link rel="stylesheet" href="pack.css"></head>
<body><a class="skip" href="#content">Skip to the evidence</a>
<main id="content"><h1>Overview</h1>
<h2>Smoking</h2><h3>Fewer smoke</h3>
<figure id="fig-1"><figcaption>Figure 1: smoking</figcaption>
<picture><source srcset="a.narrow.svg"><img src="a.svg" alt="Line chart: fewer smoke."></picture>
</figure><div class="source"><p>Source: OHID</p></div>
<table><caption>Table 1: smoking</caption><thead><tr><th scope="col">Year</th>
<th scope="col">%</th></tr></thead><tbody><tr><th scope="row">2024</th><td>9</td></tr></tbody>
</table><section><details><summary>By age</summary><div>Older.</div></details></section>
<p>See <a href="#fig-1">Figure 1</a> and <a href="https://www.gov.uk/">GOV.UK</a>.</p>
</main></body></html>
"""


def faults_of(source: str) -> list[str]:
    return structure_faults([HtmlPage("a.html", source)])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_text(GOOD, "utf-8")
    for name in ("a.svg", "a.narrow.svg"):
        (tmp_path / name).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    (tmp_path / "pack.css").write_text("body { color: black }", "utf-8")
    return tmp_path


def change(site: Path, old: str, new: str) -> list[HtmlPage]:
    text = (site / "a.html").read_text("utf-8")
    assert old in text
    (site / "a.html").write_text(text.replace(old, new, 1), "utf-8")
    return read_pages(site)


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("../a.html", ""),
        ("../a.html#fig-1", ""),
        ("map.csv", ""),
        ("#content", ""),
        ("a.html", "the link to a.html leads to no file"),
        ("../a.html#fig-9", "no such place on a.html"),
        ("../../a.html", "leads to no file"),
    ],
)
def test_a_page_of_a_figure_is_held_to_every_rule(site: Path, link: str, fault: str) -> None:
    (site / "figures").mkdir()
    (site / "figures" / "map.csv").write_text("area,value\n", "utf-8")
    page = GOOD.replace("Overview - ", "Map - ").replace('"#fig-1"', f'"{link}"')
    page = page.replace("pack.css", "../pack.css").replace("a.svg", "../a.svg")
    page = page.replace("a.narrow.svg", "../a.narrow.svg")
    (site / "figures" / "map.html").write_text(page, "utf-8")
    pages = read_pages(site)
    assert [page.name for page in pages] == ["a.html", "figures/map.html"]
    found = link_faults(pages, site)
    assert not found if not fault else fault in found[0] and found[0].startswith("figures/map.html")
    assert structure_faults(pages) == []


def test_a_sound_page_has_no_fault(site: Path) -> None:
    pages = read_pages(site)
    assert structure_faults(pages) == []
    assert link_faults(pages, site) == []
    assert remote_asset_faults(pages, site) == []
    assert synthetic_notice_faults(pages, site, synthetic=False) == []
    assert foreign_name_faults(pages, site, "Midshire", ["Northshire"]) == []
    assert heavy_pages(pages, site) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<!doctype html>", "", "no <!doctype html>"),
        ('lang="en-GB"', 'lang="en"', 'its language is "en"'),
        ('lang="en-GB"', "", 'its language is ""'),
        ("<title>Overview - Midshire pack</title>", "<title> </title>", "has no title"),
        ("<main ", "<div ", "has 0 <main>"),
        ('href="#content"', 'href="#elsewhere"', "does not skip to <main>"),
        ("<h1>Overview</h1>", "", "has 0 h1"),
        ("<h2>Smoking</h2>", "<h1>Smoking</h1>", "has 2 h1"),
        ("<h2>Smoking</h2>", "", '"Fewer smoke" is an h3 after h1'),
        ("<h3>Fewer smoke</h3>", "<h3></h3>", "an h3 is empty"),
        ("<h2>", '<h2 id="content">', 'the id "content" stands 2 times'),
        (">Figure 1</a>", ">here</a>", 'says only "here"'),
        (' alt="Line chart: fewer smoke."', "", "a.svg has no alt text"),
        ("Line chart: fewer smoke.", "figures/a.svg", "is a file's name"),
        ("Line chart: fewer smoke.", "", "a figure with an empty alt text"),
        ("<caption>Table 1: smoking</caption>", "", "has no caption"),
        ('<th scope="row">', "<th>", "a header cell without scope"),
        ('<th scope="col">%</th>', '<th scope="col"></th>', "an empty header cell"),
        ("<figcaption>Figure 1: smoking</figcaption>", "", 'the figure "fig-1" has no caption'),
        ("By age</summary>", "By age</summary></section>", '"By age" opens nothing'),
        ("<summary>By age</summary>", "", "no words to open it by"),
    ],
)
def test_a_broken_structure_is_told(old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = faults_of(GOOD.replace(old, new, 1))
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<ul><li>one<li>two</ul><!-- three -->four", "one two four"),
        ("<p>a<b>b</b>c<style>p {}</style><p>d &amp &copy;&nbsp;<script>if (a<b) e</script>f",
         "abc d & \u00a9 f"),
        ("<textarea><img></textarea>", "<img>"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_page_is_read_as_a_browser_reads_it(source: str, shown: str) -> None:
    assert HtmlPage("a.html", source).root.text == shown


def test_what_is_left_open_or_closed_twice_ends_where_a_browser_ends_it() -> None:
    page = HtmlPage("a.html", "<figure><p>a<p>b</figure></figure><img src=x ALT><td>c")
    (image,) = page.root.all("img")
    assert image.attributes == {"src": "x", "alt": ""}
    assert not image.is_within("figure") and not image.is_within("p")
    assert [p.parent.tag for p in page.root.all("p")] == ["figure", "figure"]
    assert page.root.parent is None


def test_what_no_check_reads_is_told() -> None:
    hidden = GOOD.replace(
        "</main>", "<template><img src='https://x.example/a.png'></template></main>"
    )
    assert faults_of(hidden) == ["a.html: holds a <template>, whose content no check reads"]


def test_a_table_without_headers_is_told() -> None:
    plain = GOOD.replace('<th scope="col"', "<td").replace('<th scope="row"', "<td")
    assert any(
        "has no header cells" in fault for fault in faults_of(plain.replace("</th>", "</td>"))
    )


def test_a_link_to_a_ward_that_is_called_link_says_where_it_leads() -> None:
    link = GOOD.replace('href="#fig-1">Figure 1</a>', 'href="ward.html#top">Link</a>', 1)
    ward = GOOD.replace("Overview - ", "Link - ").replace("<h1>Overview</h1>", "<h1>Link</h1>")
    other = ward.replace("<h1>Link</h1>", "<h1>Leigh</h1>")
    assert structure_faults([HtmlPage("a.html", link), HtmlPage("ward.html", ward)]) == []
    [fault] = structure_faults([HtmlPage("a.html", link), HtmlPage("ward.html", other)])
    assert 'the link to ward.html#top says only "Link"' in fault


def test_two_pages_with_one_title_are_told() -> None:
    pages = [HtmlPage("a.html", GOOD), HtmlPage("b.html", GOOD)]
    assert any("2 pages have the same title" in fault for fault in structure_faults(pages))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('href="#fig-1"', 'href="#fig-9"', "no such place on a.html"),
        ('href="#fig-1"', 'href="b.html"', "leads to no file"),
        ('href="#fig-1"', 'href="a.html#fig-9"', "no such place on a.html"),
        ('href="#fig-1"', 'href="/etc/passwd"', "begins with /"),
        ('srcset="a.narrow.svg"', 'srcset="gone.svg"', "gone.svg leads to no file"),
        ('src="a.svg"', 'src="gone.svg"', "gone.svg leads to no file"),
        ("See ", "See ?@fig-unknown ", "@fig-unknown names no figure"),
    ],
)
def test_a_link_to_nowhere_is_told(site: Path, old: str, new: str, said: str) -> None:
    found = link_faults(change(site, old, new), site)
    assert any(said in fault for fault in found), found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('href="pack.css"', 'href="https://cdn.example/pack.css"'),
        ('src="a.svg"', 'src="//cdn.example/a.svg"'),
        ('srcset="a.narrow.svg"', 'srcset="http://cdn.example/a.svg 2x"'),
        ("<h2>", '<script src="https://cdn.example/x.js"></script><h2>'),
        ("<h2>", '<iframe src="https://cdn.example/"></iframe><h2>'),
        ("<h2>", "<style>@import 'https://cdn.example/x.css';</style><h2>"),
        ("<h2>", '<h2 style="background: url(https://cdn.example/x.png)">'),
    ],
)
def test_anything_remote_in_a_page_is_told(site: Path, old: str, new: str) -> None:
    found = remote_asset_faults(change(site, old, new), site)
    assert any("cdn.example" in fault for fault in found), found


def test_anything_remote_in_a_style_or_picture_is_told(site: Path) -> None:
    (site / "pack.css").write_text("@font-face { src: url('//fonts.example/f.woff2') }", "utf-8")
    (site / "a.svg").write_text('<svg><image href="https://tiles.example/1.png"/></svg>', "utf-8")
    found = remote_asset_faults(read_pages(site), site)
    assert [fault.split(":")[0] for fault in found] == ["a.svg", "pack.css"]


def test_links_to_other_hosts_are_no_loads(site: Path) -> None:
    assert "https://www.gov.uk/" in GOOD
    assert remote_asset_faults(read_pages(site), site) == []


def test_invented_data_must_say_so_everywhere(site: Path) -> None:
    (site / "a.csv").write_text("period,value\n", "utf-8")
    (site / "a.pdf").write_bytes(b"%PDF-1.7 title: Overview")
    write_word(site / "a.docx", "Overview")
    found = synthetic_notice_faults(read_pages(site), site, synthetic=True)
    assert {fault.split(":")[0] for fault in found} == {
        "a.html", "a.csv", "a.docx", "a.pdf",
    }  # fmt: skip


def test_real_data_must_not_be_called_invented(site: Path) -> None:
    pages = change(site, "<h2>", "<p>SYNTHETIC</p><h2>")
    assert synthetic_notice_faults(pages, site, synthetic=False) == [
        "a.html: calls real data SYNTHETIC"
    ]


def test_a_missing_attribution_line_is_told(site: Path) -> None:
    line = "Contains OS data © Crown copyright & database right 2024."
    sources = HtmlPage("sources.html", f"<p>{line.replace('&', '&amp;')}</p>")
    assert attribution_faults([sources], site, [line]) == []
    assert attribution_faults([sources], site, ["Source: nobody."]) == [
        'sources.html: does not print "Source: nobody."'
    ]
    write_word(site / "a.docx", "Nothing is named here.")
    assert attribution_faults([sources], site, [line]) == [f'a.docx: does not print "{line}"']
    assert attribution_faults([], site, [line]) == [
        "there is no sources.html to name the sources on"
    ]


def test_a_figure_without_a_source_is_told(site: Path) -> None:
    sources = HtmlPage("sources.html", "<p>Line</p>")
    pages = [sources, *change(site, "<p>Source: OHID</p>", "")]
    assert attribution_faults(pages, site, ["Line"]) == [
        "a.html: 1 figures, but 0 lines that name a source"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>See ", "<p>As in Northshire, see "),
        ("<h3>Fewer smoke</h3>", "<h3>Fewer smoke in NORTHSHIRE</h3>"),
        ("Line chart", "Northshire's line chart"),
        ("Overview - Midshire", "Overview - Northshire"),
        ("https://www.gov.uk/", "https://www.northshire.gov.uk/"),
    ],
)
def test_another_areas_name_is_told(site: Path, old: str, new: str) -> None:
    found = foreign_name_faults(change(site, old, new), site, "Midshire", ["Northshire"])
    assert [fault.split(":")[0] for fault in found] == ["a.html"]


def lists_of_places() -> dict[str, str]:
    """Each list of places without a value, by the words that are really written.

    So that neither side can change alone.
    """
    rank = Rank(
        rank=5, of=150, joint=False, direction="from the lowest", tier="", period="", reason="",
        missing={"unitary authority": ("Isles of Scilly", "Northshire"), "district": ("Ham",)},
        kinds={"unitary authority": 40, "district": 30}, stand_ins={LATER: ("Northshire", "Ham")},
    )  # fmt: skip
    strip = pd.DataFrame({
        "area_code": list("abc"), "area_name": ["St. Helens", "Northshire", "City of High Peak"],
        "value": [None, None, 1.0],
    })  # fmt: skip
    dropped = pd.DataFrame({
        "area_code": ["W06000001", "b", "c"], "area_name": ["", "Northshire", "St. Helens"],
        "reason": ["not in England", "not one of the unitary authorities", NO_VALUE],
    })  # fmt: skip
    drawn = pd.DataFrame({
        "area_code": list("abc"), "area_name": ["St. Helens", "Midshire", "Northshire"],
        "value": [5.3, 12.0, 1234.5], "period_label": "2024",
    })  # fmt: skip
    about = About("a.b.strip", "h", "s", "Smoking", "Midshire", "per 100,000", 1, "s", "m", "", "")
    options = AuthorityStripOptions("b", "", None, "", "authorities", "per 100,000", 1)
    return {
        "ends of a strip": authority_strip_alt(drawn, about, options),
        "rank": rank_note(rank),
        "strip": " ".join(authority_strip._reading(strip)),
        "one of a strip": " ".join(authority_strip._reading(strip.iloc[1:])),
        "neighbours": dropped_words(dropped),
    }


@pytest.mark.parametrize("which", lists_of_places())
def test_places_without_a_value_may_be_named(site: Path, which: str) -> None:
    said = lists_of_places()[which]
    assert "Northshire" in said
    pages = change(site, "<p>See ", f"<p>{said} See ")
    write_word(site / "a.docx", said)
    assert foreign_name_faults(pages, site, "Midshire", ["Northshire"]) == []
    # what stands beside the list is read as ever
    pages = change(site, "See ", "As in Northshire, see ")
    assert len(foreign_name_faults(pages, site, "Midshire", ["Northshire"])) == 1


@pytest.mark.parametrize(
    "said",
    [
        "Rates (as in Northshire) are high and have no value in this file.",
        "1 unitary authority (Northshire) has a value of 5.3 in this file and no rank.",
        "1 unitary authority (Northshire, 5.3) has no value in this file and no rank.",
        "1 authority without a value is not drawn: Northshire 5.3.",
        "2 authorities without a value are not drawn: Ham. Northshire has 5.3.",
        "2 authorities without a value are not drawn: Ham, Northshire: 5 more.",
        "Left out: Ham (no value in this period). In Northshire it is 5.3.",
        "Left out: Northshire (5.3 in this period).",
        "Left out: Northshire, where it is 5.3 (no value in this period).",
        "Left out: much of what Northshire has.",
        "Left out: Northshire (twelve per cent in this period).",
        "Left out: Northshire (higher than here).",
        "1 authority without a value is not drawn: Northshire at half of it.",
        "2 authorities without a value are not drawn: Ham, Northshire ⅓.",
        "1 authority is drawn: Northshire.",
        "Of some; the authorities run from Ham (5.3) to Ely (9). In Northshire (7) it is less.",
        "Of some; the authorities run from Ham (5.3) to Ely, and Northshire (7).",
        "Of some; the authorities run from Northshire to Ham.",
        "Wards run from Northshire (5.3) to Ham (9).",
    ],
)
def test_a_value_of_another_area_is_told_beside_a_list(site: Path, said: str) -> None:
    pages = change(site, "<p>See ", f"<p>{said} See ")
    assert len(foreign_name_faults(pages, site, "Midshire", ["Northshire"])) == 1
    write_word(site / "b.docx", said)
    assert len(foreign_name_faults([], site, "Midshire", ["Northshire"])) == 1


def test_another_areas_name_in_a_file_is_told(site: Path) -> None:
    (site / "figures").mkdir()
    (site / "figures" / "north-shire.90366.csv").write_text("", "utf-8")
    write_word(site / "a.docx", "As in North Shire.")
    found = foreign_name_faults(read_pages(site), site, "Midshire", ["North Shire"])
    assert {fault.split(":")[0] for fault in found} == {"figures/north-shire.90366.csv", "a.docx"}


def test_a_name_or_line_with_signs_that_word_escapes_is_read(site: Path) -> None:
    write_word(site / "a.docx", "Bath &amp; Avon, King&apos;s Lynn, &#169; 2024.")
    found = foreign_name_faults([], site, "Midshire", ["Bath & Avon", "King's Lynn"])
    assert [fault.split(":")[0] for fault in found] == ["a.docx", "a.docx"]
    sources = HtmlPage("sources.html", "<p>King's Lynn, \u00a9 2024</p>")
    assert attribution_faults([sources], site, ["King's Lynn, \u00a9 2024"]) == []


def test_a_name_within_a_word_or_within_the_own_name_is_not_foreign(site: Path) -> None:
    pages = change(site, "<p>See ", "<p>Bathing, West Northshire and Readings: see ")
    names = ["Bath", "Reading", "Northshire"]
    assert foreign_name_faults(pages, site, "West Northshire", names) == []


@pytest.mark.parametrize(
    ("said", "faults"),
    [
        ("<p>For reading the chart, see ", 0),
        ("<p>As in Reading, see ", 1),
        ("<p>As in READING, see ", 1),
        ('<p><a href="https://reading.gov.uk/">Their</a> page, see ', 1),
        ("<p>As in config/areas/reading.yml, see ", 1),
        ("<p>As in the file plan_reading, see ", 1),
    ],
)
def test_what_is_a_word_too_is_a_name_where_it_has_a_capital(
    site: Path, said: str, faults: int
) -> None:
    pages = change(site, "<p>See ", said)
    assert len(foreign_name_faults(pages, site, "Midshire", ["Reading"])) == faults


def test_a_place_of_the_areas_own_may_hold_another_areas_name(site: Path) -> None:
    inside = ["Lancaster North", "Ham"]
    said = '<p id="a">The ward of <a href="#lancaster-north">Lancaster North</a>, see '
    pages = change(site, "<p>See ", said)
    assert foreign_name_faults(pages, site, "Midshire", ["Lancaster"], [], inside) == []
    assert len(foreign_name_faults(pages, site, "Midshire", ["Lancaster"])) == 1
    pages = change(site, "Lancaster North", "Lancaster North and Lancaster")
    assert len(foreign_name_faults(pages, site, "Midshire", ["Lancaster"], [], inside)) == 1


def test_another_area_may_stand_in_a_ranking(site: Path) -> None:
    pages = change(site, '<th scope="row">2024</th>', '<th scope="row">Northshire</th>')
    table = "<w:tbl><w:tr><w:tc><w:p><w:t>Northshire</w:t></w:p></w:tc></w:tr></w:tbl>"
    write_word(site / "a.docx", f"Ranks</w:t></w:p>{table}<w:p><w:t>")
    assert foreign_name_faults(pages, site, "Midshire", ["Northshire"]) == []


def test_a_comparator_may_be_named_in_a_sentence_but_in_no_heading(site: Path) -> None:
    pages = change(site, "<p>See ", "<p>From Northshire to Midshire, see ")
    assert foreign_name_faults(pages, site, "Midshire", [], ["Northshire"]) == []
    pages = change(site, "<h3>Fewer smoke</h3>", "<h3>Fewer smoke in Northshire</h3>")
    assert len(foreign_name_faults(pages, site, "Midshire", [], ["Northshire"])) == 1


def test_a_heavy_page_is_told_with_the_larger_drawing_of_each_picture(site: Path) -> None:
    (site / "a.narrow.svg").write_text("x" * LIMIT, "utf-8")
    (told,) = heavy_pages(read_pages(site), site)
    assert told.startswith("a.html: 40")
    assert "over 400 KB" in told
    assert "1 picture, the heaviest a.svg (400 KB)" in told


def test_a_picture_that_is_loaded_once_it_is_opened_weighs_nothing_before(site: Path) -> None:
    (site / "b.svg").write_text("x" * LIMIT, "utf-8")
    later = '<img src="b.svg" alt="Line chart: b." loading="lazy">'
    assert heavy_pages(change(site, "<div>Older.", f"<div>{later}"), site) == []
    # one in sight is loaded as soon as a reader comes near
    assert len(heavy_pages(change(site, "<p>See ", f"<p>{later}"), site)) == 1


def test_a_page_heavy_with_words_says_so(site: Path) -> None:
    (told,) = heavy_pages(change(site, "<p>See ", f"<p>{'word ' * 100_000}"), site)
    assert "50" in told.split(" KB are words and tables")[0].rsplit(": ", 1)[-1]


def test_a_map_to_zoom_may_hold_a_megabyte(site: Path) -> None:
    light, heavy = (HtmlPage("figures/a.map.html", "word " * n) for n in (100_000, 300_000))
    assert heavy_pages([HtmlPage("a.html", light.source), light], site)[0].startswith("a.html: 5")
    (told,) = heavy_pages([light, heavy], site)
    assert told.startswith("figures/a.map.html: 1.5 MB") and "over 1.0 MB" in told


NAME_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_word(path: Path, text: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        body = f'<w:document xmlns:w="{NAME_SPACE}"><w:p><w:t>{text}</w:t></w:p></w:document>'
        archive.writestr("word/document.xml", body)
