"""One small count for each way in which one was worked out: the same file, and it is not.

In each table 3 people of a ward are a difference of what stands beside them.
"""

from itertools import cycle

import pytest

from attack_tools.council_files import EITHER, KEPT, REFUSED
from attack_tools.hand_made import W1, W2, W3, case_of, release_of, truth_of, wards
from attack_tools.invented_truth import AREA, REGION, geography
from attack_tools.label_styles import EVERYBODY, HIDDEN_MARKS, MISTAKES, months_from
from attack_tools.tally import Tally, run_case
from attack_tools.truth import OLDEST, SCHOOL

THREE = [3, 500, 592]
"""Of three wards; their authority has 1,095."""


@pytest.fixture
def attack(tmp_path, monkeypatch):
    """Fetch a case and attack it: no fault, and something was tried unless it was refused."""

    def call(places, *releases, **more) -> Tally:
        tally = Tally()
        case = case_of("by-hand", places, *releases, **more)
        run_case(case, tmp_path / "case", monkeypatch.setenv, tally)
        assert not tally.faults, "\n".join(tally.faults)
        refused = tally.counts["refused fetches"] > 0
        assert refused or tally.counts["small cells"] > 0
        return tally

    return call


def of_wards(*more: str) -> str:
    """The authority, its second and third ward, and further lines."""
    return "\n".join([f"area={AREA}", f"area={W2}", f"area={W3}", *more])


# -- rows that are refused, and marks ----------------------------------------------------------


@pytest.mark.parametrize("mark", HIDDEN_MARKS)
def test_a_mark_of_the_councils_own_is_a_hidden_cell(attack, mark):
    places = wards()
    attack(places, release_of(truth_of(THREE, places), of_wards(f"area={W1};mark={mark}")))


@pytest.mark.parametrize("mark", ["", "x", "z", "..", ":", "n/a"])
def test_a_number_that_is_missing_is_not_given_away(attack, mark):
    places = wards()
    attack(places, release_of(truth_of(THREE, places), of_wards(f"area={W1};mark={mark}")))


def test_a_ward_that_was_left_out_is_not_given_away(attack):
    places = wards()
    tally = attack(places, release_of(truth_of(THREE, places), of_wards()))
    assert tally.counts["small cells of no row"] > 0


def test_men_of_no_row_are_not_given_away(attack):
    places = wards()
    lines = f"area={W1};sex=Persons\narea={W1};sex=Female\narea={AREA}"
    truth = truth_of([[3, 90], [100, 200], [300, 400]], places)
    attack(places, release_of(truth, lines))


WRONG = [(column, text) for column, texts in MISTAKES.items() for text in texts]


@pytest.mark.parametrize(("column", "text"), WRONG, ids=str)
def test_a_mistake_refuses_the_file_whole(attack, column, text):
    places = wards()
    meant = {"area_code": W1, "sex": "", "age": "", "period": "2024-01-01/P1Y"}.get(column, "")
    line = f"area={W1};{column}={text};meant_{column}={meant}"
    release = release_of(truth_of(THREE, places), of_wards(line))
    tally = attack(places, release, expect=REFUSED)
    assert tally.counts["rows"] == 0


# -- labels ------------------------------------------------------------------------------------

CHILDREN = ("0-17", "0\u201317", "0 to 17", "under 18", "Under 18", "<18", "0-17 years",
            "aged 0 to 17", "0-17 yrs", "0\u201317 Years")  # fmt: skip


# a label is read by itself: each way of either once
@pytest.mark.parametrize(
    ("children", "adults"), list(zip(CHILDREN, cycle(["18+", "18 and over"]), strict=False))
)
def test_ages_in_any_style_are_parts_of_all_ages(attack, children, adults):
    places = wards(1)
    truth = truth_of([3, 1092], places, ages=((0, 18), (18, OLDEST)))
    lines = f"age={children}\nage={adults}\nage=All Ages"
    attack(places, release_of(truth, lines))


def test_school_years_are_parts_of_all_ages(attack):
    places = wards(1)
    ages = ((SCHOOL, SCHOOL + 1), (SCHOOL + 6, SCHOOL + 7))
    lines = "age=Reception\nage=Year 6\nage=All ages"
    attack(places, release_of(truth_of([3, 1092], places, ages=ages), lines))


def test_ages_and_school_years_in_one_table_are_refused(attack):
    places = wards(1)
    ages = ((0, 18), (18, OLDEST), (SCHOOL, SCHOOL + 1))
    lines = "age=Reception\nage=0-17\nage=18+"
    attack(places, release_of(truth_of([3, 50, 900], places, ages=ages), lines), expect=REFUSED)


def test_one_year_of_age_is_a_part(attack):
    places = wards(1)
    truth = truth_of([3, 60, 900], places, ages=((16, 17), (17, 18), (18, OLDEST)))
    attack(places, release_of(truth, "age=16\nage=17\nage=16 to 17\nage=18+\nage=all"))


@pytest.mark.parametrize("total", EVERYBODY)
def test_the_total_of_a_breakdown_is_everybody(attack, total):
    places = wards(1)
    truth = truth_of([3, 1092], places, groups={"Ethnic group": ("Asian", "White")})
    lines = "\n".join(
        f"breakdown=Ethnic group;group={value}" for value in ("Asian", "White", total)
    )
    attack(places, release_of(truth, lines))


def test_values_that_come_to_more_than_everybody_are_refused(attack):
    places = wards(1)
    truth = truth_of([300, 400], places, groups={"Condition": ("Asthma", "COPD")})
    lines = "breakdown=Condition;group=Asthma\nbreakdown=Condition;group=COPD\n"
    lines += "count=500;denominator=1500;value=33.3"
    attack(places, release_of(truth, lines), expect=REFUSED)


@pytest.mark.parametrize("sexes", [("M", "F"), ("males", "females"), ("Men", "Women")])
def test_sexes_in_any_style_are_parts_of_people(attack, sexes):
    places = wards(1)
    lines = f"sex={sexes[0]}\nsex={sexes[1]}\nsex=all"
    attack(places, release_of(truth_of([[3], [1092]], places), lines))


# -- areas -------------------------------------------------------------------------------------


def test_output_areas_that_nothing_places_are_refused(attack):
    places = wards()
    lines = of_wards(f"area=E00900001;meant_area_code={W1}")
    attack(places, release_of(truth_of(THREE, places), lines), expect=REFUSED)


def test_small_areas_are_parts_of_their_wards(attack):
    places = geography("lsoas", 2)
    lines = "\n".join(f"area={code}" for code in places.area_of)
    attack(places, release_of(truth_of([3, 500, 92, 500], places), lines))


def test_areas_that_overlap_are_told_apart_by_the_look_up(attack):
    places = geography("msoas", 3)
    lines = "\n".join(f"area={code}" for code in places.area_of if code[:3] != "E01")
    attack(places, release_of(truth_of([30, 40, 3, 60, 70, 80], places), lines))


@pytest.mark.parametrize("with_lookup", [True, False])
def test_authorities_are_parts_of_their_region(attack, with_lookup):
    places = geography("region", 2)
    first, second, third = (f"E0600090{n}" for n in (1, 2, 3))
    lines = f"area={REGION}\narea={first}\narea={second}\narea={third}"
    expect = KEPT if with_lookup else EITHER
    release = release_of(truth_of([500, 3, 592], places), lines)
    attack(places, release, expect=expect, with_lookup=with_lookup)


@pytest.mark.parametrize("with_lookup", [True, False])
def test_wards_of_two_authorities_need_a_look_up(attack, with_lookup):
    places = geography("two authorities", 2)
    release = release_of(
        truth_of([3, 500, 40, 600], places), "\n".join(f"area={c}" for c in places.area_of)
    )
    expect = KEPT if with_lookup else REFUSED
    attack(places, release, expect=expect, with_lookup=with_lookup)


@pytest.mark.parametrize("with_lookup", [True, False])
def test_districts_are_parts_of_their_county(attack, with_lookup):
    places = geography("county", 2)
    lines = "\n".join(f"area={code}" for code in places.area_of if code[:3] != "E05")
    release = release_of(truth_of([1, 2, 500, 92], places), lines)
    attack(places, release, expect=KEPT if with_lookup else EITHER, with_lookup=with_lookup)


# -- periods -----------------------------------------------------------------------------------


@pytest.mark.parametrize("length", ["P3M", "P91D"])
def test_a_quarter_in_months_or_days_is_a_part_of_its_year(attack, length):
    places = wards(1)
    days = months_from(2024, 1, 3, 4)  # the first and second quarter of 2024 have 91 days
    lines = f"period=2024-01-01/{length}\nperiod=2024-04-01/{length}\nperiod=2024-07-01/P3M\n"
    lines += "period=2024-10-01/P92D\nperiod=2024"
    attack(places, release_of(truth_of([3, 500, 400, 192], places, days=days), lines))


def test_years_are_parts_of_rolling_periods(attack):
    places = wards(1)
    days = months_from(2020, 1, 12, 4)
    lines = "period=2020-01-01/P3Y\nperiod=2021-01-01/P3Y\nperiod=2020\nperiod=2022\nperiod=2023"
    attack(places, release_of(truth_of([30, 3, 40, 50], places, days=days), lines))


# -- editions, rules, releases -----------------------------------------------------------------


def test_totals_and_parts_of_two_editions_are_one_table(attack):
    places = wards()
    lines = f"area={AREA};edition=2024 release\n"
    lines += "\n".join(f"area={w};edition=2023 release" for w in (W1, W2, W3))
    attack(places, release_of(truth_of(THREE, places), lines))


@pytest.mark.parametrize("of_total", ["", "hospital-episodes", "mental-health"])
def test_totals_and_parts_of_two_rules_are_one_table(attack, of_total):
    places = wards()
    lines = f"area={AREA};rule={of_total}\narea={W1}\narea={W2};rule=mental-health\narea={W3}"
    attack(places, release_of(truth_of(THREE, places), lines))


def test_the_same_figure_twice_with_two_numbers_is_refused(attack):
    places = wards()
    again = f"area={W1};count=9;denominator=900;value=1.0"
    release = release_of(truth_of(THREE, places), of_wards(f"area={W1}", again))
    attack(places, release, expect=REFUSED)


@pytest.mark.parametrize("few", [W1, W2])
def test_two_editions_of_the_same_cells_are_one_table(attack, few):
    """The one edition has what the other leaves out."""
    places = wards()
    first = "\n".join(f"area={code};edition=2023" for code in (AREA, W3, few))
    second = "\n".join(f"area={code};edition=2024" for code in (AREA, W2, W3))
    attack(places, release_of(truth_of(THREE, places), f"{first}\n{second}"))


def test_a_new_release_under_another_edition_is_held_against_the_old(attack):
    places = wards(4)
    truth = truth_of([3, 20, 500, 592], places)
    first = "\n".join(f"area={c};edition=2023 release" for c in (AREA, W1, W3))
    second = "\n".join(f"area={c};edition=2024 release" for c in (AREA, W2, W3, "E05900004"))
    attack(places, release_of(truth, first), release_of(truth, second))


def test_two_files_of_one_indicator_are_one_table(attack):
    places = wards()
    parts = f"area={W1}\narea={W2}\narea={W3}"
    attack(places, release_of(truth_of(THREE, places), f"area={AREA}", parts))


def test_a_file_that_is_withdrawn_was_seen(attack):
    places = wards()
    truth = truth_of(THREE, places)
    attack(places, release_of(truth, f"area={AREA}\narea={W2}"),
           release_of(truth, f"area={AREA}\narea={W3}\narea={W1}"))  # fmt: skip


def test_a_file_that_is_revised_was_seen(attack):
    places = wards()
    lines = of_wards(f"area={W1}")
    old, new = truth_of(THREE, places), truth_of([4, 500, 620], places)
    attack(places, release_of(old, lines), release_of(new, lines))


# -- rates, shares, rounding -------------------------------------------------------------------


def test_a_rate_times_its_denominator_gives_no_small_count(attack):
    places = wards()
    lines = of_wards().replace("\n", ";count=\n") + f";count=\narea={W1};count="
    attack(places, release_of(truth_of(THREE, places), lines))


def test_a_share_and_its_limits_give_no_small_count(attack):
    places = wards()
    few = f"area={W1};count=;denominator=;lower_95=0.6;upper_95=4.6"
    attack(places, release_of(truth_of(THREE, places), of_wards(few)))


def test_a_complement_is_a_small_count_too(attack):
    places = wards()
    truth = truth_of([900, 500, 592], places, others=1)
    attack(places, release_of(truth, of_wards(f"area={W1}")))


def test_rounding_is_the_default(attack):
    """All that is shown is a multiple of 5: the tally holds each number against its truth."""
    places = wards()
    tally = attack(places, release_of(truth_of(THREE, places), of_wards(f"area={W1}")))
    assert tally.counts["rows"] > tally.counts["hidden"] > 0
