import pandas as pd

from jsna.geo.code_changes import code_map, recode


def test_the_same_place_under_two_codes_becomes_one(changes):
    facts = pd.DataFrame({"area_code": ["E08000016", "E08000038", "E06000048", "E06000017"]})
    assert recode(facts, changes)["area_code"].tolist() == [
        "E08000038", "E08000038", "E06000057", "E06000017",
    ]  # fmt: skip


def test_authorities_that_merged_or_split_keep_their_codes(changes):
    codes = ["E07000163", "E10000006", "E10000021", "E06000028"]
    facts = pd.DataFrame({"area_code": codes})
    assert recode(facts, changes)["area_code"].tolist() == codes


def test_a_county_that_became_a_unitary_authority_changes_its_type(changes):
    facts = pd.DataFrame({"area_code": ["E10000023", "E10000003"], "area_type": "county"})
    assert recode(facts, changes).to_numpy().tolist() == [
        ["E06000065", "unitary"], ["E10000003", "county"],
    ]  # fmt: skip


def test_the_settings_code_is_kept_and_the_newest_of_several(changes):
    assert code_map(changes, ["E08000016"])["E08000038"] == "E08000016"
    both = code_map(changes, ["E08000016", "E08000038"])
    assert both["E08000016"] == "E08000038"
    assert "E08000038" not in both


def test_chains_end_at_the_newest():
    table = pd.DataFrame({"old_code": ["a", "b"], "new_code": ["b", "c"], "kind": "same-place"})
    assert code_map(table) == {"a": "c", "b": "c"}


def test_the_table_says_when_a_code_ended_and_how(changes):
    rows = changes.set_index("old_code")
    assert rows.loc["E08000016", ["new_code", "kind"]].tolist() == ["E08000038", "same-place"]
    assert rows.loc["E07000163", "until"] == pd.Timestamp("2023-03-31")
    assert rows.loc["E10000006", "kind"].tolist() == ["split", "split"]
