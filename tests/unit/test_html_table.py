import html5lib
import numpy as np
import pandas as pd
import pytest
from invented_figures import EXAMPLES, choropleth, gradient, pyramid, ranked_bars, series, trend

from jsna.figures.table import figure_table
from jsna.tables.html_table import html_table, pipe_table

XHTML = "{http://www.w3.org/1999/xhtml}"


def parsed(html: str):
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(html)
    assert not parser.errors
    return html5lib.parseFragment(html, treebuilder="etree").find(f"{XHTML}table")


def texts(parts) -> list[str]:
    return ["".join(part.itertext()) for part in parts]


def cells(table) -> list:
    return [*table.iter(f"{XHTML}th"), *table.iter(f"{XHTML}td")]


def small() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Smokers": [12.5, np.nan, np.nan],
            "Ward": ["A & B", "<C>", 'D "E"'],
            "Note": ["as published", "", None],
            "status": ["final", "suppressed", "not-available"],
        }
    )  # fmt: skip


def test_the_row_header_comes_first_and_every_header_has_a_scope():
    table = parsed(html_table(small(), "Smokers by ward, 2023", {"Smokers": "%"}, "Ward"))
    heads = table.findall(f"{XHTML}thead/{XHTML}tr/{XHTML}th")
    assert texts(heads) == ["Ward", "Smokers (%)", "Note"]
    assert {head.get("scope") for head in heads} == {"col"}
    rows = table.findall(f"{XHTML}tbody/{XHTML}tr")
    assert [row[0].tag for row in rows] == [f"{XHTML}th"] * 3
    assert [row[0].get("scope") for row in rows] == ["row"] * 3
    assert texts(row[0] for row in rows) == ["A & B", "<C>", 'D "E"']


def test_there_is_one_caption_one_header_row_and_no_merged_or_empty_cell():
    table = parsed(html_table(small(), "A < B & C", {}, "Ward"))
    assert texts(table.findall(f"{XHTML}caption")) == ["A < B & C"]
    assert len(table.findall(f"{XHTML}thead/{XHTML}tr")) == 1
    for cell in cells(table):
        assert not {"colspan", "rowspan"} & set(cell.attrib)
        assert "".join(cell.itertext()).strip()


def test_missing_says_why_and_is_never_zero_or_nan():
    table = parsed(html_table(small(), "Caption", {}, "Ward"))
    column = [row[1] for row in table.findall(f"{XHTML}tbody/{XHTML}tr")]
    assert texts(column) == ["12.5", "suppressed", "not available"]


def test_without_a_status_missing_is_a_symbol_that_the_caption_explains():
    frame = small().drop(columns=["status", "Note"])
    html = html_table(frame, "Smokers.", {}, "Ward")
    assert "[x]" in html and "Smokers. [x] means not available.</caption>" in html
    assert "[x]" not in html_table(frame.head(1), "Smokers.", {}, "Ward")


def test_numbers_stand_right_and_words_left():
    frame = small().assign(Interval="10 to 15")
    table = parsed(html_table(frame, "C", {"Interval": "%"}, "Ward"))
    row = table.find(f"{XHTML}tbody/{XHTML}tr")
    assert [cell.get("class") for cell in row] == [None, "n", None, "n"]
    heads = table.findall(f"{XHTML}thead/{XHTML}tr/{XHTML}th")
    assert [head.get("class") for head in heads] == [None, "n", None, "n"]


def test_numbers_have_commas_and_their_decimals():
    frame = pd.DataFrame({"Area": ["x", "y"], "People": [271194, 5], "Rate": [1.25, 2.0]})
    html = html_table(frame, "C", {}, "Area", {"Rate": 1})
    assert "271,194" in html and ">1.3<" in html and ">2.0<" in html
    assert ">1.25<" in html_table(frame, "C", {}, "Area")


def test_a_table_that_cannot_be_read_is_refused():
    with pytest.raises(ValueError, match="no column 'Place'"):
        html_table(small(), "C", {}, "Place")
    with pytest.raises(ValueError, match="no rows"):
        html_table(small().head(0), "C", {}, "Ward")
    with pytest.raises(ValueError, match="names the rows, is empty"):
        html_table(small(), "C", {}, "Note")


def test_a_pipe_table_has_the_same_cells():
    frame = small().assign(Ward=["A | B", "C", "D"])
    lines = pipe_table(frame, {"Smokers": "%"}, "Ward").splitlines()
    assert lines[0] == "| Ward | Smokers (%) | Note |"
    assert lines[1] == "| :--- | ---: | :--- |"
    assert lines[2] == "| A \\| B | 12.5 | as published |"
    assert lines[3] == "| C | suppressed | suppressed |"


def test_only_the_cells_that_are_markup_are_not_escaped():
    frame = pd.DataFrame({"Area": ["A"], "Link": ['<a href="m.html">M</a>'], "Text": ["1 < 2"]})
    table = html_table(frame, "A table", {}, "Area", markup=["Link"])
    assert '<td><a href="m.html">M</a></td><td>1 &lt; 2</td>' in table
    assert "&lt;a href" in html_table(frame, "A table", {}, "Area")


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_figure_has_a_table_without_an_empty_cell(kind):
    spec = EXAMPLES[kind].make(synthetic=True)
    table = parsed(figure_table(spec).html())
    assert all("".join(cell.itertext()).strip() for cell in cells(table))
    assert "SYNTHETIC" in "".join(table.find(f"{XHTML}caption").itertext())


def test_the_table_of_a_trend_is_one_row_a_period():
    frame = pd.concat([series(values=(10, np.nan, 12)), series("E92000001", "England", (9, 9.5))])
    table = parsed(figure_table(trend(frame)).html())
    assert texts(table.iter(f"{XHTML}th"))[:4] == [
        "Period", "Netherby (days)", "95% interval (days)", "England (days)",
    ]  # fmt: skip
    rows = [texts(row) for row in table.findall(f"{XHTML}tbody/{XHTML}tr")]
    assert rows == [
        ["2019", "10.0", "8.5 to 11.5", "9.0"],
        ["2020", "suppressed", "suppressed", "9.5"],
        ["2021", "12.0", "10.5 to 13.5", "[x]"],
    ]


def test_the_table_of_bars_follows_the_picture():
    rows = figure_table(ranked_bars()).frame
    assert rows["Area"].tolist()[0] == "Ward 5" and rows["Area"].tolist()[-1] == "England"
    assert rows["95% interval"].tolist()[-1] == "none in the file"


def test_the_table_of_a_map_says_the_class_in_words():
    frame = figure_table(choropleth()).frame
    assert frame["National fifth, 2025"].tolist()[:2] == ["1 most deprived fifth", "2"]
    assert frame["National fifth, 2025"].tolist()[5] == "suppressed"


def test_the_table_of_a_pyramid_has_a_column_for_each_side():
    table = figure_table(pyramid())
    assert list(table.frame)[1:3] == ["mid-2023 estimate, males", "mid-2023 estimate, females"]
    assert len(table.frame) == 19


def test_the_table_of_a_gradient_is_one_row_a_group_and_everybody():
    frame = figure_table(gradient()).frame
    assert list(frame) == ["Group", "Value", "95% interval", "Fitted line"]
    assert frame.iloc[0].tolist() == ["1 (most deprived)", "30.0", "28.0 to 32.0", "30.4"]
    assert frame.iloc[-1].tolist() == ["England", "22.9", "none in the file", "not in the line"]
    assert "Fitted line" not in figure_table(gradient(line=None)).frame
