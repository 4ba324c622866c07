"""The search index: what is found by which word, the list of contents, what the gate lets by."""

import json
from pathlib import Path

import pytest

from jsna.pack.page_text import page_text
from jsna.pack.search_index import (
    BEGINNING,
    END,
    INDEX,
    PACK_SCRIPT,
    SCRIPTS,
    contents_list,
    search_index,
    words_of,
    write_search_index,
)
from jsna.publish.known_scripts import is_index, script_file_faults

OVERVIEW = """<!DOCTYPE html><html><body><nav><a href="x.html">Navigation words</a></nav>
<main id="content"><h1>Overview</h1><p>Anytown lies by the sea<br>and grows.</p>
<section id="why" class="level2"><h2>Why this <em>matters</em></h2>
<p>Children told us about fianc\u00e9es &amp; playgrounds.</p>
<div class="source"><p>Licence words</p></div>
<section id="more" class="level3"><h3>More of it</h3><p>Loneliness.</p></section><p>Tenancy.</p>
</section><section id="wards" class="level2"><h2>Wards</h2><div id="tbl-w" class="scroll"><table>
<caption>Flags</caption>
<thead><tr><th scope="col">Ward</th><th scope="col">Value</th></tr></thead><tbody>
<tr><th scope="row">Upper <span class="small">small print</span>Wharram</th><td>secret</td></tr>
<tr><th scope="row">Netherby</th><td>5</td></tr>
</tbody></table></div></section></main></body></html>"""
PRIORITY = """<main><h1>Priority 1: Smoking</h1>
<section id="s" class="level2"><h2>Vaping</h2></section>
<table><thead><tr><th scope="col">Compared with</th></tr></thead>
<tbody><tr><th scope="row">England</th></tr></tbody></table></main>"""
WARD = "<main><h1>Netherby</h1></main>"


def pages():
    texts = {"index.html": OVERVIEW, "smoking.html": PRIORITY, "ward-1.html": WARD}
    return [page_text(name, text) for name, text in texts.items()]


def found(word: str) -> list[str]:
    """Headings (or titles) of the entries that hold a word, as the script reads the index."""
    index = search_index(pages())
    place, places = 0, []
    for step in index["at"][index["words"].index(word)]:
        place += step
        places.append(place)
    entries = [index["entries"][place] for place in places]
    return [entry[2] or index["pages"][entry[0]][1] for entry in entries]


@pytest.mark.parametrize(
    ("word", "where"),
    [
        ("playgrounds", ["Why this matters"]),  # a word of commentary
        ("fiancees", ["Why this matters"]),  # as it is typed, without the accent
        ("loneliness", ["More of it"]),
        ("tenancy", ["Why this matters"]),  # after a section within it
        ("smoking", ["Priority 1: Smoking"]),
        ("vaping", ["Vaping"]),
        ("sea", ["Overview"]),
        ("wharram", ["Wards", "Upper Wharram"]),  # the ward's own row, too
        ("netherby", ["Wards", "Netherby"]),  # and its own page instead, where it has one
    ],
)
def test_a_word_is_found_where_it_stands(word, where):
    assert found(word) == where


@pytest.mark.parametrize("word", ["navigation", "licence", "secret", "small", "the"])
def test_what_is_no_prose_is_not_in_the_index(word):
    assert word not in search_index(pages())["words"]


def test_rows_of_other_tables_are_no_things():
    kinds = {entry[3] for entry in search_index(pages())["entries"]}
    assert kinds == {"Page", "Section", "Ward"}


def test_words_are_letters_only_and_no_hash_is_one():
    assert words_of("2023 a1b2c3d4 of O'Neill\u2019s \u0141\u00f3d\u017a") == {"neill", "\u0142odz"}


def test_the_list_has_every_page_section_and_thing_and_escapes_names():
    text = contents_list([page_text("a.html", OVERVIEW.replace("Netherby", "A &lt;b&gt; ward"))])
    assert '<a href="a.html">Overview</a><ul><li><a href="a.html#why">Why this matters</a>' in text
    assert "More of it" not in text
    assert '<h2>Wards</h2><ul><li><a href="a.html#tbl-w">A &lt;b&gt; ward</a>' in text


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(OVERVIEW, "utf-8")
    (tmp_path / "smoking.html").write_text(PRIORITY, "utf-8")
    empty = '<main><h1>Index</h1><div class="site-index">\n<p>x</p>\n</div></main>'
    (tmp_path / "contents.html").write_text(empty, "utf-8")
    (tmp_path / PACK_SCRIPT).write_bytes((SCRIPTS / PACK_SCRIPT).read_bytes())
    write_search_index(tmp_path, ["index.html", "smoking.html", "contents.html"])
    return tmp_path


def test_the_same_pages_give_the_same_bytes_and_the_gate_knows_both_files(site):
    first = (site / INDEX).read_bytes()
    assert 'href="index.html#why"' in (site / "contents.html").read_text("utf-8")
    write_search_index(site, ["index.html", "smoking.html", "contents.html"])
    assert (site / INDEX).read_bytes() == first
    assert [f for name in (INDEX, PACK_SCRIPT) for f in script_file_faults(site / name)] == []


GOOD = {"pages": [["a.html", "A"]], "entries": [[0, "", "", "Page"]], "words": ["a"], "at": [[0]],
        "common": []}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        ({"pages": [["javascript:alert(1)", "A"]]}, ""),
        ({"pages": [["https://example.org/a.html", "A"]]}, ""),
        ({"pages": [["../a.html", "A"]]}, ""),
        ({"entries": [[0, "a onclick=x", "", "Page"]]}, ""),
        ({"entries": [[0, "", {"toString": "x"}, "Page"]]}, ""),
        ({"at": [[True]]}, ""),
        ({"words": [1]}, ""),
        ({"__proto__": []}, ""),
        ({}, "alert(1);\n"),
        ({}, "\u2028alert(1);\n"),
    ],
)
def test_an_index_that_could_do_anything_is_refused(changed, more):
    good = f"{BEGINNING}{json.dumps(GOOD)}{END}"
    assert is_index(good.encode())
    assert not is_index(f"{BEGINNING}{json.dumps(GOOD | changed)}{END}{more}".encode())


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (PACK_SCRIPT, "alert(1)", "not the one"),
        (INDEX, "window.packIndex = alert(1);\n", "not the one"),
        ("other.js", "", "no place"),
    ],
)
def test_a_script_that_was_changed_or_added_is_told(site, name, text, told):
    (site / name).write_text(text, "utf-8")
    assert told in " ".join(script_file_faults(site / name))
