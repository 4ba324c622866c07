"""What commands give out of small counts: hashes, written files, fetches over the network."""

import csv
import io
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from attack_tools.cheap_attacks import digests_kept, guesses_confirmed, small_guesses
from attack_tools.hand_made import W1, W2, W3, release_of, truth_of, wards
from attack_tools.invented_truth import AREA, geography
from attack_tools.published_rows import read_seen
from attack_tools.recover import Attacked, attack
from attack_tools.rules import RULES
from attack_tools.truth import Truth
from attack_tools.workspace import SLUG, Workspace, area_settings, make_workspace
from loopback.all_services import CHANGES, LARGER, LOOKUP
from loopback.arcgis import FakeLayer, arcgis_routes
from loopback.server import LoopbackServer

OTHER, WARD_OF_OTHER = "E06000902", "E05900101"
NAME = "ours-1.csv"


@pytest.fixture
def workspace(tmp_path, monkeypatch) -> Workspace:
    made = make_workspace(tmp_path / "checkout", AREA)
    monkeypatch.setenv("JSNA_HOME", str(made.root))
    monkeypatch.setenv("JSNA_WORK", str(made.work))
    return made


def attack_texts(truth: Truth, *texts: str) -> Attacked:
    """Attack the rows of some kept files of one release."""
    rows = [row for text in texts for row in csv.DictReader(io.StringIO(text))]
    return attack([read_seen(row, truth, 0) for row in rows], [truth], [RULES[""]])


# -- hashes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [None, "*"])
def test_no_hash_that_is_kept_confirms_a_guess(workspace, mark):
    """Whoever has the kept file puts each small number back and compares hashes."""
    places = wards(2)
    given = "" if mark is None else f";mark={mark}"
    release = release_of(truth_of([3, 592], places), f"area={AREA}\narea={W1}{given}\narea={W2}")
    assert workspace.fetch(release.files, places.lookups).code == 0
    assert workspace.jsna("build", SLUG).code == 0
    raw = release.files[NAME]
    column = raw.splitlines()[0].split(",").index("count")
    guesses = [*small_guesses(raw, 2, column), raw.encode()]
    kept = digests_kept(workspace.work)
    assert len(kept) > 1  # the snapshots' own names are found, so others would be
    assert guesses_confirmed(kept, guesses) == []


# -- a file that a command writes --------------------------------------------------------------


def test_a_baseline_freezes_no_more_than_was_kept(workspace):
    """It goes under version control: what the council's file hides, or its counts, never do."""
    priority = {"id": "first", "number": 1, "title": "First", "aim": "A.",
                "indicators": ["own-share"]}  # fmt: skip
    strategy = {"title": "A plan", "short_title": "Plan", "area": SLUG, "start": "2024-01-01",
                "end": "2029-01-01", "document": {"title": "A plan"},
                "priorities": [priority]}  # fmt: skip
    folder = workspace.root / "reports/strategies/plan"
    folder.mkdir(parents=True)
    YAML(typ="safe").dump(strategy, folder / "strategy.yml")
    rows = [("2021-01-01/P1Y", 82, 403), ("2022-01-01/P1Y", 3, 403), ("2024-01-01/P1Y", 90, 403)]
    text = "indicator_id,area_code,period,value,count,denominator\n" + "".join(
        f"own-share,{AREA},{period},{100 * n / of:.1f},{n},{of}\n" for period, n, of in rows
    )
    assert workspace.fetch({NAME: text}, wards(2).lookups).code == 0
    assert workspace.jsna("build", SLUG).code == 0
    done = workspace.jsna("baseline", SLUG, "plan")
    assert done.code == 0, done.told
    (frozen,) = csv.DictReader(
        io.StringIO((folder / f"baseline/{SLUG}.csv").read_text("utf-8-sig"))
    )
    (kept,) = workspace.kept().values()
    shown = {row["period"]: row["value"] for row in kept.rows if row["value"]}
    assert frozen["period"] == max(period for period in shown if period < "2024")
    assert float(frozen["value"]) == pytest.approx(float(shown[frozen["period"]]))
    assert frozen["period"].startswith("2021") and frozen["sources"] == "local-csv"
    # 0.7% of 2022 is hidden, and no count stands beside 2021's
    assert not {"0.7", "82", "403", "3"} & set(frozen.values())


@pytest.fixture
def beside_another(workspace) -> Workspace:
    """A project in which another area has released its file of the same indicator."""
    YAML(typ="safe").dump(
        {**area_settings(OTHER), "name": "Another"}, workspace.root / "config/areas/another.yml"
    )
    folder = workspace.root / "of-another"
    folder.mkdir()
    head = "indicator_id,area_code,period,value,count\n"
    rows = [(OTHER, 900), (WARD_OF_OTHER, 300), ("E05900102", 600)]
    text = head + "".join(f"own-number,{c},2024-01-01/P1Y,{n},{n}\n" for c, n in rows)
    (folder / "theirs.csv").write_text(text, "utf-8")
    for name, lookup in geography("two authorities", 2).lookups.items():
        (folder / name).write_text(lookup, "utf-8")
    assert workspace.jsna("fetch", "another", "--from", str(folder)).code == 0
    return workspace


@pytest.mark.parametrize("counts", [(5, 200, 275), (5, 201, 276)])
def test_a_written_file_is_as_safe_as_a_fetched_one(beside_another, tmp_path, counts):
    """Of 480 in all, 200 and 275 are shown: the last ward's 5 was a subtraction."""
    places = wards()
    truth = truth_of(counts, places)
    own = f"area={AREA};indicator_id=own-number\n"
    own += "\n".join(f"area={w};indicator_id=own-number" for w in (W1, W2, W3))
    file, out = tmp_path / "ours.csv", tmp_path / "protected.csv"
    file.write_text(release_of(truth, own).files[NAME], "utf-8")
    answer = beside_another.jsna("disclosure", str(file), "--to", str(out))
    assert answer.code == 0, answer.told
    done = attack_texts(truth, out.read_text("utf-8"))
    assert done.recovered == ()
    assert done.wrong == ()
    assert done.looked_at == 1


def test_a_refused_file_is_not_written(workspace, tmp_path):
    out = tmp_path / "protected.csv"
    release = release_of(truth_of([3, 500, 592], wards()), f"area={AREA}\narea={W1};sex=Femal")
    file = tmp_path / "ours.csv"
    file.write_text(release.files[NAME], "utf-8")
    answer = workspace.jsna("disclosure", str(file), "--to", str(out))
    assert answer.code != 0
    assert "line 3" in answer.told
    assert "Femal" in answer.told
    assert not out.exists()


@pytest.mark.parametrize("command", ["disclosure", "fetch"])
def test_a_refusal_tells_no_count(workspace, tmp_path, command):
    """What stands there is told of the label; the numbers beside it are not."""
    release = release_of(truth_of([6173, 500, 592], wards()), f"area={AREA}\narea={W1};sex=Femal")
    file = tmp_path / "ours.csv"
    file.write_text(release.files[NAME], "utf-8")
    words = ["fetch", SLUG, "--from"] if command == "fetch" else ["disclosure"]
    answer = workspace.jsna(*words, str(file))
    assert answer.code != 0
    assert "6173" not in answer.told


# -- earlier releases --------------------------------------------------------------------------


@pytest.mark.parametrize("more", ["", ";count=", ";count=;denominator=", ";denominator="])
def test_a_lone_small_ward_beside_a_total_with_an_interval_is_no_alarm(workspace, more):
    """Nothing was given away: the same file again tells nobody to withdraw anything."""
    places = wards(2)
    lines = f"area={AREA};lower_95=37.0;upper_95=45.0{more}\narea={W1}"
    release = release_of(truth_of([5, 560], places), lines)
    assert workspace.fetch(release.files, places.lookups).code == 0
    folder = workspace.root / "downloads"
    answer = workspace.jsna("fetch", SLUG, "--from", str(folder), "--json")
    assert answer.code == 0
    assert json.loads(answer.told)["notes"] == []


def test_a_release_that_gave_a_count_away_is_told_with_its_file(workspace):
    """A rule that was weaker once: nothing mends that, and nobody is kept in the dark."""
    places = wards()
    truth = truth_of([5, 500, 592], places)
    catalogue = workspace.root / "data/catalogue/sources/local-csv.yml"
    strict = catalogue.read_text("utf-8")
    yaml = YAML(typ="safe")
    weak = {**yaml.load(strict), "disclosure": {"lowest_count": 1, "highest_count": 2}}
    yaml.dump(weak, catalogue)
    release = release_of(truth, f"area={AREA}\narea={W1}\narea={W2}\narea={W3}")
    assert workspace.fetch(release.files, places.lookups).code == 0
    catalogue.write_text(strict, "utf-8")
    answer = workspace.fetch(release.files, places.lookups)
    assert answer.code == 0, answer.told
    assert NAME in answer.told
    assert "line" in answer.told
    newest = [kept.text for kept in workspace.kept().values() if kept.sha256 in workspace.pinned()]
    row = next(r for t in newest for r in csv.DictReader(io.StringIO(t)) if r["area_code"] == W1)
    assert (row["count"], row["value"]) == ("", "")


# -- the network -------------------------------------------------------------------------------


@pytest.fixture
def service(monkeypatch):
    """The look-ups' service on this machine, for two LSOAs a ward."""
    places = geography("lsoas", 2)
    small, larger = (list(csv.DictReader(io.StringIO(places.lookups[n])))
                     for n in ("lsoas.csv", "wards.csv"))  # fmt: skip
    larger = [{**row, "CTRY24CD": "E92000001", "CTRY24NM": "England"} for row in larger]
    former = [{"LSOA11CD": r["LSOA21CD"], "LSOA11NM": r["LSOA21NM"], "CHGIND": "U",
               "LSOA21CD": r["LSOA21CD"], "LSOA21NM": r["LSOA21NM"],
               "LAD22CD": r["LAD24CD"], "LAD22NM": r["LAD24NM"]} for r in small]  # fmt: skip
    layers = {LOOKUP: FakeLayer(small), LARGER: FakeLayer(larger), CHANGES: FakeLayer(former)}
    with LoopbackServer(arcgis_routes(layers)) as server:
        monkeypatch.setenv("JSNA_BASE_URL_ONS_LOOKUPS", server.url)
        yield places


def test_own_files_of_a_fetch_over_the_network_are_hidden_by_the_look_up(workspace, service):
    """Of a ward of 503 one LSOA has 500: without the look-up the other one's 3 were given away."""
    truth = truth_of([3, 500, 92, 500], service)
    lines = "\n".join(f"area={code}" for code in service.area_of)
    own = workspace.work / "data" / "local"
    own.mkdir(parents=True)
    (own / NAME).write_text(release_of(truth, lines).files[NAME], "utf-8")
    answer = workspace.jsna("fetch", SLUG, "--only", "ons-lookups")
    assert answer.code == 0, answer.told
    done = attack_texts(truth, *(kept.text for kept in workspace.kept().values()))
    assert done.recovered == ()
    assert done.looked_at > 0


def test_own_files_that_nothing_places_stop_a_fetch_over_the_network(workspace, service):
    """Wards of an authority that the look-ups do not have: refused, and nothing is pinned."""
    own = workspace.work / "data" / "local"
    own.mkdir(parents=True)
    places = geography("two authorities", 2)
    lines = "\n".join(f"area={code}" for code in places.area_of)
    text = release_of(truth_of([3, 500, 40, 600], places), lines).files[NAME]
    (own / NAME).write_text(text.replace("E059001", "E059002"), "utf-8")
    answer = workspace.jsna("fetch", SLUG, "--only", "ons-lookups")
    assert answer.code != 0, answer.told
    assert workspace.kept() == {}
    assert workspace.pinned() == ""


# -- what becomes facts ------------------------------------------------------------------------


def test_facts_hold_what_may_be_shown_and_no_more(workspace):
    """Everything below the work folder is read: the hidden ward's 7 of 1,013 are nowhere."""
    from attack_tools.published import beside, pieces_of

    places = wards()
    truth = truth_of([7, 500, 592], places, others=503)
    release = release_of(truth, f"area={AREA}\narea={W1};note=7 of them\narea={W2}\narea={W3}")
    assert workspace.fetch(release.files, places.lookups).code == 0
    assert workspace.jsna("build", SLUG).code == 0
    pieces = list(pieces_of(workspace.work))
    assert beside(pieces, (W1,), ("suppressed",))  # the row itself is found
    assert beside(pieces, (W1,), ("7", "7.0", "0.7", "0.691")) == []
    assert Path(workspace.work / "data/facts" / SLUG / "facts.parquet").is_file()
