"""A file with small counts goes through the second invented council: two releases, facts, diff."""

import json

import pandas as pd
import pytest
from ruamel.yaml import YAML

from attack_tools.hand_made import release_of, truth_of
from attack_tools.invented_truth import Geography
from attack_tools.published import beside, pieces_of
from attack_tools.published_rows import read_seen
from attack_tools.recover import attack
from attack_tools.rules import RULES
from attack_tools.workspace import PROJECT, SLUG, Answer, Workspace, make_workspace
from jsna.demo.country import authorities
from jsna.demo.lookup_files import lsoa_to_ward, ward_to_region
from jsna.demo.small_areas import small_areas
from jsna.demo.write import synthetic_councils
from jsna.settings.load import Settings

SETTINGS = PROJECT / "config/areas/otherborough.yml"
FEW = {3: 2, 11: 6, 19: 1}
"""Place of an LSOA -> how many; all others are many."""
LATER = {**FEW, 11: 9, 4: 5}


@pytest.fixture(scope="module")
def places(settings: Settings) -> Geography:
    everyone = authorities(synthetic_councils(settings))
    lsoas = small_areas(everyone)
    own = lsoas[lsoas["slug"] == "otherborough"]
    code = own["district_code"].iloc[0]
    wards = own.groupby("ward_code")["lsoa_code"].agg(frozenset).to_dict()
    area_of = {lsoa: frozenset([lsoa]) for lsoa in own["lsoa_code"]} | wards
    area_of[code] = frozenset(own["lsoa_code"])
    files = {"lsoas.csv": lsoa_to_ward(lsoas), "wards.csv": ward_to_region(lsoas, everyone)}
    lookups = {name: frame.to_csv(index=False) for name, frame in files.items()}
    levels = ((code,), tuple(wards), tuple(own["lsoa_code"]))
    return Geography("second council", code, levels, area_of, lookups, True)


@pytest.fixture(scope="module")
def truths(places):
    many = [30 + 7 * n % 40 for n in range(len(places.places))]
    return [
        truth_of([few.get(n, count) for n, count in enumerate(many)], places)
        for few in (FEW, LATER)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(places, truths, tmp_path_factory) -> Workspace:
    """Otherborough with two releases, one after the other, each made into facts."""
    with pytest.MonkeyPatch.context() as patch:
        made = make_workspace(tmp_path_factory.mktemp("second") / "checkout", places.main)
        yaml = YAML(typ="safe")
        yaml.dump(yaml.load(SETTINGS), made.root / f"config/areas/{SLUG}.yml")
        patch.setenv("JSNA_HOME", str(made.root))
        patch.setenv("JSNA_WORK", str(made.work))
        marked = places.places[19]
        lines = "\n".join(
            f"area={code}" + (";mark=<8" if code == marked else "") for code in places.area_of
        )
        for truth in truths:
            answer = made.fetch(release_of(truth, lines).files, places.lookups)
            assert answer.code == 0, answer.told
            assert made.jsna("build", SLUG).code == 0
        yield made


@pytest.fixture(scope="module")
def diff(workspace) -> dict[str, Answer]:
    return {word: workspace.jsna("diff", SLUG, *word.split()) for word in ("", "--json")}


def test_nothing_is_worked_out_of_both_releases(workspace, places, truths):
    files = workspace.kept()
    newest = [id for id in files if id in workspace.pinned()]
    assert len(newest) == 1
    seen = [
        read_seen(row, truths[id in newest], int(id in newest))
        for id, file in files.items()
        for row in file.rows
    ]
    done = attack(seen, truths, [RULES[""]] * 2)
    assert (done.recovered, done.wrong) == ((), ())
    assert done.looked_at == sum(count < 8 for count in LATER.values())
    assert sum(row.is_hidden for row in seen) < len(seen) / 2


def test_facts_of_hidden_neighbourhoods_have_no_number(workspace, places):
    facts = pd.read_parquet(workspace.work / "data/facts" / SLUG / "facts.parquet")
    own = facts[facts["indicator_id"] == "own-share"].set_index("area_code")
    hidden = own.loc[[places.places[n] for n in LATER if LATER[n] < 8]]
    assert hidden[["value", "count", "lower_95", "upper_95"]].isna().all(axis=None)
    assert own["value"].notna().sum() > len(own) / 2


def test_a_diff_is_not_for_publication_and_tells_only_what_was_kept(diff, workspace, places):
    """Between two releases stands what either shows: of the hidden ones that they are hidden."""
    assert "NOT FOR PUBLICATION" in diff[""].told
    told = json.loads(diff["--json"].told)
    assert told["for_publication"] is False
    rows = [row for file in workspace.kept().values() for row in file.rows]
    kept = {(row["area_code"], row[name]) for row in rows for name in ("value", "denominator")}
    changes = told["changes"]
    assert {places.places[4], places.main} <= {change["area_code"] for change in changes}
    for change in changes:
        for side in {change["before"], change["after"]} - {"suppressed", ""}:
            assert (change["area_code"], side) in kept, change


def test_no_piece_of_the_work_folder_tells_a_count_that_is_hidden(workspace, places):
    pieces = list(pieces_of(workspace.work))
    assert beside(pieces, (places.places[4],), ("suppressed",))
    assert beside(pieces, (places.places[4],), ("5.0", "0.6", "0.621")) == []
    assert beside(pieces, (places.places[3],), ("2", "2.0", "0.2", "0.249")) == []


def test_a_diff_says_so_of_an_indicator_that_left_the_catalogue_too(workspace):
    file = workspace.root / "data/catalogue/indicators/theme/own-share.yml"
    kept = file.read_text("utf-8")
    file.unlink()
    try:
        answer = workspace.jsna("diff", SLUG)
    finally:
        file.write_text(kept, "utf-8")
    assert answer.code == 0, answer.told
    assert answer.told.startswith("NOT FOR PUBLICATION")
