"""The postcode directory, with invented postcodes."""

import pandas as pd
import pytest
from geo_files import WEB_PAGE, area, snapshot
from source_samples import SAMPLES, truncated

from jsna.analysis.custom_areas import of_sectors
from jsna.errors import SourceError
from jsna.fetching.own_areas import own_codes, why_not_needed
from jsna.geo.clip import clip_geography
from jsna.geo.store import write_geography
from jsna.sources.contract import NotMine, ParsedLookup
from jsna.sources.geography import lookups
from jsna.sources.geography.postcode_directory import SOURCE

CLASSIC = "pcd,pcds,dointr,doterm,oslaua,osward,ctry,lsoa11,lsoa21"
NEWER = "pcd7,pcds,dointr,doterm,lad25cd,wd25cd,ctry25cd,lsoa11cd,lsoa21cd"
ENGLAND, WALES = "E92000001", "W92000004"
A, B, C = "E01900001", "E01900002", "E01900003"
OTHER = "E01900009"


def row(postcode, lsoa, ended="", country=ENGLAND):
    return ",".join([postcode, postcode, "200001", ended, "E06900001", "E05900001", country,
                     "E01800001", lsoa])  # fmt: skip


LIVE = (row("ZZ1 1AA", A), row("ZZ1 1AB", A), row("ZZ1 1AD", B), row("ZZ1 2AB", B),
        row("ZZ1 2AD", B), row("ZZ1 2AE", B), row("ZZ2 9ZZ", OTHER))  # fmt: skip


def directory(*rows, head=CLASSIC, end="\n"):
    return (end.join([head, *rows]) + end).encode()


def parse(content) -> ParsedLookup:
    return SOURCE.parse(snapshot(content), content)[0]


def best_fit():
    head = "LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM\n"
    rows = [f"{code},A Place 001{x},E05900001,One,E06900001,A Place\n"
            for x, code in zip("ABC", (A, B, C), strict=True)]  # fmt: skip
    content = (head + "".join(rows)).encode()
    return snapshot(content, "lookup.csv"), lookups.SOURCE.parse(snapshot(content), content)[0]


@pytest.mark.parametrize("head", [CLASSIC, NEWER, CLASSIC.upper(), "\ufeff" + NEWER])
def test_sectors_are_counted_by_lsoa_under_the_old_and_the_new_names(head):
    content = directory(*LIVE, head=head, end="\r\n")
    assert SOURCE.recognise("any name", content) == (
        "Postcode directory: sectors to lsoa 2021 (share of live postcodes)"
    )
    parsed = parse(content)
    assert (parsed.vintages, parsed.method) == ({"lsoa": "2021"}, "share of live postcodes")
    assert list(parsed.rows) == ["sector", "lsoa_code", "postcodes", "share", "share_of_sector"]
    assert parsed.rows.to_numpy().tolist() == [
        ["ZZ1 1", A, 2, 1.0, 2 / 3],
        ["ZZ1 1", B, 1, 0.25, 1 / 3],
        ["ZZ1 2", B, 3, 0.75, 1.0],
        ["ZZ2 9", OTHER, 1, 1.0, 1.0],
    ]


def test_only_live_english_postcodes_count():
    rows = (row("ZZ1 1AA", A), row("ZZ1 1AB", B, ended="202001"), row("ZZ1 1AD", C, country=WALES),
            row("ZZ1 1AE", "W01900001", country=WALES), row("ZZ1 1AF", ""))  # fmt: skip
    assert parse(directory(*rows)).rows["lsoa_code"].tolist() == [A]


def test_without_a_country_the_lsoa_tells_england():
    head = "pcds,doterm,oslaua,osward,lsoa21"
    rows = [f"ZZ1 {n}AB,,E06900001,E05900001,{code}" for n, code in enumerate((A, "W01900001"))]
    assert parse(directory(*rows, head=head)).rows["lsoa_code"].tolist() == [A]


def test_no_whole_postcode_is_kept():
    parsed = parse(directory(*LIVE))
    text = parsed.rows.to_csv() + repr(parsed.rows.index)
    assert not any(line.split(",")[1] in text for line in LIVE)


def test_custom_areas_are_made_of_its_sectors():
    members = pd.DataFrame({"custom_area": ["North", "South"], "sector": ["ZZ1 1", "ZZ1 2"]})
    rows = of_sectors(members, parse(directory(*LIVE)).rows, best_fit()[1].rows)
    # a quarter of B is in the north, and three quarters in the south
    assert rows[["custom_area", "lsoa_code", "share"]].to_numpy().tolist() == [
        ["North", A, 1.0],
        ["South", B, 0.75],
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (directory(*LIVE, head=CLASSIC.replace("lsoa21", "lsoa01")), "of 2001, 2011, and .* 2021"),
        (directory(), "a header and no rows"),
        (truncated(directory(*LIVE)), "breaks off"),
        (directory(LIVE[0], "ZZ1 1AZ,ZZ1 1AZ", LIVE[1]), "not a whole CSV"),
        (WEB_PAGE, "web page"),
        (b"one,two\n1,2\n", "missing column: pcds, doterm"),
        (directory(LIVE[0], LIVE[0]), "line 3.*1 rows repeat a postcode"),
        (directory(LIVE[0], row("ZZ1", A)), "line 3.*1 rows have no whole postcode"),
    ],
)
def test_what_cannot_be_used_is_an_error_that_quotes_no_postcode(content, words):
    with pytest.raises(SourceError, match=words) as error:
        parse(content)
    assert "ZZ1" not in str(error.value)


def test_lsoas_of_another_census_are_told_when_the_file_is_recognised():
    head = CLASSIC.replace("lsoa21", "oa21")
    found = SOURCE.recognise("x.csv", directory(*LIVE, head=head))
    assert isinstance(found, NotMine) and "LSOAs of 2011: those of 2021 are read" in found.because


def test_the_national_statistics_lookup_has_the_columns_under_other_names():
    head = CLASSIC.replace("oslaua", "laua").replace("osward", "ward")
    assert SOURCE.recognise("NSPL.csv", directory(*LIVE, head=head))


@pytest.mark.parametrize("column", ["pcds", "doterm", "oslaua", "osward", "lsoa"])
def test_a_file_without_one_of_the_columns_is_another_publication(column):
    content = directory(*LIVE, head=CLASSIC.replace(column, "other"))
    assert SOURCE.recognise("ONSPD.csv", content) is None


def test_other_files_are_left_alone():
    others = [content for name, (_, content) in SAMPLES.items() if name != SOURCE.id]
    assert not any(SOURCE.recognise("ONSPD.csv", content) for content in [*others, WEB_PAGE, b""])


def test_it_is_needed_if_it_has_sectors_of_the_area():
    _, fit = best_fit()
    ours, theirs = parse(directory(*LIVE)), parse(directory(row("ZZ2 9ZZ", OTHER)))
    own = own_codes(area(), [fit, ours, theirs])
    assert {A, B, C} <= own and OTHER not in own
    assert why_not_needed(ours, area(), own) == ""
    assert why_not_needed(theirs, area(), own) == "it holds nothing for A Place"


def test_the_geography_is_the_same_with_it_and_without(tmp_path):
    content = directory(*LIVE)
    held = snapshot(content, "postcodes.csv"), parse(content)
    plain, both = (clip_geography(area(), [], given) for given in
                   ([best_fit()], [held, best_fit()]))  # fmt: skip
    pd.testing.assert_frame_equal(plain.lookup, both.lookup)
    assert both.snapshot_ids == plain.snapshot_ids == (best_fit()[0].sha256,)
    alone = write_geography(tmp_path, area(), [], [held])
    assert alone.lookup.empty and alone.snapshot_ids == ()
    assert alone.missing["ward"] == "no look-up from LSOA to ward has this area."
