"""Of each file to download: its kind, and the pages that lose something without it."""

import pytest

from jsna.fetching.download_page import download_page
from jsna.fetching.to_download import downloads
from jsna.fetching.what_files_cost import kind_of_file, with_cost
from jsna.publish.html_page import HtmlPage
from jsna.settings.page_table import PAGES

LOCAL = {"local-csv", "fingertips"}
"""Not of the table of pages: the council's own, and what is asked for by indicator."""


@pytest.fixture(scope="module")
def rows(settings):
    area = settings.area("rotherham")
    return with_cost(downloads(area, settings), area, settings)


def test_a_file_of_one_indicator_costs_the_pages_that_name_it(rows, settings):
    strategies = settings.strategies_of("rotherham")
    priorities = [p for strategy in strategies for p in strategy.priorities]
    single = [row for row in rows if row["indicators"] and row["source"] == "fingertips"]
    assert len(single) > 30
    for row in single:
        named = [f"{p.number} {p.title}" for p in priorities
                 if set(row["indicators"]) & set(p.indicators)]  # fmt: skip
        told = [settings.indicators[id] for id in row["indicators"]]
        overview = ["Overview"] * bool(named or any(each.key_fact for each in told))
        wards = ["Ward inequalities", "Ward profiles"]
        wards *= any("ward" in each.levels for each in told)
        wanted = [*overview, *wards, "All indicators", *dict.fromkeys(named)]
        assert row["pages"] == wanted, row["title"]
    facts = [row for row in single if "90366" in row["indicators"]]
    assert facts and "Overview" in facts[0]["pages"]


def test_what_every_pack_needs_costs_the_pages_of_its_purpose(rows):
    cost = {row["source"]: row["pages"] for row in rows}
    assert cost["ons-population-projections"] == ["Overview", "Population outlook"]
    assert {"Deprivation", "Ward profiles"} < set(cost["indices-of-deprivation"])
    assert "Population outlook" not in cost["indices-of-deprivation"]
    free = [row for row in rows if row["used"] and not row["pages"]]
    # definitions of many indicators together: their wording is told apart, no page is less
    assert {row["source"] for row in free} == {"fingertips"} and len(free) == 1


def test_every_kind_of_file_is_told(rows):
    assert not [row["url"] for row in rows if not row["kind"] and not row["page"]]


@pytest.mark.parametrize(
    ("url", "save_as", "kind"),
    [
        ("https://x/api/all_data/csv/for_one_indicator?indicator_id=1", "", "CSV"),
        ("https://x/query?where=1&f=geojson", "", "GeoJSON"),
        ("https://x/NM_2002_1.data.csv?geography=1", "", "CSV"),
        ("https://x/file?uri=/a/b.zip", "", "ZIP of CSVs, left packed"),
        ("https://x/a-page", "wards.geojson", "GeoJSON"),
        ("https://x/a-page", "", ""),
    ],
)
def test_a_kind_is_read_from_the_name_or_the_address(url, save_as, kind):
    assert kind_of_file({"url": url, "save_as": save_as}) == kind


def test_the_table_of_pages_names_sources_of_the_catalogue(settings):
    named = {source for page in PAGES for source in page.sources}
    assert named | LOCAL == set(settings.sources)


def test_the_page_of_links_has_each_file_once_and_runs_nothing(rows):
    bad = {**rows[0], "title": "<script>x</script>", "url": "javascript:alert(1)"}
    page = HtmlPage("list.html", download_page([*rows, bad], "Rotherham", "rotherham"))
    links = [link.get("href") for link in page.root.all("a")]
    assert links == [row["url"] for row in rows]
    assert not page.root.all("script")
    assert "jsna fetch rotherham --from FOLDER" in page.root.text
    assert page.root.text.count("Without it, less on") == len(page.root.all("table"))
