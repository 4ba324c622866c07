"""All wards at one look: the rug of measures and the pair that goes together most."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter.ward_maps import can_be_mapped
from jsna.chapter.ward_overviews import pair_figure, rug_figure
from jsna.chapter.ward_scans import ward_scans

WARDS = {f"E0500{n:04d}": f"Ward {n:02d}" for n in range(12)}
FLAT = [40] * 12
HIGH = [90, 40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 12]
ORDERS = ([0, 5, 1, 3, 2, 9, 11, 4, 6, 7, 10, 8], range(12), [5, 1, 9, 3, 11, 7, 0, 8, 2, 10, 4, 6])
"""The first two go together by 0.69, clear for one pair, and not for the strongest of three."""


def share(id, **changes):
    return indicator(
        id=id, title=f"Measure {id}", short_title=f"Measure {id}", polarity="low-is-good",
        unit="%", multiplier=100, value_type="proportion", matters=2,
        levels=["england", "unitary", "ward"], **changes,
    )  # fmt: skip


def figures(id, counts):
    """The wards' facts of one indicator, and England's."""
    stratum = {"sex": "Persons", "lower": np.nan, "upper": np.nan, "indicator_id": id}
    rows = [
        fact(code, n / 10, area_type="ward", count=float(n), denominator=1000.0, **stratum)
        for code, n in zip(WARDS, counts, strict=True)
    ]
    return facts_of(*rows, england(4.0, sex="Persons", indicator_id=id))


def anytown(folder, *counts, names=WARDS):
    found = [figures(str(n), each) for n, each in enumerate(counts, 1)]
    catalogue = [share(str(n)) for n in range(1, len(counts) + 1)]
    return evidence(pd.concat(found, ignore_index=True), catalogue, names, folder)


def drawn(page, name):
    (file,) = (page.folder / "figures").glob(f"*{name}*.csv")
    return pd.read_csv(file, dtype=str, comment="#", keep_default_na=False)


def test_the_rug_has_every_ward_and_measure_and_calls_none_similar(tmp_path, page):
    found = anytown(tmp_path, HIGH, FLAT)
    text = rug_figure(found, page, ward_scans(found))
    assert "Ward 00 is worse than England on 1 of 2 measures, more than any other" in text
    assert "not flagged among 12 wards tested" in text
    assert "similar" not in text.lower()
    cells = drawn(page, "tartan-rug")
    assert len(cells) == 24
    worse = cells[(cells["area_name"] == "Ward 00") & (cells["measure"] == "Measure 1")]
    assert worse["outcome"].tolist() == ["worse"]
    assert set(cells["outcome"]) == {"worse", "better", "not flagged among 12 wards tested"}


def test_two_wards_of_one_name_stay_two_and_carry_what_tells_them_apart(tmp_path, page):
    codes = list(WARDS)
    found = anytown(tmp_path, HIGH, FLAT, names=WARDS | dict.fromkeys(codes[:2], "Castle"))
    lookup = pd.DataFrame({"ward_code": codes[:2], "ward_name": ["Castle (Ashdale)", "Castle (B)"]})
    object.__setattr__(found, "open_geography", _with_lookup(found, lookup))
    cells = rug_figure(found, page, ward_scans(found))
    assert "Castle (Ashdale) is worse than England on 1 of 2" in cells
    assert {"Castle (Ashdale)", "Castle (B)"} < set(drawn(page, "tartan-rug")["area_name"])


def test_where_no_look_up_has_the_district_the_code_tells_them_apart(tmp_path):
    codes = list(WARDS)
    found = anytown(tmp_path, HIGH, names=WARDS | dict.fromkeys(codes[:2], "Castle"))
    (scan,) = ward_scans(found)
    assert {f"Castle ({code})" for code in codes[:2]} < set(scan.rows["area_name"])


def _with_lookup(found, lookup):
    geography = found.geography
    rest = geography.lookup[~geography.lookup["ward_code"].isin(lookup["ward_code"])]
    whole = pd.concat([lookup, rest], ignore_index=True)
    found.__dict__.pop("geography", None)
    return lambda: replace(geography, lookup=whole)


def test_there_is_no_rug_of_one_measure_nor_of_untested_ones(tmp_path, page):
    one = anytown(tmp_path, HIGH)
    assert rug_figure(one, page, ward_scans(one)) == ""
    none = anytown(tmp_path, HIGH, FLAT)
    bare = none.store.facts.assign(count=np.nan, denominator=np.nan)
    untested = evidence(bare, [share("1"), share("2")], WARDS, tmp_path)
    assert rug_figure(untested, page, ward_scans(untested)) == ""


@pytest.mark.parametrize(("orders", "clear"), [(ORDERS[:2], True), (ORDERS, False)])
def test_the_strongest_pair_is_held_to_how_many_were_tried(tmp_path, page, orders, clear):
    counts = [[10 + 5 * place for place in order] for order in orders]
    found = anytown(tmp_path, *counts)
    text = pair_figure(found, page, ward_scans(found))
    assert ("Wards higher on measure 1 tend to be higher on measure 2" in text) is clear
    assert ("No clear order of wards that is common to measure 1 and measure 2" in text) != clear
    assert ("95% held over all 3 pairs tried" in text) != clear
    assert ("Of 3 pairs of measures this has the strongest correlation" in text) != clear
    assert len(drawn(page, "scatter")) == 12


def test_there_is_no_pair_within_one_indicator_or_of_few_wards(tmp_path, page):
    one = anytown(tmp_path, HIGH)
    assert pair_figure(one, page, ward_scans(one)) == ""
    two = anytown(tmp_path, FLAT, FLAT)
    assert pair_figure(two, page, ward_scans(two)) == ""  # all alike


def test_wards_are_not_put_in_order_by_what_is_not_meant_to_be_compared(tmp_path, page):
    counts = [[10 + 5 * place for place in order] for order in ORDERS]
    found = anytown(tmp_path, *counts)
    one, two, three = ward_scans(found)
    alone = replace(one, indicator=share("1", comparison_method="none"))
    text = pair_figure(found, page, [alone, two, three])
    assert "measure 2" in text and "measure 1" not in text
    assert "strongest correlation" not in text  # one pair is left
    assert pair_figure(found, page, [alone, two]) == ""
    codes = one.rows["area_code"]
    assert can_be_mapped(one, codes) and not can_be_mapped(alone, codes)
    assert not can_be_mapped(one, codes + "x")
