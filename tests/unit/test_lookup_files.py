import pytest
from geo_files import WEB_PAGE, snapshot, workbook

from jsna.errors import SourceError
from jsna.sources.contract import NotMine
from jsna.sources.geography.lookups import SOURCE

BEST_FIT = (
    b"LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\n"
    b"E01900002,A 001B,E05900001,One,E06900001,A\n"
    b"E01900001,A 001A,E05900001,One,E06900001,A\n"
)
CHANGES = (
    b"LSOA11CD,LSOA11NM,LSOA21CD,LSOA21NM,CHGIND,LAD22CD,LAD22NM\n"
    b"E01900001,A 001A,E01900003,A 001C,S,E06900001,A\n"
    b"E01900001,A 001A,E01900004,A 001D,S,E06900001,A\n"
)


def parse(content):
    return SOURCE.parse(snapshot(content), content)[0]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_best_fit_with_or_without_byte_order_mark(mark):
    content = mark + BEST_FIT
    assert SOURCE.recognise("x.csv", content) == (
        "Look-up: lsoa 2021 to ward 2024 to district 2024 (best fit)"
    )
    parsed = parse(content)
    assert parsed.vintages == {"lsoa": "2021", "ward": "2024", "district": "2024"}
    assert parsed.rows["lsoa_code"].tolist() == ["E01900001", "E01900002"]
    assert parsed.method == "best fit"


WITHOUT_NAMES = [
    ["lsoa21cd", "pcon24cd", "wd25cd", "wd25nm", "lad25cd", "lad25nm"],
    ["E01900002", "E14900001", "E05900001", "One", "E06900001", "A"],
    ["E01900001", "E14900001", "E05900001", "One", "E06900001", "A"],
    ["", "", "", "", "", ""],
]


def test_a_workbook_is_read_below_its_title_and_lsoas_may_lack_names():
    content = workbook({"About": [["Words"]], "Sheet1": [["A look-up"], *WITHOUT_NAMES]})
    assert SOURCE.recognise("x", content) == (
        "Look-up: lsoa 2021 to ward 2025 to district 2025 (best fit)"
    )
    parsed = parse(content)
    assert parsed.vintages == {"lsoa": "2021", "ward": "2025", "district": "2025"}
    assert parsed.rows["lsoa_code"].tolist() == ["E01900001", "E01900002"]
    assert set(parsed.rows["lsoa_name"]) == {""}
    assert set(parsed.rows["ward_name"]) == {"One"}


def test_a_workbook_that_gives_an_lsoa_twice_or_has_no_two_kinds():
    content = workbook({"Sheet1": [*WITHOUT_NAMES, ["E01900001", "", "E05900002", "Two", "", ""]]})
    with pytest.raises(SourceError, match="repeat"):
        parse(content)
    other = workbook({"Sheet1": [["lsoa21cd", "value"], ["E01900001", 1]]})
    assert SOURCE.recognise("x", other) is None
    with pytest.raises(SourceError, match="two kinds of area"):
        parse(other)
    assert SOURCE.recognise("x.xlsx", content[:-300]) is None


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("LSOA21CD,WD24CD", "WD24CD without WD24NM"),
        ("LSOA21CD,LSOA21NM,WD24CD,LAD24CD,LAD24NM", "WD24CD without WD24NM"),
        ("LSOA21CD,LSOA21NM,WD24CD,WD24NMW,LAD24CD,LAD24NM", "WD24CD without WD24NM"),
        ("LSOA21CD,LSOA21NM,WD24NM,LAD24CD,LAD24NM", "WD24NM without WD24CD"),
        ("lsoa21cd,wd24cd,wd24nm,lad24cd", "LAD24CD without LAD24NM"),
        ("WD24CD,WD24NM,LAD24CD,LAD24NM,LSOA21NM", "LSOA21NM without LSOA21CD"),
    ],
)
def test_a_code_without_its_name_is_told_and_loses_no_areas(head, told):
    """Wards whose names stood under another heading were left out, and nobody was told."""
    content = f"{head}\n{','.join('x' for _ in head.split(','))}\n".encode()
    found = SOURCE.recognise("x.csv", content)
    assert isinstance(found, NotMine) and told in found.because
    with pytest.raises(SourceError, match=told):
        parse(content)


def test_a_workbook_tells_of_a_code_without_its_name():
    rows = [["lsoa21cd", "wd25cd", "lad25cd", "lad25nm"], ["E01900001", "E05900001", "E06", "A"]]
    found = SOURCE.recognise("x.xlsx", workbook({"Sheet1": rows}))
    assert isinstance(found, NotMine) and "WD25CD without WD25NM" in found.because


def test_wards_to_larger_areas_are_exact_and_other_columns_are_left_out():
    content = (
        b"\xef\xbb\xbfWD24CD,WD24NM,WD24NMW,LAD24CD,LAD24NM,RGN24CD,RGN24NM,ObjectId\n"
        b"E05900001,One,,E06900001,A,,,1\n"
    )
    parsed = parse(content)
    assert parsed.method == "exact"
    assert parsed.rows.loc[0].to_dict() == {
        "ward_code": "E05900001", "ward_name": "One", "district_code": "E06900001",
        "district_name": "A", "region_code": "", "region_name": "",
    }  # fmt: skip


def test_changes_between_censuses_keep_every_pair():
    parsed = parse(CHANGES)
    assert parsed.method == "change"
    assert parsed.vintages["lsoa"] == "2021"
    assert parsed.vintages["former_lsoa"] == "2011"
    assert parsed.rows["lsoa_code"].tolist() == ["E01900003", "E01900004"]
    assert set(parsed.rows["former_lsoa_code"]) == {"E01900001"}
    assert set(parsed.rows["change"]) == {"S"}


def test_an_lsoa_given_twice_is_an_error_with_its_line():
    content = BEST_FIT + b"E01900001,A 001A,E05900002,Two,E06900001,A\n"
    with pytest.raises(SourceError, match=r"line 4.*repeat"):
        parse(content)


def test_cut_inside_a_row():
    with pytest.raises(SourceError, match="breaks off"):
        SOURCE.recognise("x.csv", BEST_FIT + b"E01900003,A 001C,E059")


def test_one_kind_of_area_is_no_lookup():
    content = b"LSOA21CD,LSOA21NM\nE01900001,A 001A\n"
    assert SOURCE.recognise("x.csv", content) is None
    with pytest.raises(SourceError, match="two kinds of area"):
        parse(content)


def test_a_web_page_saved_as_csv():
    assert SOURCE.recognise("LSOA21_WD24_LAD24_EW_LU.csv", WEB_PAGE) is None
    with pytest.raises(SourceError):
        parse(WEB_PAGE)
