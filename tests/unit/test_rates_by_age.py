"""Which rates at each age are applied: the area's own, else England's, else none, and why."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.rates_by_age import rates_by_age

AREA, ENGLAND = "E06000099", "E92000001"
AGES = ["0-15", "16-64", "65+"]


def rates(code=AREA, ages=AGES, sex="Persons", period="2021-03-21/P1D", value=5.0):
    return pd.DataFrame(
        {
            "area_code": code, "sex": sex, "age": ages, "period": period, "breakdown": "",
            "period_label": period[:4], "value": value,
        }
    )  # fmt: skip


def both_sexes(**how):
    return pd.concat([rates(sex=sex, **how) for sex in ("Male", "Female")], ignore_index=True)


def chosen(*frames):
    return rates_by_age(pd.concat(frames, ignore_index=True), [AREA, ENGLAND])


def test_the_area_s_own_rates_come_first():
    found = chosen(rates(ENGLAND, value=9.0), rates())
    assert (found.area_code, found.passed_over) == (AREA, {})
    assert found.rows["value"].eq(5.0).all() and found.rows["age"].tolist() == AGES


def test_the_newest_period_with_ages_is_taken():
    newer = rates(period="2031-03-21/P1D", value=6.0)
    all_ages = rates(ages=["All ages"], period="2035-01-01/P1Y")
    found = chosen(rates(), newer, all_ages)
    assert found.rows["value"].eq(6.0).all() and len(found.rows) == 3


def test_males_and_females_are_taken_before_persons_and_never_with_them():
    found = chosen(rates(), both_sexes(value=4.0))
    assert set(found.rows["sex"]) == {"Male", "Female"} and len(found.rows) == 6
    # one sex alone is no way to count everybody
    assert set(chosen(rates(), rates(sex="Male")).rows["sex"]) == {"Persons"}


def test_a_total_of_all_ages_is_left_out():
    found = chosen(rates(ages=[*AGES, "All ages"]))
    assert found.rows["age"].tolist() == AGES


def test_labels_of_other_publishers_are_read():
    found = chosen(rates(ages=["<18 yrs", "18-64 yrs", "65+ yrs"]))
    assert found.rows["age"].tolist() == ["0-17", "18-64", "65+"]


@pytest.mark.parametrize(
    ("own", "why"),
    [
        (rates().head(0), "no figure"),
        (rates(ages=["All ages"]), "no figures by age"),
        (rates(ages=["65+"]), "no figures by age"),
        (rates(ages=["0-64", "60+"]), "figures whose ages overlap (0-64, 60+)"),
        (rates(value=[1.0, np.nan, 2.0]), "no value at every age (missing: 16-64)"),
        (rates(value=np.nan), "no figure by age with a value"),
        (rates(sex="Male"), "no figures by age"),
        (
            pd.concat([rates(sex="Male"), rates(sex="Female", ages=AGES[:2])]),
            "figures whose ages differ between the sexes",
        ),
        (rates().assign(breakdown="Ethnic group"), "no figure"),
    ],
)
def test_without_usable_rates_of_its_own_england_s_are_taken_and_the_reason_kept(own, why):
    found = chosen(own, rates(ENGLAND, value=9.0))
    assert found.area_code == ENGLAND and found.rows["value"].eq(9.0).all()
    assert found.passed_over == {AREA: why}
    nobody = chosen(own)
    assert nobody.rows.empty and nobody.area_code == ""
    assert nobody.passed_over == {AREA: why, ENGLAND: "no figure"}
