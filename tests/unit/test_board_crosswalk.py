"""The table of commissioning groups to boards: read from a document's text or a CSV, both ways."""

import pandas as pd
import pytest
from geo_files import area, snapshot

from jsna.analysis.board_crosswalk import Sum, patients_of, registered_with, sum_of
from jsna.errors import SourceError
from jsna.fetching.own_areas import why_not_needed
from jsna.geo.clip import clip_geography
from jsna.geo.store import read_geography, write_geography
from jsna.narrative.crosswalk_words import (
    elsewhere_sentence,
    registered_headline,
    sum_sentence,
    sums_sentence,
)
from jsna.publish.foreign_names import named_across_borders
from jsna.sources.council.board_crosswalk import SOURCE

ROWS = [
    ("E06900001", "A Place", "00A", "NHS A, B and C CCG", 9.8, 85.7),
    ("E06900001", "A Place", "00D", "NHS D (Market) CCG", 2.7, 14.4),
    ("E10900002", "B Shire", "00A", "NHS A, B and C CCG", 90.2, 40.0),
    ("E10900002", "B Shire", "00D", "NHS D (Market) CCG", 97.3, 0.0),
    ("E10900003", "Far", "00E", "NHS E CCG", 100.0, 100.0),
]
HEAD = "HWB Code LA Name CCG Code CCG Name % CCG in HWB % HWB in CCG"
BELOW = "Produced by NHS England using data from somewhere"


def printed(rows=ROWS, head=HEAD):
    """A document: words, a code that is no row, the table a line apart, a page's end, words."""
    lines = [f"{b} {n} {c} {g} {one}% {two}%" for b, n, c, g, one, two in rows]
    above = ["E06900001 is our code", " CCG to Health and Well-Being Board Mapping for 2017-19", ""]
    body = "\n\n".join(lines[:2]) + "\n\f\n" + "\n ".join(lines[2:])
    return "\n".join([*above, head, "", body, BELOW, "E10900003 is another", "The end."]).encode()


def as_csv(rows=ROWS):
    head = "HWB Code,LA Name,CCG Code,CCG Name,% CCG in HWB,% HWB in CCG"
    lines = [f'{b},{n},{c},"{g}",{one}%,{two}' for b, n, c, g, one, two in rows]
    return "\r\n".join([head, *lines, ""]).encode()


def parse(content):
    return SOURCE.parse(snapshot(content, "table"), content)[0]


@pytest.mark.parametrize("form", [printed, as_csv])
def test_every_row_is_read_from_either_form(form):
    assert SOURCE.recognise("x", form()).startswith("Commissioning groups to health and wellbeing")
    assert parse(form()).rows.to_numpy().tolist() == [list(row) for row in ROWS]


def test_the_document_says_which_years_and_a_csv_does_not():
    assert parse(printed()).vintages == {"mapping": "2017-19"}
    assert parse(as_csv()).vintages == {}
    assert SOURCE.recognise("x", printed()).endswith(", 2017-19")


@pytest.mark.parametrize(
    "content",
    [
        b"HWB Code,LA Name\nE06900001,A\n",
        b"A report that names CCGs and 90.2% 87.9%\n",
        b"\x89PNG\0",
    ],
)
def test_what_has_not_the_tables_heads_is_not_it(content):
    assert SOURCE.recognise("x", content) is None


@pytest.mark.parametrize("form", [printed, as_csv])
@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("W06000001", "A Place", "00F", "NHS F CCG", 1.0, 1.0), "HWB Code is no English"),
        (("E06900001", "A Place", "00F", "NHS F CCG", 101.0, 1.0), "no number from 0 to 100"),
        (("E06900001", "A Place", "00A", "NHS A CCG", 1.0, 1.0), "stand in a row above"),
        (("E06900001", "A Place", "0-F", "NHS F CCG", 1.0, 1.0), "CCG Code is none"),
    ],
)
def test_a_row_with_a_mistake_is_told_with_its_line(form, row, what):
    content = form([*ROWS[:2], row, *ROWS[3:]])
    line = next(n for n, text in enumerate(content.decode().split("\n"), 1) if row[3] in text
                and row[2] in text and str(row[4]) in text)  # fmt: skip
    if form is printed and row[0].startswith("W"):
        assert len(parse(content).rows) == 4  # no code of England begins it: no row of the table
        return
    if form is printed and row[2] == "0-F":
        what = "begins as a row"
    with pytest.raises(SourceError, match=what) as error:
        parse(content)
    assert [problem.line for problem in error.value.problems] == [line]


@pytest.mark.parametrize("value", ["", "x", "12.3.4%"])
def test_a_share_that_is_no_number_is_told(value):
    content = as_csv().replace(b"9.8%", value.encode())
    with pytest.raises(SourceError, match="no number from 0 to 100"):
        parse(content)


def test_heads_without_rows_and_a_row_over_two_lines_are_told():
    with pytest.raises(SourceError, match="below them no row"):
        parse(printed([]))
    broken = printed().replace(b"NHS A, B and C CCG 9.8%", b"NHS A, B\nand C CCG 9.8%", 1)
    with pytest.raises(SourceError, match="begins as a row of the table"):
        parse(broken)


def test_a_document_that_breaks_off_in_a_row_is_told():
    cut = printed().split(b"NHS E CCG")[0]
    with pytest.raises(SourceError, match="begins as a row of the table"):
        parse(cut)


def named(**settings):
    return area().model_copy(
        update={"code": "E06900001", "board_crosswalk": "A document", **settings}
    )


def test_an_area_keeps_every_row_of_its_own_groups_where_it_names_the_document(tmp_path):
    content = printed()
    held = [(snapshot(content, "table"), parse(content))]
    written = write_geography(tmp_path, named(), [], held).board_crosswalk
    assert written.rows["board_name"].tolist() == ["A Place", "A Place", "B Shire", "B Shire"]
    read = read_geography(tmp_path, "a-place").board_crosswalk
    pd.testing.assert_frame_equal(read.rows, written.rows)
    assert (read.years, read.ids) == ({"mapping": "2017-19"}, (held[0][0].sha256,))
    assert clip_geography(named(board_crosswalk=""), [], held).board_crosswalk.rows.empty
    other = named(code="E06900009")
    assert clip_geography(other, [], held).board_crosswalk.rows.empty


def test_the_table_is_needed_where_the_area_names_its_document_and_is_in_it():
    item = parse(printed())
    assert why_not_needed(item, named(), frozenset({"E06900001"})) == ""
    assert "board_crosswalk" in why_not_needed(item, named(board_crosswalk=""), frozenset())
    assert "nothing for A Place" in why_not_needed(item, named(), frozenset({"E06900009"}))


@pytest.fixture(scope="module")
def table():
    return parse(printed()).rows


def test_shares_both_ways_and_where_most_patients_live(table):
    groups = registered_with(table, ["E06900001"])
    assert groups[["ccg_code", "of_board", "of_ccg", "main_board", "here"]].to_numpy().tolist() == [
        ["00A", 85.7, 9.8, "B Shire", False], ["00D", 14.4, 2.7, "B Shire", False],
    ]  # fmt: skip
    assert registered_with(table, ["E10900003"])["here"].tolist() == [True]
    assert registered_with(table, ["E06000099"]).empty


def test_patients_of_a_group_stand_by_the_largest_share(table):
    rows = patients_of(table, ["00D", "00A"])
    assert rows[["ccg_code", "board_name", "of_ccg"]].to_numpy().tolist() == [
        ["00D", "B Shire", 97.3], ["00D", "A Place", 2.7],
        ["00A", "B Shire", 90.2], ["00A", "A Place", 9.8],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([85.7, 14.3], ""),
        ([85.7, 14.4], "the 2 shares of the residents add up to 100.1%, which rounding each to a"),
        ([85.7, 10.0], "add up to 95.7%, more than rounding can explain: the table is not whole"),
    ],
)
def test_shares_that_do_not_add_up_are_told(shares, said):
    words = sum_sentence(sum_of(pd.Series(shares)), "the residents")
    assert said in words
    assert bool(words) == bool(said)


def test_of_several_groups_those_that_rounding_explains_stand_apart():
    sums = {"A": Sum(100.1, 4), "B": Sum(100.0, 9), "C": Sum(99.9, 3), "D": Sum(95.0, 2)}
    assert sums_sentence(sums) == (
        "As printed, shares of a group's patients do not add up to 100.0%: A 100.1% and C 99.9%,"
        " which rounding each to a decimal can explain; D 95.0%, more than rounding can explain:"
        " the table is not whole, or not right."
    )
    assert sums_sentence({"B": sums["B"]}) == ""


def test_the_finding_names_the_groups_and_whose_they_mostly_are(table):
    groups = registered_with(table, ["E06900001"])
    assert registered_headline("A Place", groups, "2017-19") == (
        "85.7% of A Place's registered residents were with NHS A, B and C CCG, and some with NHS D"
        " (Market) CCG (14.4%), 2017-19"
    )
    assert elsewhere_sentence("A Place", groups) == (
        "All 2 groups have most of their patients in another board's area: NHS A, B and C CCG has"
        " them mostly in B Shire, and 9.8% of them in A Place."
    )
    alone = registered_with(table, ["E10900003"])
    assert registered_headline("Far", alone, "").endswith("were with NHS E CCG")
    assert (
        elsewhere_sentence("Far", alone) == "Each of these groups has most of its patients in Far."
    )


def test_a_page_across_borders_may_name_the_boards_of_its_table_and_its_document(settings):
    others = [settings.areas[slug] for slug in ("exampleshire", "otherborough")]
    codes = [other.code for other in others]

    def named(document, boards):
        return named_across_borders(document, boards, others)

    assert named("Papers of a board", codes[:1]) == [others[0].name]
    assert named(f"Papers of {others[1].name}'s board", []) == [others[1].name]
    assert named("", []) == named("Papers", ["E06000099"]) == []
