import pandas as pd
import pytest

from jsna.errors import UserFileError
from jsna.geo.code_changes import code_map, codes_of, read_code_changes, recode


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


def test_every_code_of_a_place(changes):
    assert codes_of("E08000038", changes) == {"E08000016", "E08000038"}
    assert codes_of("E06000017", changes) == {"E06000017"}


def test_chains_end_at_the_newest():
    table = pd.DataFrame({"old_code": ["a", "b"], "new_code": ["b", "c"], "kind": "same-place"})
    assert code_map(table) == {"a": "c", "b": "c"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("old_code,new_code\nx,y\n", "missing column"),
        ("old_code,new_code,name,year,kind,note\na,b,A,2020,moved,\n", "line 2"),
        ("old_code,new_code,name,year,kind,note\na,b,A,2020,same-place,\n"
         "a,c,A,2020,same-place,\n", "line 3"),
    ],
)  # fmt: skip
def test_a_table_with_a_mistake(tmp_path, text, message):
    (tmp_path / "changes.csv").write_text(text)
    with pytest.raises(UserFileError, match=message):
        read_code_changes(tmp_path / "changes.csv")


def test_no_table(tmp_path):
    with pytest.raises(UserFileError, match="no table"):
        read_code_changes(tmp_path / "changes.csv")
