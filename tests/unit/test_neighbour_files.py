"""Tables of neighbours by the ONS: which files they are, and what a wrong cell becomes."""

import pytest
from geo_files import snapshot, workbook
from source_samples import nearest_neighbours, nearest_rows, similar_csv

from jsna.errors import SourceError
from jsna.sources.contract import NotMine
from jsna.sources.geography.nearest_neighbours import SOURCE as NEAREST
from jsna.sources.geography.similar_areas import SOURCE as SIMILAR

TITLE = "ONS similar areas (economy)"


def nearest(content: bytes):
    return NEAREST.parse(snapshot(content), content)[0]


def test_a_csv_and_the_workbook_with_a_title_above_are_the_same_set():
    book = workbook(
        {"Notes": [["About"]], "Table 3": [["Table 3: neighbours"], [], *nearest_rows()]}
    )
    assert NEAREST.recognise("x", nearest_neighbours()) == NEAREST.recognise("x", book)
    one, two = nearest(nearest_neighbours()), nearest(book)
    assert one.rows.equals(two.rows)
    first = one.rows[one.rows["area_code"] == "E06900001"]
    assert first["neighbour_code"].tolist() == [f"E069000{n:02d}" for n in range(2, 22)]
    assert first["place"].tolist() == list(range(1, 21))
    assert one.set_id == "ons-upper-tier"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [(b"E06900003", b"Third", "no authority's code"), (b"E06900003", b"", "no authority's code"),
     (b"Place 0,E06900002", b"Place 0,E06900001", "its own neighbour"),
     (b"E06900002,E06900003", b"E06900002,E06900002", "stands twice"),
     (b"\r\nE06900002,Place", b"\r\nE06900001,Place", "its own neighbour")],
)  # fmt: skip
def test_a_cell_that_cannot_be_is_an_error_with_its_line(old, new, why):
    with pytest.raises(SourceError, match=why) as error:
        nearest(nearest_neighbours().replace(old, new, 1))
    assert error.value.problems[0].line in (2, 3)


def test_fewer_neighbours_than_twenty_are_no_such_file():
    content = nearest_neighbours().replace(b"Neighbour 20", b"Column 20")
    assert NEAREST.recognise("x", content) is None
    with pytest.raises(SourceError, match="missing column"):
        nearest(content)
    with pytest.raises(SourceError, match="no sheet has"):
        nearest(workbook({"Table 3": [["Table 3"]]}))


def test_a_list_of_similar_areas_is_of_the_kind_that_its_name_says():
    assert SIMILAR.recognise("els_Economic-neighbours.csv", similar_csv()) == TITLE
    (parsed,) = SIMILAR.parse(snapshot(similar_csv(), TITLE), similar_csv())
    assert parsed.set_id == "ons-economic"
    assert parsed.rows.loc[0, ["area_code", "neighbour_code", "place"]].tolist() == [
        "E06900001", "E06900002", 1]  # fmt: skip


@pytest.mark.parametrize("name", ["neighbours.csv", "global/economic.csv"])
def test_without_one_word_for_its_kind_it_is_asked_which(name):
    found = SIMILAR.recognise(name, similar_csv())
    assert isinstance(found, NotMine)
    assert "global, economic, demographic" in found.because
    with pytest.raises(SourceError, match="put one of the words"):
        SIMILAR.parse(snapshot(similar_csv(), name), similar_csv())


def test_a_list_of_similar_areas_that_breaks_off_or_holds_no_code():
    with pytest.raises(SourceError, match="breaks off"):
        SIMILAR.recognise("global.csv", similar_csv()[:-40])
    content = similar_csv().replace(b"E06900009", b"Nineby", 1)
    with pytest.raises(SourceError, match="no authority's code"):
        SIMILAR.parse(snapshot(content, TITLE), content)


def test_real_files(real_data):
    folder = real_data / "more" / "neighbours"
    content = (folder / "localauthoritynearestneighboursengland.csv").read_bytes()
    assert NEAREST.recognise("x", content)
    rows = nearest(content).rows
    assert rows["area_code"].nunique() == 153
    first = rows[rows["area_code"] == "E06000017"]["neighbour_code"]
    assert first.tolist()[:3] == ["E06000037", "E06000049", "E06000019"]
    content = (folder / "els_global-neighbours.csv").read_bytes()
    title = SIMILAR.recognise("els_global-neighbours.csv", content)
    rows = SIMILAR.parse(snapshot(content, title), content)[0].rows
    assert rows["area_code"].nunique() == 397
