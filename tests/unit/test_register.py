"""The register of authorities: who stood when, names as people write them, codes of one place."""

import importlib.util

import pandas as pd
import pytest
from geo_files import area
from invented_facts import fact, facts_of
from invented_register import a_register

from jsna.fetching.own_areas import own_codes, why_not_needed
from jsna.register.authorities import authorities, codes_of_place
from jsna.register.names import name_in_prose, plain_name
from jsna.register.register import KIND_OF_AREA_TYPE, NOT_ENDED, national_register, register_with
from jsna.sources.contract import ParsedFacts
from jsna.sources.gss_code import area_types


@pytest.fixture(scope="module")
def register():
    return national_register()


@pytest.mark.parametrize(
    ("day", "lower", "upper"),
    [
        # as ONS and the ministry counted them after each reorganisation
        ("2009-04-01", 326, 152), ("2019-03-31", 326, 152), ("2019-04-01", 317, 151),
        ("2020-04-01", 314, 151), ("2021-03-31", 314, 151), ("2021-04-01", 309, 152),
        ("2023-03-31", 309, 152), ("2023-04-01", 296, 153), ("2025-12-31", 296, 153),
        ("1999-12-31", 326, 152),
    ],
)  # fmt: skip
def test_as_many_authorities_stood_on_a_day_as_there_were(register, day, lower, upper):
    kinds = register.in_force(pd.Timestamp(day))["area_type"].value_counts()
    assert kinds["district"] + kinds["unitary"] == lower
    assert kinds["county"] + kinds["unitary"] == upper


def test_regions_have_their_authorities(register):
    now = register.in_force(pd.Timestamp("2023-12-31"))
    upper = now[now["area_type"] != "district"]["region_name"].value_counts().to_dict()
    assert upper == {
        "London": 33, "North West": 24, "South East": 19, "South West": 15, "West Midlands": 14,
        "North East": 12, "East of England": 11, "Yorkshire and The Humber": 15,
        "East Midlands": 10,
    }  # fmt: skip


def test_every_row_is_whole_and_every_change_leads_somewhere():
    rows = {item.code: item for item in authorities()}
    assert len(rows) == len(authorities())
    kinds = area_types(pd.Series(list(rows)))
    held = national_register().rows.set_index("code")["area_type"]
    assert held.reindex(list(rows)).tolist() == kinds.tolist()
    for item in rows.values():
        assert item.name and item.region_code.startswith("E12") and item.begins >= "2009-04-01"
        assert bool(item.ends) == bool(item.replaced_by) == bool(item.change)
        assert (item.kind == "district") == bool(item.county_code)
        assert not item.county_code or rows[item.county_code].region_code == item.region_code
        for code in item.replaced_by:
            gap = pd.Timestamp(rows[code].begins) - pd.Timestamp(item.ends)
            assert gap.days == 1 and rows[code].region_code == item.region_code
            assert (item.code in rows[code].former_codes) == (item.change == "same-place")


def code_of(register, name, kinds=tuple(KIND_OF_AREA_TYPE)):
    return register.codes_by_name(kinds).get(plain_name(name), "")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bristol", "E06000023"), ("Bristol, City of", "E06000023"),
        ("City of Bristol", "E06000023"),
        ("Herefordshire, County of", "E06000019"), ("Herefordshire", "E06000019"),
        ("St. Helens", "E08000013"), ("St Helens", "E08000013"), ("Durham", "E06000047"),
        ("County Durham", "E06000047"), ("Kingston upon Hull, City of", "E06000010"),
        ("Hull", "E06000010"), ("King\u2019s Lynn & West Norfolk", "E07000146"),
        ("telford & wrekin", "E06000020"), ("Southend on Sea", "E06000033"),
        ("City of London", "E09000001"), ("London Borough of Camden", "E09000007"),
        ("Rotherham MBC", "E08000018"), ("Barnsley", "E08000038"), ("Cumbria", "E10000006"),
        ("Buckinghamshire", "E06000060"), ("Dorset", "E06000059"), ("Bournemouth", "E06000028"),
    ],
)  # fmt: skip
def test_a_name_as_people_write_it_is_matched(register, name, code):
    assert code_of(register, name) == code


@pytest.mark.parametrize("name", ["London", "Newcastle", "", "City of", "Cardiff", "North", "E06"])
def test_a_name_of_several_or_of_none_has_no_code(register, name):
    assert code_of(register, name) == ""


def test_a_name_is_looked_for_in_its_tier_alone(register):
    assert code_of(register, "Lincoln") == "E07000138"
    assert code_of(register, "Lincoln", ("county", "unitary")) == ""


def test_two_authorities_of_one_name_give_it_to_neither():
    twins = a_register(
        ("E06000001", "unitary", "Elmby"), ("E07000001", "district", "Elmby Borough")
    )
    assert code_of(twins, "Elmby") == ""
    assert code_of(twins, "Elmby", ("unitary",)) == "E06000001"


@pytest.mark.parametrize(
    ("name", "said"),
    [("Bristol, City of", "Bristol"), ("Herefordshire, County of", "Herefordshire"),
     ("Bournemouth, Christchurch and Poole", "Bournemouth, Christchurch and Poole")],
)  # fmt: skip
def test_a_name_in_a_sentence(name, said):
    assert name_in_prose(name) == said


def test_codes_of_one_place_are_found_from_either_and_a_merger_is_no_place():
    assert codes_of_place("E08000016") == codes_of_place("E08000038") == {"E08000016", "E08000038"}
    assert codes_of_place("E10000023") == {"E10000023", "E06000065"}
    assert codes_of_place("E07000163") == {"E07000163"}
    assert codes_of_place("E06900001") == {"E06900001"}


@pytest.mark.parametrize(
    ("asked", "given"), [("E08000038", "E08000016"), ("E08000016", "E08000038")]
)
def test_a_file_under_the_places_other_code_is_the_areas_without_former_codes(asked, given):
    place = area(asked, former_codes=())
    assert place.codes == {asked, given}
    facts = facts_of(fact(given))
    none = facts.iloc[:0]
    names = facts[["area_code", "area_type"]].assign(area_name="A Place")
    item = ParsedFacts(facts=facts, published=none, names=names, refused=none)
    assert why_not_needed(item, place, own_codes(place, [item])) == ""
    other = area("E08000018", former_codes=())
    assert why_not_needed(item, other, own_codes(other, [item])).startswith("it holds nothing for")


def test_authorities_that_only_the_facts_know_stand_always_and_invented_ones_alone():
    names = pd.DataFrame(
        [("E06900001", "unitary", "Elmby", "E12900001"), ("E05000001", "ward", "A ward", "")],
        columns=["area_code", "area_type", "area_name", "region_code"],
    )
    alone = register_with(names, invented=True).rows
    assert alone[["code", "name", "region_code"]].to_numpy().tolist() == [
        ["E06900001", "Elmby", "E12900001"]
    ]
    assert (alone["ends"] == NOT_ENDED).all()
    beside = register_with(names.drop(columns="region_code"), invented=False)
    assert len(beside.rows) == len(authorities()) + 1
    assert len(beside.in_force(pd.Timestamp("2030-01-01"))) == 318


@pytest.fixture(scope="module")
def script(project_root):
    path = project_root / "scripts" / "build_register.py"
    spec = importlib.util.spec_from_file_location("build_register", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def lists(tmp_path):
    """Two lists of one county whose two districts became one authority, and a look-up of before."""
    rows = [
        (
            "OLD",
            "Oldshire County Council",
            "Oldshire",
            "E10000001",
            "",
            "2023-04-01",
            "NEW",
            "CTY",
            "",
        ),
        ("ONE", "One Council", "One", "E07000001", "", "2023-04-01", "NEW", "NMD", "OLD"),
        ("TWO", "Two Council", "Two", "E07000002", "", "2023-04-01", "NEW", "NMD", "OLD"),
        ("NEW", "Newshire Council", "Newshire", "E06000001", "2023-04-01", "", "", "UA", ""),
    ]
    first = [
        "local-authority-code",
        "official-name",
        "nice-name",
        "gss-code",
        "start-date",
        "end-date",
        "replaced-by",
        "local-authority-type",
        "county-la",
    ]
    frame = pd.DataFrame(rows, columns=first).assign(
        region="A region", **{"alt-names": "", "former-gss-codes": ""}
    )
    frame.to_csv(tmp_path / "first.csv", index=False)
    codes = pd.DataFrame(
        [
            (c, n, "E06000001", "E12000001", "A region")
            for c, n in (("E07000001", "One"), ("E07000002", "Two"), ("E06000001", "Newshire"))
        ],
        columns=["LADCD", "LADNM", "LADCD_ACTIVE", "RGNCD", "RGNNM"],
    )
    codes.to_csv(tmp_path / "second.csv", index=False)
    counties = "LAD21CD,LAD21NM,CTY21CD,CTY21NM\nE07000001,One,E10000001,Oldshire\n"
    (tmp_path / "counties.csv").write_text(counties)
    (tmp_path / "2023.csv").write_text("areacd,areanm\nE06000001,Newshire\nW06000001,Elsewhere\n")
    return tmp_path  # fmt: skip


def arguments(folder):
    return [
        "--authorities", str(folder / "first.csv"), "--codes", str(folder / "second.csv"),
        "--counties", str(folder / "counties.csv"), "--in-force", f"2023-12-31={folder}/2023.csv",
        "--out", str(folder / "made.csv"),
    ]  # fmt: skip


def test_the_script_joins_the_lists(script, lists, monkeypatch):
    monkeypatch.setattr(script, "SLIPS", {})
    assert script.main(arguments(lists)) == 0
    made = pd.read_csv(lists / "made.csv", dtype=str, keep_default_na=False).set_index("code")
    assert made.loc["E10000001", ["to", "replaced_by", "change"]].tolist() == [
        "2023-03-31", "E06000001", "same-place",
    ]  # fmt: skip
    assert made.loc["E07000001", ["county_code", "change"]].tolist() == ["E10000001", "merged"]
    assert made.loc["E06000001", "former_codes"] == "E10000001"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("second.csv", "E07000002,Two,E06000001", "E07000002,Two,E07000002", "E07000002: becomes"),
        (
            "second.csv",
            "E12000001,A region\nE06",
            "E12000001,Another\nE06",
            "E07000002: two regions",
        ),
        ("counties.csv", "E10000001", "E10000009", "E07000001: county of 2021"),
        ("2023.csv", "E06000001", "E06000002", "E06000001: 2023-12-31, in one of the register"),
        ("first.csv", ",UA,", ",NMD,", "E06000001: kind"),
    ],
)
def test_the_script_writes_nothing_where_the_lists_disagree(
    script, lists, monkeypatch, capsys, file, old, new, told
):
    monkeypatch.setattr(script, "SLIPS", {})
    text = (lists / file).read_text()
    assert old in text
    (lists / file).write_text(text.replace(old, new))
    assert script.main(arguments(lists)) == 1
    assert told in capsys.readouterr().err
    assert not (lists / "made.csv").exists()
