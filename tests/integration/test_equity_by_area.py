"""`jsna equity` with an area's own facts: who lives in the target areas, by age."""

import json

import pandas as pd
import pytest

from conftest import BuiltPack, run_jsna

CUSTOM = "Old Canal Corridor"


def equity(pack: BuiltPack, *words: str):
    return run_jsna(pack.work, "equity", *words, "--area", pack.area)


@pytest.fixture
def users(tmp_path):
    file = tmp_path / "users.csv"
    file.write_text("service,place,users\nA,E01900024,30\nA,E01900001,170\n", "utf-8")
    return file


def test_the_share_to_expect_is_counted_out_of_the_census(demo_pack, users):
    done = equity(demo_pack, "--users", str(users), "--target", CUSTOM, "--json")
    assert done.returncode == 0, done.stderr
    (service,) = json.loads(done.stdout)["services"]
    facts = pd.read_parquet(demo_pack.work / "data" / "facts" / demo_pack.area / "facts.parquet")
    people = facts[(facts["indicator_id"] == "census-residents") & (facts["age"] == "All ages")]
    inside = people["area_code"].isin([f"E019000{n}" for n in (24, 25, 26, 27, 28, 98, 99)])
    expected = 100 * people.loc[inside, "value"].sum() / people["value"].sum()
    assert service["expected"] == pytest.approx(expected)
    assert (service["users_from_target"], service["users"]) == (30, 200)


def test_the_most_deprived_fifth_is_a_target_and_invented_data_says_so(demo_pack, users):
    done = equity(demo_pack, "--users", str(users), "--target", "most-deprived-fifth")
    assert done.returncode == 0, done.stderr
    assert "SYNTHETIC" in done.stdout.splitlines()[1] + done.stdout.splitlines()[0]
    assert "England's most deprived fifth of neighbourhoods (2025 edition)" in done.stdout
    assert "Source" in done.stdout or "Invented data" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--target", "Old Canal Coridor"], f"Did you mean '{CUSTOM}'?"),
        ([], "--area and --target go together"),
    ],
)
def test_a_mistake_is_told_and_no_traceback(demo_pack, users, words, said):
    done = equity(demo_pack, "--users", str(users), *words)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr
