import pytest
from geo_files import WEB_PAGE, snapshot, workbook

from jsna.errors import SourceError
from jsna.fact_schema import fact_schema
from jsna.sources.contract import NotMine
from jsna.sources.deprivation.indices_of_deprivation import SOURCE

NAME = "File_1_IoD2025.xlsx"
RANK = "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)"
DECILE = "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOA"


def header(lsoa="2021", district="2024"):
    return [
        f"LSOA code ({lsoa})", f"LSOA name ({lsoa})",
        f"Local Authority District code ({district})",
        f"Local Authority District name ({district})", RANK, DECILE,
    ]  # fmt: skip


def row(code, rank, decile):
    return [code, "A 001A", "E06900001", "A", rank, decile]


def book(rows, head=None, title="Whatever it is called"):
    return workbook({"Notes": [["x"]], title: [head or header(), *rows]})


def test_the_sheet_is_found_by_its_headers_and_the_edition_by_its_years():
    content = book([row("E01900001", 1, 1), row("E01900002", 2, 10)])
    assert SOURCE.recognise(NAME, content) == "English Indices of Deprivation 2025: IMD"
    facts = SOURCE.parse(snapshot(content), content)[0].facts
    fact_schema().validate(facts)
    assert set(facts["edition"]) == {"2025"}
    assert set(facts["geography_year"]) == {"2021"}
    deciles = facts.query("indicator_id == 'imd-decile'").set_index("area_code")["value"]
    assert deciles.to_dict() == {"E01900001": 1, "E01900002": 10}


def test_the_2015_edition():
    content = book([row("E01900001", 1, 1)], header("2011", "2013"))
    facts = SOURCE.parse(snapshot(content), content)[0].facts
    assert set(zip(facts["edition"], facts["geography_year"], strict=True)) == {("2015", "2011")}


def test_a_row_without_rank_or_code_is_refused_with_its_line():
    content = book([row("E01900001", 1, 1), row("E01900002", None, 2), row("Total", 3, 3)])
    parsed = SOURCE.parse(snapshot(content), content)[0]
    assert parsed.refused["line"].tolist() == [3, 4]
    assert set(parsed.facts["area_code"]) == {"E01900001", "E92000001"}


def test_an_lsoa_that_stands_twice_is_counted_once_or_told():
    rows = [row("E01900001", 1, 1), row("E01900002", 2, 10)]
    content = book([*rows, rows[1]])
    facts = SOURCE.parse(snapshot(content), content)[0].facts
    assert not facts.duplicated(["indicator_id", "area_code"]).any()
    assert facts.query("indicator_id == 'small-areas-ranked'")["value"].tolist() == [2.0]
    content = book([*rows, row("E01900002", 3, 10)])
    with pytest.raises(SourceError, match=r"1 LSOAs .*other numbers \(for example E01900002\)"):
        SOURCE.parse(snapshot(content), content)


def ranked(*ranks):
    content = book([row(f"E0190000{n}", rank, 1) for n, rank in enumerate(ranks)])
    facts = SOURCE.parse(snapshot(content), content)[0].facts
    return facts[facts["indicator_id"] == "small-areas-ranked"]


def test_the_number_of_small_areas_ranked_is_a_fact_of_england_and_of_the_edition():
    (told,) = ranked(3, 1, 2).to_dict("records")
    assert told["value"] == 3
    assert (told["area_code"], told["area_type"]) == ("E92000001", "england")
    assert (told["edition"], told["geography_year"]) == ("2025", "2021")
    # equal ranks: the lowest is smaller than the number of areas
    assert ranked(1, 2, 2)["value"].tolist() == [3]


def test_a_part_of_the_country_does_not_say_how_many_were_ranked():
    assert ranked(1, 2, 33_755).empty


def test_a_workbook_without_the_sheet_says_which_sheets_it_has():
    content = workbook({"Notes": [["x"]], "Domains": [["LSOA code (2021)", "LSOA name (2021)"]]})
    with pytest.raises(SourceError, match="Its sheets: Notes, Domains"):
        SOURCE.parse(snapshot(content), content)
    assert not SOURCE.recognise(NAME, content)


def test_an_edition_that_is_not_known_is_refused():
    content = book([row("E01900001", 1, 1)], header("2031", "2033"))
    with pytest.raises(SourceError, match="edition is not known"):
        SOURCE.parse(snapshot(content), content)


@pytest.mark.parametrize("broken", ["cut", "page"])
def test_half_a_workbook_or_a_web_page_is_nobody_s_by_its_name(broken):
    content = book([row("E01900001", 1, 1)] * 50)
    content = content[: len(content) // 2] if broken == "cut" else WEB_PAGE
    assert not SOURCE.recognise(NAME, content)
    with pytest.raises(SourceError, match=r"not a whole workbook|web page"):
        SOURCE.parse(snapshot(content), content)


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"A": [["Table 1: the index"], header("2021", "2024")]}, "below a title"),
        ({"A": [["Local Authority District code (2019)", "IMD - Average rank"]]},
         "district summaries"),
    ],
)  # fmt: skip
def test_a_workbook_like_ours_has_its_reason(sheets, words):
    found = SOURCE.recognise("budget.xlsx", workbook(sheets))
    assert isinstance(found, NotMine) and words in found.because


def test_no_rows():
    content = book([])
    with pytest.raises(SourceError, match="no rows"):
        SOURCE.parse(snapshot(content), content)


def test_another_workbook_is_not_recognised():
    assert SOURCE.recognise("budget.xlsx", workbook({"A": [["x"]]})) is None
    assert SOURCE.recognise("notes.csv", b"a,b\n") is None
