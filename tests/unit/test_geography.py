import subprocess
import sys

import pandas as pd
import pytest
from geo_files import area, geojson, snapshot, square
from geopandas.testing import assert_geodataframe_equal

from jsna.errors import SourceError, UserFileError
from jsna.geo import store
from jsna.geo.clip import clip_geography
from jsna.geo.code_changes import recode
from jsna.geo.store import read_geography, write_geography
from jsna.geo.vintage import MOST_POINTS, several_vintages
from jsna.snapshots.verified_folder import write_digests
from jsna.sources.geography import boundaries, lookups
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

OWN, OTHER = "E06900001", "E06900002"
LSOAS = [("E01900001", "A 001A", "E05900001"), ("E01900002", "A 001B", "E05900001"),
         ("E01900003", "A 002A", "E05900002")]  # fmt: skip


def boundary(rows, shapes):
    content = geojson(rows, shapes)
    return snapshot(content, "boundaries.geojson"), boundaries.SOURCE.parse(
        snapshot(content), content
    )[0]


def lookup(text):
    content = text.encode()
    return snapshot(content, "lookup.csv"), lookups.SOURCE.parse(snapshot(content), content)[0]


def best_fit(year="24", authority=OWN, ward="E059"):
    header = f"LSOA21CD,LSOA21NM,WD{year}CD,WD{year}NM,LAD24CD,LAD24NM\n"
    rows = [f"{c},{n},{w.replace('E059', ward)},Ward,{authority},A\n" for c, n, w in LSOAS]
    return lookup(header + "".join(rows) + f"E01900009,B 001A,E05900009,Ward,{OTHER},B\n")


def ward_list(year="24"):
    header = f"WD{year}CD,WD{year}NM,LAD24CD,LAD24NM,CTYUA24CD,CTYUA24NM,RGN24CD,RGN24NM\n"
    rows = [f"E0590000{n},Ward {n},{OWN},A,{OWN},A,E12900001,R\n" for n in (1, 2, 3)]
    return lookup(header + "".join(rows))


def lsoas(skip=()):
    rows = [{"LSOA21CD": c, "LSOA21NM": n} for c, n, _ in LSOAS if c not in skip]
    rows.append({"LSOA21CD": "E01900009", "LSOA21NM": "B 001A"})
    return boundary(rows, [square(-1 + 0.01 * i, 53) for i in range(len(rows))])


def wards(year="24"):
    rows = [{f"WD{year}CD": f"E0590000{n}", f"WD{year}NM": f"Ward {n}"} for n in (1, 2, 9)]
    return boundary(rows, [square(-1, 53, 0.02), square(-0.98, 53), square(-0.97, 53)])


def districts(code=OWN):
    rows = [{"LAD24CD": code, "LAD24NM": "A"}, {"LAD24CD": OTHER, "LAD24NM": "B"}]
    return boundary(rows, [square(-1, 53, 0.03), square(-0.97, 53)])


def msoas():
    rows = [{"MSOA21CD": f"E0290000{n}", "MSOA21NM": name} for n, name in
            enumerate(("A 001", "A 002", "B 001"))]  # fmt: skip
    return boundary(rows, [square(-1, 53), square(-0.99, 53), square(-0.97, 53)])


def whole():
    return clip_geography(
        area(), [lsoas(), wards(), districts(), msoas()], [best_fit(), ward_list()]
    )


def test_only_the_areas_own_places_are_kept():
    geography = whole()
    assert geography.members == {
        "lsoa": {"E01900001", "E01900002", "E01900003"},
        "ward": {"E05900001", "E05900002"},
        "msoa": {"E02900000", "E02900001"},
    }
    assert geography.outlines("unitary")["code"].tolist() == [OWN]
    assert geography.outlines("lsoa")["parent_code"].tolist() == [w for *_, w in LSOAS]
    assert geography.method == "best fit"
    assert geography.vintages["ward"] == "2024"
    assert len(geography.snapshot_ids) == 6


def test_the_lookup_has_larger_areas_and_msoas():
    rows = whole().lookup.set_index("lsoa_code")
    assert rows.loc["E01900003", ["region_code", "msoa_code"]].tolist() == [
        "E12900001",
        "E02900001",
    ]


def test_a_ward_without_an_outline_or_without_an_lsoa_is_listed():
    assert whole().unmatched == {
        "ward without an outline": ("E05900003",),
        "wards without an LSOA": ("E05900003",),
    }


def test_an_lsoa_without_an_outline_is_listed():
    geography = clip_geography(area(), [lsoas(skip=("E01900002",)), wards()], [best_fit()])
    assert geography.unmatched == {"lsoa without an outline": ("E01900002",)}


def test_wards_of_another_year_than_the_lookup_are_an_error_that_names_both():
    with pytest.raises(SourceError) as caught:
        clip_geography(area(), [lsoas(), wards("24")], [best_fit("22")])
    text = str(caught.value)
    assert "2024 (boundaries.geojson)" in text
    assert "of 2022 (lookup.csv)" in text
    assert "Fetch ward boundaries of 2022, or a look-up of 2024" in text


def test_of_several_vintages_the_newest_that_both_have_is_taken():
    drawn = [lsoas(), wards("22"), wards("23"), wards("25")]
    geography = clip_geography(area(), drawn, [best_fit("22"), best_fit("23"), best_fit("24")])
    assert geography.vintages["ward"] == "2023"


def test_names_that_a_lookup_lacks_come_from_other_files_so_that_msoas_are_found():
    header = "LSOA21CD,WD24CD,WD24NM,LAD24CD,LAD24NM\n"
    nameless = lookup(header + "".join(f"{c},{w},Ward,{OWN},A\n" for c, _, w in LSOAS))
    geography = clip_geography(area(), [lsoas(), wards(), msoas()], [nameless])
    assert geography.lookup["lsoa_name"].tolist() == [n for _, n, _ in LSOAS]
    assert geography.lookup["msoa_code"].tolist() == ["E02900000", "E02900000", "E02900001"]
    without = clip_geography(area(), [wards(), msoas()], [nameless])
    assert set(without.lookup["lsoa_name"]) == {""}
    assert "those of 2021" in without.missing["msoa"]


def detailed(shape, points):
    """The same square with more points on its southern edge."""
    ring = shape["coordinates"][0]
    (west, south), east = ring[0], ring[1][0]
    edge = [[west + (east - west) * n / points, south] for n in range(points)]
    return {"type": "Polygon", "coordinates": [[*edge, *ring[1:]]]}


def test_of_two_files_of_one_vintage_the_more_detailed_is_drawn_up_to_what_a_page_holds():
    rows = [{"LSOA21CD": c, "LSOA21NM": n} for c, n, _ in LSOAS]

    def drawn(points):
        shapes = [detailed(square(-1 + 0.01 * i, 53), points) for i in range(len(rows))]
        files = [boundary(rows, shapes), lsoas()]
        clipped = [clip_geography(area(), f, [best_fit()]) for f in (files, files[::-1])]
        return {int(c.outlines("lsoa").count_coordinates().sum()) for c in clipped}

    assert drawn(10) == {3 * 14}
    assert drawn(MOST_POINTS) == {3 * 5}


def test_the_own_outline_is_that_of_its_lsoas_where_those_are_finer():
    rows = [{"LSOA21CD": c, "LSOA21NM": n} for c, n, _ in LSOAS]
    shapes = [detailed(square(-1 + 0.01 * i, 53), 20) for i in range(len(rows))]
    fine = clip_geography(area(), [boundary(rows, shapes), districts()], [best_fit()])
    assert fine.outlines("area")["note"].tolist() == ["drawn from its LSOAs"]
    coarse = clip_geography(area(), [lsoas(), districts()], [best_fit()])
    assert coarse.outlines("area")["note"].tolist() == [""]
    part = clip_geography(area(), [boundary(rows[:2], shapes[:2]), districts()], [best_fit()])
    assert part.outlines("area")["note"].tolist() == [""]


def test_which_of_several_years_of_wards_is_used_is_told_with_the_rule():
    drawn = [lsoas(), wards("23"), wards("25")]
    told = several_vintages([best_fit("23"), best_fit("24")], drawn)
    assert told.startswith("wards of 2023 and of 2024 and of 2025 are in the files: those of 2023")
    assert "both look-up and outlines are there" in told
    assert "newest of which a look-up is there" in several_vintages(
        [best_fit("23"), best_fit("24")], []
    )
    assert several_vintages([best_fit("23")], [lsoas(), wards("23")]) == ""
    assert several_vintages([], drawn) == ""


def test_lsoas_that_two_lookups_place_in_different_wards_of_the_same_codes_are_counted():
    moved = LSOAS[0][0] + ",A 001A,E05900002,Ward"
    text = "LSOA21CD,LSOA21NM,WD25CD,WD25NM,LAD25CD,LAD25NM\n" + f"{moved},{OWN},A\n"
    text += "".join(f"{c},{n},{w},Ward,{OWN},A\n" for c, n, w in LSOAS[1:])
    told = several_vintages([best_fit("24"), lookup(text)], [])
    assert "(best fit)" not in told and "places 1 of 3 LSOAs in other wards" in told
    redrawn = several_vintages([best_fit("24"), best_fit("25", ward="E058")], [])
    assert "in other wards" not in redrawn
    assert "in other wards" not in several_vintages([best_fit("24"), best_fit("25")], [])


def test_a_lookup_of_other_places_only_is_not_ours():
    geography = clip_geography(area("E06900007"), [wards()], [best_fit()])
    assert geography.tables == {}
    assert set(geography.missing) == {"lsoa", "ward", "msoa", "area"}
    with pytest.raises(SourceError, match="no look-up from LSOA to ward"):
        geography.outlines("ward")


def test_without_boundaries_the_lookup_still_serves():
    geography = clip_geography(area(), [], [best_fit()])
    assert len(geography.lookup) == 3
    assert geography.lookup["share_in_ward"].isna().all()
    assert "those of 2024" in geography.missing["ward"]


def test_the_own_outline_is_drawn_from_lsoas_where_authorities_are_missing():
    row = clip_geography(area(), [lsoas()], [best_fit()]).outlines("area").iloc[0]
    assert row["note"] == "drawn from its LSOAs"
    assert row["geometry"].bounds == pytest.approx((-1, 53, -0.97, 53.01))


def test_a_former_code_in_boundaries_and_lookup_is_the_same_area():
    new = area("E06900005", former_codes=(OWN,))
    geography = clip_geography(new, [lsoas(), wards(), districts()], [best_fit()])
    assert geography.outlines("area")["code"].tolist() == ["E06900005"]
    assert len(geography.lookup) == 3


def test_share_in_ward_tells_an_lsoa_across_a_boundary():
    geography = clip_geography(area(), [lsoas(), wards()], [best_fit()])
    assert geography.lookup["share_in_ward"].tolist() == [1, 1, 1]
    rows = [{"WD24CD": "E05900001", "WD24NM": "One"}, {"WD24CD": "E05900002", "WD24NM": "Two"}]
    moved = boundary(rows, [square(-1, 53, 0.015), square(-0.985, 53, 0.02)])
    geography = clip_geography(area(), [lsoas(), moved], [best_fit()])
    assert geography.lookup["share_in_ward"].tolist() == pytest.approx([1, 0.5, 1], abs=0.001)


def write(folder, drawn=None):
    drawn = drawn or [lsoas(), wards(), districts(), msoas()]
    return write_geography(folder, area(), drawn, [best_fit(), ward_list()])


def test_what_is_written_is_read_again(tmp_path):
    written, read = write(tmp_path), read_geography(tmp_path, "a-place")
    assert list(read.tables) == ["area", "lsoa", "msoa", "ward"] and len(read.tables) == 4
    for kind, table in written.tables.items():
        assert_geodataframe_equal(read.outlines(kind), table)
        assert read.outlines(kind).crs == LONGITUDE_LATITUDE
    assert read.members == written.members
    pd.testing.assert_frame_equal(read.lookup, written.lookup)
    for name in store.TOLD:
        assert getattr(read, name) == getattr(written, name)


def lsoa_changes(rows, newer="21"):
    header = f"LSOA11CD,LSOA11NM,CHGIND,LSOA{newer}CD,LSOA{newer}NM,LAD22CD,LAD22NM\n"
    return lookup(header + "".join(f"{a},Old {a},{c},{b},New {b},{d},A\n" for a, b, c, d in rows))


CHANGES = [
    ("E01900001", "E01900001", "U", OWN),
    ("E01900004", "E01900002", "S", OWN),
    ("E01900004", "E01900008", "S", OTHER),  # the part that went next door is told
    ("E01900009", "E01900009", "U", OTHER),
]


def test_what_became_of_the_areas_neighbourhoods_is_kept_and_read_again(tmp_path):
    files = [best_fit(), ward_list(), lsoa_changes(CHANGES)]
    written = write_geography(tmp_path, area(), [], files).lsoa_changes
    pairs = written.rows[["former_lsoa_code", "lsoa_code", "change"]].to_numpy().tolist()
    assert pairs == [[old, new, how] for old, new, how, _ in CHANGES[:3]]
    read = read_geography(tmp_path, "a-place").lsoa_changes
    pd.testing.assert_frame_equal(read.rows, written.rows)
    assert (read.years, read.ids) == (
        {"lsoa": "2021", "former_lsoa": "2011"},
        (files[2][0].sha256,),
    )
    write_geography(tmp_path, area(), [], files[:2])
    assert read_geography(tmp_path, "a-place").lsoa_changes.rows.empty


def test_changes_to_another_census_or_of_other_places_are_not_the_areas():
    for other in (lsoa_changes(CHANGES, "31"), lsoa_changes(CHANGES[3:])):
        assert clip_geography(area(), [], [best_fit(), other]).lsoa_changes.rows.empty


def test_the_same_files_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write(tmp_path / name)
    first = {p.name: p.read_bytes() for p in (tmp_path / "one").iterdir()}
    assert first == {p.name: p.read_bytes() for p in (tmp_path / "two").iterdir()}
    assert set(first) == {
        "digests.json", "geography.json", "lookup.parquet", "outlines-area.parquet",
        "outlines-lsoa.parquet",
        "outlines-msoa.parquet", "outlines-ward.parquet",
    }  # fmt: skip


def test_a_lookup_is_read_without_the_outlines(tmp_path):
    """Most chapters want the look-up alone; they should not pay for geopandas."""
    write(tmp_path)
    program = (
        "import sys\nfrom pathlib import Path\nfrom jsna.geo.store import read_geography\n"
        f"read = read_geography(Path({str(tmp_path)!r}), 'a-place')\n"
        "print(len(read.lookup), len(read.members['ward']), 'geopandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["3", "2", "False"], done.stderr


def test_outlines_that_name_no_coordinate_system_ask_for_a_build(tmp_path):
    folder = tmp_path / "a-place"
    write(folder)
    file = folder / "outlines-ward.parquet"
    pd.read_parquet(file).to_parquet(file)  # WKB and no more, as an earlier version wrote it
    write_digests(folder)
    with pytest.raises(UserFileError, match=r"an earlier version.*jsna build a-place"):
        read_geography(folder, "a-place").outlines("ward")


def test_outlines_of_an_earlier_build_do_not_stay(tmp_path):
    write(tmp_path)
    write(tmp_path, [lsoas(), wards()])
    assert not (tmp_path / "outlines-msoa.parquet").exists()


def test_nothing_is_written_when_the_vintages_differ(tmp_path):
    with pytest.raises(SourceError):
        write(tmp_path / "new", [lsoas(), wards("23")])
    assert not (tmp_path / "new").exists()


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    write(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def full(geography):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_note", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, [lsoas(), wards()])
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_geography_that_was_not_built(tmp_path):
    with pytest.raises(UserFileError, match="jsna build a-place"):
        read_geography(tmp_path, "a-place")


def test_outlines_can_be_recoded(project_root):
    from jsna.geo.code_changes import code_changes

    changes = code_changes()
    rows = pd.DataFrame({"code": ["E08000016"], "parent_code": ["E12000003"]})
    assert recode(rows, changes, ["code", "parent_code"])["code"].tolist() == ["E08000038"]
