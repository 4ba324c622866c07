"""Random files of councils, and small ones that once gave a count back or were wrongly refused."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from attack_tools.council_files import Case, random_case, write_rows
from attack_tools.hand_made import W1, W2, case_of, release_of, truth_of, wards
from attack_tools.invented_truth import AREA, geography
from attack_tools.label_styles import months_from
from attack_tools.tally import Tally, run_case, run_cases
from attack_tools.truth import OLDEST
from attack_tools.workspace import make_workspace

IN_CI = (
    5, 119, 196, 95, 177, 246, 218, 220, 351, 305, 350, 462, 335, 439, 509, 400, 508, 513, 471, 548,
    549, 544, 552, 561, 551, 570, 576, 563, 603, 631, 577, 666, 708, 661, 706, 728, 710, 724, 782,
    722, 822, 880, 748, 958, 970, 948, 104, 108, 135, 210,
)  # fmt: skip
"""Of the thousand: every kind of area, of a later release and of a mistake, and together the many
small counts that they try, for the least time."""
ONCE_NARROWED = (206, 237, 396, 165)
"""What was kept of these once told a small count: each cause has a unit test too."""
LEFT_OUT = {165: ("age", "Reception"), 237: ("area_code", AREA)}
"""Rows without which a case takes less time and told the same count all the same."""
MANY, PARTS, OTHERS = 1000, 10, 30
SHORT = 60
"""Rows: more of a table is left to be guessed."""
MOST_HIDDEN = 0.75
"""Of the rows that are kept: about a fifth of the smallest groups are small."""


@pytest.fixture
def attack(tmp_path, monkeypatch):
    """Fetch a case and attack it; what must not be is an error."""

    def call(places, *releases, **more) -> Tally:
        tally = Tally()
        case = case_of("by-hand", places, *releases, **more)
        run_case(case, tmp_path / "case", monkeypatch.setenv, tally)
        assert not tally.faults, "\n".join(tally.faults)
        return tally

    return call


def test_a_rate_with_one_decimal_does_not_tell_the_count_before_rounding(attack):
    """0.9% of 4,442 are 42: shown as 40 of 4,440 with 0.86%, the rate gave the 42 back."""
    places = wards(1)
    truth = truth_of([[42], [3]], places)
    persons = "sex=Persons;count=45;denominator=4742;value=0.9"
    men = "sex=Male;count=42;denominator=4442;value=0.9"
    release = release_of(truth, f"{persons}\n{men}")
    people = np.array([4442, 300]).reshape(truth.people.shape)
    release = replace(release, truth={"own-share": replace(truth, people=people)})
    attack(places, release)


def ages_sexes_and_years(areas) -> str:
    """Return every total of a table of ages, sexes and two years."""
    return "\n".join(
        f"area={code};sex={sex};age={age};period={period}"
        for code in areas
        for sex in ("Persons", "Male", "Female")
        for age in ("All ages", "0-17", "18-64", "65+")
        for period in ("2022", "2023", "2022-01-01/P2Y")
    )


def counts_of(ward: int) -> list:
    """Return counts by sex, age and year."""
    return [[[(ward * 7 + s * 5 + a * 3 + d) % 40 + 1 for d in range(2)] for a in range(3)]
            for s in range(2)]  # fmt: skip


@pytest.mark.parametrize("numbers", [(23,), tuple(range(25))], ids=["one ward", "25 wards"])
def test_the_rest_of_an_age_group_stays_hidden(attack, numbers):
    """7 men below 65: all men but those of 65 and over, whose two years' sum undoes rounding.

    10 and 10 are shown of two years and 15 of both: at least 8 each, so 8 or 9.
    """
    places = wards(len(numbers))
    ages, days = ((0, 18), (18, 65), (65, OLDEST)), months_from(2022, 1, 12, 2)
    truth = truth_of([counts_of(ward) for ward in numbers], places, ages=ages, days=days)
    tally = attack(places, release_of(truth, ages_sexes_and_years(places.area_of)))
    assert tally.counts["rows"] == (len(numbers) + 1) * 36


def test_a_look_up_of_wards_alone_places_the_wards_of_two_authorities(attack):
    """The ONS's exact look-up of wards to districts says all that there is to say."""
    places = geography("two authorities", 2)
    places = replace(places, lookups={"wards.csv": places.lookups["wards.csv"]})
    lines = "\n".join(f"area={code}" for code in places.area_of)
    attack(places, release_of(truth_of([3, 500, 40, 600], places), lines))


def test_rates_with_one_decimal_do_not_make_values_overlap(attack):
    """39 of 445 and 27 of 1,627 are 66 of 2,072; as 8.8%, 1.7% and 3.2% they come to 66.8."""
    places = wards(1)
    truth = truth_of([39, 27], places, groups={"Deprivation": ("Most", "Least")})
    people = np.zeros(truth.people.shape, int)
    people[:, 0], people[:, 1] = [[[445, 1627]]], 0
    counts = np.zeros(truth.counts.shape, int)
    counts[:, 0] = [[[39, 27]]]
    truth = replace(truth, people=people, counts=counts)
    lines = (
        "count=\nbreakdown=Deprivation;group=Most;count=\nbreakdown=Deprivation;group=Least;count="
    )
    attack(places, release_of(truth, lines))


def test_what_is_not_for_publication_says_so(tmp_path, monkeypatch):
    workspace = make_workspace(tmp_path / "checkout", AREA)
    monkeypatch.setenv("JSNA_HOME", str(workspace.root))
    monkeypatch.setenv("JSNA_WORK", str(workspace.work))
    file = tmp_path / "ours.csv"
    release = release_of(truth_of([3, 500, 592], wards()), f"area={AREA}\narea={W1}\narea={W2}")
    file.write_text(release.files["ours-1.csv"], "utf-8")
    answer = workspace.jsna("disclosure", str(file))
    assert answer.code == 0
    assert "not for publication" in answer.told.casefold()


def once_narrowed(seed: int) -> Case:
    """Return the case of a seed without the rows of `LEFT_OUT`."""
    case = random_case(seed)
    column, label = LEFT_OUT.get(seed, ("area_code", ""))
    releases = []
    for release in case.releases:
        tables = {name: csv.DictReader(io.StringIO(text)) for name, text in release.files.items()}
        rows = {name: [r for r in rows if r[column] != label] for name, rows in tables.items()}
        files = {name: write_rows(kept) for name, kept in rows.items()}
        releases.append(replace(release, files=files))
    return replace(case, releases=tuple(releases))


def hold(tally: Tally) -> None:
    """Nothing is recovered, nothing sound refused, and not everything hidden."""
    print(tally)
    assert tally.faults == []
    assert tally.counts["small cells of no row"] > tally.counts["cases"]
    assert tally.counts["refused fetches"] < tally.counts["cases"] / 2
    assert 0 < tally.counts["hidden"] < MOST_HIDDEN * tally.counts["rows"]


@pytest.mark.xdist_group("council files, the first third")
def test_nothing_is_worked_out_of_what_is_kept(tmp_path, monkeypatch):
    hold(run_cases(map(random_case, IN_CI[::3]), tmp_path, monkeypatch.setenv))


@pytest.mark.xdist_group("council files, the second third")
def test_nothing_is_worked_out_of_what_is_kept_of_others(tmp_path, monkeypatch):
    hold(run_cases(map(random_case, IN_CI[1::3]), tmp_path, monkeypatch.setenv))


@pytest.mark.xdist_group("council files, the last third")
def test_nothing_is_worked_out_of_what_is_kept_of_the_last(tmp_path, monkeypatch):
    hold(run_cases(map(random_case, IN_CI[2::3]), tmp_path, monkeypatch.setenv))


@pytest.mark.slow
def test_nothing_is_worked_out_any_more_of_what_once_told_a_count(tmp_path, monkeypatch):
    hold(run_cases(map(once_narrowed, ONCE_NARROWED), tmp_path, monkeypatch.setenv))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_is_worked_out_of_a_thousand(part, tmp_path, monkeypatch):
    """A tenth of the thousand in each, so that several may be run at once."""
    tally = run_cases(map(random_case, range(part, MANY, PARTS)), tmp_path, monkeypatch.setenv)
    hold(tally)


@pytest.mark.slow
def test_nothing_is_worked_out_of_other_shorter_files(tmp_path, monkeypatch):
    cases = (random_case(seed, most=SHORT) for seed in range(OTHERS))
    hold(run_cases(cases, tmp_path, monkeypatch.setenv))
