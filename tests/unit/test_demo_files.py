"""The demonstration's files: the same each time, honest about being invented, and consistent."""

import hashlib
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from jsna.demo.write import RETRIEVED, write_demo_downloads
from jsna.fetching.own_measures import taken_in
from jsna.fetching.registry import all_sources
from jsna.settings.load import Settings
from jsna.snapshots.snapshot import Origin, Snapshot
from jsna.sources.contract import Parsed, ParsedFacts, ParsedLookup

DOMAIN_RANK = r"(Income|Employment|Education|Health|Crime|Barriers|Living)[^(]* Rank"
BETTER_ABOVE = {"high-is-good": "Better", "low-is-good": "Worse", "none": "Higher"}
WORSE_BELOW = {"high-is-good": "Worse", "low-is-good": "Better", "none": "Lower"}


@pytest.fixture(scope="module")
def downloads(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo_downloads(folder, settings)
    return folder


@pytest.fixture(scope="module")
def parsed(settings: Settings, downloads: Path) -> dict[str, list[Parsed]]:
    """What the project's own sources read in the files, by source."""
    sources = all_sources(settings.indicators.values())
    found: dict[str, list[Parsed]] = {}
    for path in _visible(downloads):
        # figures of own measures are read by what describes them
        content = path.read_bytes()
        content, _ = taken_in(path.name, content, settings.areas["exampleshire"], settings)
        titles = {s.id: t for s in sources.values() if (t := s.recognise(path.name, content))}
        assert len(titles) == 1, f"{path.name}: {titles}"
        source = sources[next(iter(titles))]
        found.setdefault(source.id, []).extend(source.parse(_snapshot(path, source.id), content))
    return found


@pytest.fixture(scope="module")
def rows(downloads: Path) -> pd.DataFrame:
    """Every Fingertips row as text, whichever way its file spells the columns."""
    files = sorted(downloads.glob("*fingertips*.csv"))
    frames = [pd.read_csv(f, dtype=str, keep_default_na=False, encoding="utf-8-sig") for f in files]
    spelled = {
        "AreaName": "Area Name",
        "Compared to parent value or percentiles": "Compared to Region value or percentiles",
    }
    return pd.concat([frame.rename(columns=spelled) for frame in frames], ignore_index=True)


@pytest.fixture(scope="module")
def headline(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without a category, each once, their numbers as numbers."""
    frame = rows[rows["Category Type"] == ""]
    keys = ["Indicator ID", "Area Code", "Sex", "Age", "Time period"]
    frame = frame.drop_duplicates(keys)
    numbers = ["Value", "Count", "Denominator", *(c for c in frame if c.endswith("limit"))]
    return frame.assign(
        **{name: pd.to_numeric(frame[name].str.replace(",", "")) for name in numbers}
    )


def test_what_is_there_is_left_alone_and_what_is_not_comes_out_in_the_same_bytes(
    settings: Settings, downloads: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(downloads, folder)
    first = _visible(folder)
    assert len(first) == 24
    times = [path.stat().st_mtime_ns for path in first]
    assert sorted(write_demo_downloads(folder, settings)) == first
    assert [path.stat().st_mtime_ns for path in first] == times
    first[3].write_bytes(first[3].read_bytes()[:-7])
    (folder / "SYNTHETIC-of-last-year.csv").write_text("a,b\n")
    (folder / "mine.csv").write_text("a,b\n")
    write_demo_downloads(folder, settings)
    # one that is damaged: all are made once more
    assert all(path.stat().st_mtime_ns > time for path, time in zip(first, times, strict=True))
    assert not (folder / "SYNTHETIC-of-last-year.csv").exists()
    assert (folder / "mine.csv").exists()
    (folder / "mine.csv").unlink()
    assert _digests(folder) == _digests(downloads)


def test_every_file_and_row_says_that_it_is_invented(downloads: Path, rows: pd.DataFrame) -> None:
    assert all(path.name.startswith("SYNTHETIC-") for path in _visible(downloads))
    assert rows["Value note"].str.contains("SYNTHETIC: invented", regex=False).all()


def test_no_code_is_that_of_a_real_place(
    rows: pd.DataFrame, parsed: dict[str, list[Parsed]]
) -> None:
    lookups = [p.rows for p in parsed["ons-lookups"] if isinstance(p, ParsedLookup)]
    codes = pd.concat(
        [rows["Area Code"], *(frame.filter(like="_code").melt()["value"] for frame in lookups)]
    )
    codes = codes[codes != "E92000001"]
    assert codes.str.fullmatch(r"E\d\d9\d{5}").all()


def test_each_file_is_read_whole_by_one_source(parsed: dict[str, list[Parsed]]) -> None:
    assert set(parsed) == {
        "equity-audit", "fingertips", "indices-of-deprivation", "local-csv", "ons-boundaries",
        "ons-census",
        "ons-lookups", "ons-population-estimates", "ons-population-projections",
        "ons-similar-areas",
    }  # fmt: skip
    refused = [p.refused for items in parsed.values() for p in items if isinstance(p, ParsedFacts)]
    assert pd.concat(refused).empty


def test_every_spelling_and_trap_of_real_downloads_is_there(
    downloads: Path, rows: pd.DataFrame
) -> None:
    heads = [path.read_bytes()[:400] for path in sorted(downloads.glob("*fingertips*.csv"))]
    assert sum(head.startswith(b'\xef\xbb\xbf"Indicator ID"') for head in heads) == 1
    assert rows["Count"].str.contains(",").any()
    england = rows[rows["Area Code"] == "E92000001"]
    assert england["Category"].str.contains("decile").any()
    twice = rows.duplicated(["Indicator ID", "Area Code", "Sex", "Category", "Time period"])
    assert 5 < twice.sum() < 100
    assert (rows["Value"] == "").sum() > 100
    assert rows.loc[rows["Value note"].str.contains("small count"), "Value"].eq("").all()


def test_published_words_follow_from_the_intervals(
    settings: Settings, headline: pd.DataFrame
) -> None:
    keys = ["Indicator ID", "Sex", "Age", "Time period"]
    england = headline[headline["Area Code"] == "E92000001"].set_index(keys)["Value"]
    local = headline[headline["Area Code"] != "E92000001"]
    reference = england.reindex(pd.MultiIndex.from_frame(local[keys])).to_numpy()
    polarity = local["Indicator ID"].map({i: s.polarity for i, s in settings.indicators.items()})
    label = local["Compared to England value or percentiles"]
    wide = label.str.endswith("99.8").to_numpy()
    wide_rule = dict.fromkeys(headline["Indicator ID"], False) | dict.fromkeys(["241", "848"], True)
    for bound, low, high in (
        ("95.0", *_limits(local, "95.0")),
        ("99.8", *_limits(local, "99.8")),
    ):
        mine = label.isin(["Better", "Worse", "Higher", "Lower"]) if bound == "95.0" else wide
        above, below = (low > reference) & mine, (high < reference) & mine
        assert (above | below)[mine].all()
        similar = label.eq("Similar") & local["Indicator ID"].map(wide_rule).eq(bound == "99.8")
        assert not ((low > reference) | (high < reference))[similar].any()
        word = label.str.removesuffix(" 99.8")
        assert (word[above] == polarity[above].map(BETTER_ABOVE)).all()
        assert (word[below] == polarity[below].map(WORSE_BELOW)).all()
    assert label.value_counts()[["Better", "Worse", "Similar", "Higher", "Lower"]].min() > 100


def test_counts_values_and_intervals_agree(settings: Settings, headline: pd.DataFrame) -> None:
    known = headline[headline["Value"].notna()]
    low, high = _limits(known, "95.0")
    spans = low.notna()
    assert (low <= known["Value"])[spans].all() and (known["Value"] <= high)[spans].all()
    per = known["Indicator ID"].map({i: s.multiplier for i, s in settings.indicators.items()})
    made = per * known["Count"] / known["Denominator"]
    counted = known["Count"].notna()
    assert counted.sum() > 10_000
    assert np.allclose(made[counted], known["Value"][counted], atol=1e-5)
    assert (known["Count"] == known["Count"].round())[counted].all()


def test_groups_of_people_are_the_drawn_councils_own_and_add_up_to_less_than_all(
    settings: Settings, rows: pd.DataFrame, headline: pd.DataFrame
) -> None:
    groups = rows[(rows["Category Type"] == "Ethnic groups") & (rows["Value"] != "")]
    own = {area.code for area in settings.areas.values() if area.synthetic}
    assert set(groups["Area Code"]) == own
    assert set(groups["Compared to England value or percentiles"]) == {"Not compared"}
    keys = ["Indicator ID", "Area Code", "Sex", "Age", "Time period"]
    parts = groups.assign(Count=pd.to_numeric(groups["Count"].str.replace(",", "")))
    whole = headline.set_index(keys)["Count"]
    sums = parts.groupby(keys)["Count"].sum()
    assert len(sums) >= 2 and (sums <= whole.reindex(sums.index)).all()


def test_similar_areas_are_of_the_invented_country_and_nobody_is_its_own(
    rows: pd.DataFrame, parsed: dict[str, list[Parsed]]
) -> None:
    sets = {item.set_id: item.rows for item in parsed["ons-similar-areas"]}
    assert set(sets) == {"ons-global", "ons-economic", "ons-demographic"}
    for frame in sets.values():
        assert set(frame["area_code"]) == set(frame["neighbour_code"]) <= set(rows["Area Code"])
        assert (frame["area_code"] != frame["neighbour_code"]).all()
        assert (frame.groupby("area_code")["neighbour_code"].nunique() == 20).all()
    # three kinds of likeness, not one under three names
    orders = {frame["neighbour_code"].str.cat() for frame in sets.values()}
    assert len(orders) == 3


def test_values_lie_in_the_allowed_range(settings: Settings, headline: pd.DataFrame) -> None:
    for indicator_id, values in headline.groupby("Indicator ID")["Value"]:
        low, high = settings.indicators[str(indicator_id)].allowed_range
        assert values.between(low, high)[values.notna()].all(), indicator_id


def test_england_is_the_sum_of_its_regions(headline: pd.DataFrame) -> None:
    keys = ["Indicator ID", "Sex", "Time period"]
    counts = headline[headline["Count"].notna()]
    england = counts[counts["Area Type"] == "England"].set_index(keys)["Count"]
    regions = counts[counts["Area Type"] == "Region"].groupby(keys)["Count"].sum()
    both = england.index.intersection(regions.index)
    assert len(both) > 300
    assert np.allclose(england[both], regions[both])


def test_there_are_enough_authorities_to_rank_among(headline: pd.DataFrame) -> None:
    upper = headline[headline["Area Type"].isin(["UA", "County"])]
    assert upper.groupby("Indicator ID")["Area Code"].nunique().min() >= 20
    assert headline["Area Code"][headline["Area Type"] == "District"].nunique() == 4


def test_the_small_council_lacks_indicators_and_has_wide_intervals(
    settings: Settings, headline: pd.DataFrame
) -> None:
    small = headline[headline["Area Code"] == settings.area("otherborough").code]
    large = headline[headline["Area Code"] == settings.area("exampleshire").code]
    used = {i for p in settings.strategy("otherborough-jhws").priorities for i in p.indicators}
    missing = set(large["Indicator ID"]) - set(small["Indicator ID"])
    assert missing & used
    assert small["Value note"].str.contains("small count").any()
    low, high = _limits(small, "95.0")
    matters = small["Indicator ID"].map({i: s.matters for i, s in settings.indicators.items()})
    too_wide = ((high - low) / 2 > matters) & small["Indicator ID"].isin(list(used))
    assert too_wide.mean() > 0.1


def test_deprived_places_fare_worse(settings: Settings, headline: pd.DataFrame) -> None:
    newest = headline[headline["Time period"] == "2024/25"]
    value = newest[newest["Indicator ID"] == "93700"].set_index("Area Code")["Value"]
    assert value[settings.area("exampleshire").code] > value[settings.area("otherborough").code]


def test_an_indicator_that_is_added_gets_values(settings: Settings, tmp_path: Path) -> None:
    new = settings.indicators["92443"].model_copy(update={"id": "99001", "title": "Brand new"})
    source = new.source.model_copy(update={"id": "99001"})
    new = new.model_copy(update={"source": source})
    # of its own theme alone: what the others get is no other file's matter
    near = {id: one for id, one in settings.indicators.items() if one.theme == new.theme}
    more = replace(settings, indicators={**near, "99001": new})
    paths = write_demo_downloads(tmp_path, more)
    text = next(p for p in paths if "healthy-living" in p.name).read_text(encoding="utf-8")
    assert text.count("99001,Brand new") > 200


def test_wards_and_lsoas_nest_and_do_not_overlap(downloads: Path) -> None:
    lsoas, wards, districts = (_shapes(downloads, kind) for kind in ("LSOA21", "WD24", "LAD24"))
    lookup = pd.read_csv(next(downloads.glob("*LSOA21_WD24*")), dtype=str)
    lookup = lookup.set_index("LSOA21CD").loc[list(lsoas)]
    counts = lookup.groupby("LAD24NM").agg(lsoas=("LSOA21NM", "size"), wards=("WD24CD", "nunique"))
    assert counts.loc["Exampleshire"].tolist() == [160, 25]
    assert counts.loc["Otherborough"].tolist() == [26, 15]
    assert (lookup.groupby("WD24CD").size() == 1).sum() >= 4
    assert all(shape.is_valid and shape.geom_type == "Polygon" for shape in lsoas.values())
    for code, shape in wards.items():
        inside = shapely.union_all([lsoas[c] for c in lookup.index[lookup["WD24CD"] == code]])
        assert inside.symmetric_difference(shape).area < 1e-9
    total = sum(shape.area for shape in lsoas.values())
    assert total == pytest.approx(sum(shape.area for shape in districts.values()), rel=1e-6)


def test_a_tenth_of_lsoas_is_in_each_decile_and_the_core_is_deprived(
    parsed: dict[str, list[Parsed]], downloads: Path
) -> None:
    facts = _facts(parsed, "indices-of-deprivation").drop_duplicates(["indicator_id", "area_code"])
    for name in ("imd-decile", "idaci-decile", "idaopi-decile"):
        deciles = facts[facts["indicator_id"] == name].set_index("area_code")["value"]
        assert deciles.value_counts(normalize=True).round(2).eq(0.1).all()
    lookup = pd.read_csv(next(downloads.glob("*LSOA21_WD24*")), dtype=str).set_index("LSOA21CD")
    deciles = facts[facts["indicator_id"] == "imd-decile"].set_index("area_code")["value"]
    worst = (deciles == 1).groupby(lookup["LAD24NM"]).mean()
    assert 0.15 < worst["Exampleshire"] < 0.3
    assert worst["Otherborough"] == 0


def test_file_7_hangs_together_as_the_published_one_does(downloads: Path) -> None:
    file = pd.read_csv(next(downloads.glob("*file-7*")))
    ranks = file.filter(regex="Rank")[[c for c in file if re.match(DOMAIN_RANK, c)]]
    share = (len(file) - ranks + 1) / len(file)
    points = -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))
    score = (points * [0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093]).sum(axis=1)
    imd = file.filter(regex=r"\(IMD\)")
    assert (imd.iloc[:, 0] - score).abs().max() < 0.001
    assert (imd.iloc[:, 1] == score.rank(ascending=False, method="first")).all()
    assert (np.ceil(imd.iloc[:, 1] * 10 / len(file)) == imd.iloc[:, 2]).all()
    people = file.filter(regex="mid 2022")
    assert (people.iloc[:, 1:].sum(axis=1) - people["Total population: mid 2022"]).max() < 1000
    assert (people > 0).all(axis=None)


def test_population_files_agree_with_each_other(
    settings: Settings, parsed: dict[str, list[Parsed]]
) -> None:
    projected = _facts(parsed, "ons-population-projections")
    estimated = _facts(parsed, "ons-population-estimates")
    assert set(projected["edition"]) == {"2022-based"}
    assert projected["period_label"].nunique() == 26
    total = {"sex": "Persons", "age": "All ages"}
    base, newest = (
        frame[(frame[list(total)] == pd.Series(total)).all(axis="columns")].pivot_table(
            index="area_code", columns="period_label", values="value"
        )
        for frame in (projected, estimated)
    )
    assert np.allclose(base["mid-2022"], newest["mid-2022"])
    assert (newest["mid-2024"] < base["mid-2024"]).all()
    residents = _facts(parsed, "ons-census")
    whole = residents[residents["age"] == "All ages"]["value"].sum()
    councils = [settings.area(slug).code for slug in ("exampleshire", "otherborough")]
    assert whole == pytest.approx(newest.loc[councils, "mid-2021"].sum(), rel=0.001)


def _visible(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if not p.name.startswith("."))


def _digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in _visible(folder)}


def _limits(frame: pd.DataFrame, width: str) -> tuple[pd.Series, pd.Series]:
    return frame[f"Lower CI {width} limit"], frame[f"Upper CI {width} limit"]


def _facts(parsed: dict[str, list[Parsed]], source: str) -> pd.DataFrame:
    return pd.concat([p.facts for p in parsed[source] if isinstance(p, ParsedFacts)])


def _shapes(downloads: Path, kind: str) -> dict[str, shapely.Geometry]:
    text = next(downloads.glob(f"*{kind}_boundaries*")).read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return {
        f["properties"][f"{kind}CD"]: shapely.from_geojson(json.dumps(f["geometry"]))
        for f in features
    }


def _snapshot(path: Path, source: str) -> Snapshot:
    content = path.read_bytes()
    return Snapshot(
        sha256=hashlib.sha256(content).hexdigest(), source=source, title=path.name,
        publisher="", url=path.name, retrieved=RETRIEVED, licence="synthetic", attribution="",
        size=len(content), media_type="text/csv", origin=Origin.DEMO,
    )  # fmt: skip
