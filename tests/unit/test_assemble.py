import numpy as np
import pandas as pd
import pytest
from invented_facts import fact, facts_of, labels_of

from jsna.fact_schema import FACT_KEY, fact_schema
from jsna.facts.assemble import QUALITY_COLUMNS, assemble_facts, assemble_published, none_used

OLD, NEW = "a" * 64, "b" * 64
RECEIVED = {OLD: "2026-01-01T00:00:00+00:00", NEW: "2026-02-01T00:00:00+00:00"}
NO_INTERVAL = {"lower": np.nan, "upper": np.nan}


def assemble(*rows):
    facts, quality, _ = assemble_facts(facts_of(*rows), RECEIVED)
    fact_schema().validate(facts)
    assert list(quality) == list(QUALITY_COLUMNS)
    return facts, quality


def test_rows_of_different_keys_stay_and_are_put_in_order():
    facts, quality = assemble(fact(sex="Male"), fact(sex="Female"), fact("E06000001"))
    assert facts["sex"].tolist() == ["Male", "Female", "Male"]
    assert facts["area_code"].tolist() == ["E06000001", "E06000099", "E06000099"]
    assert quality.empty


def test_the_row_with_an_interval_wins_over_a_newer_one_without():
    facts, _ = assemble(
        fact(value=60.0, snapshot_ids=OLD), fact(value=60.04, **NO_INTERVAL, snapshot_ids=NEW)
    )
    assert facts["value"].tolist() == [60.0]
    assert facts["lower_95"].tolist() == [59.0]
    assert facts["snapshot_ids"].tolist() == [f"{OLD} {NEW}"]


def test_of_two_with_an_interval_the_fuller_then_the_newer_wins():
    facts, _ = assemble(
        fact(value=60.0, count=5.0, snapshot_ids=OLD), fact(value=61.0, snapshot_ids=NEW)
    )
    assert facts["value"].tolist() == [60.0]
    facts, _ = assemble(fact(value=60.0, snapshot_ids=OLD), fact(value=61.0, snapshot_ids=NEW))
    assert facts["value"].tolist() == [61.0]


def test_of_two_with_an_interval_the_publishers_own_wins_over_one_that_repeats_it():
    rows = facts_of(
        fact(value=60.1, snapshot_ids=OLD), fact(value=60.0, count=5.0, snapshot_ids=NEW),
        fact("E06000001", value=70.0, **NO_INTERVAL, snapshot_ids=OLD),
        fact("E06000001", value=70.1, lower=69.0, upper=72.0, snapshot_ids=NEW),
    )  # fmt: skip
    facts, _, _ = assemble_facts(rows, RECEIVED, repeated_by={NEW})
    values = facts.set_index("area_code")["value"]
    assert values.to_dict() == {"E06000099": 60.1, "E06000001": 70.1}


def test_what_the_winner_lacks_comes_from_a_row_that_agrees():
    facts, quality = assemble(
        fact(value=60.04, snapshot_ids=OLD),
        fact(value=60.0, **NO_INTERVAL, count=12.0, note="A note", snapshot_ids=NEW),
        fact("E06000001", value=61.1, **NO_INTERVAL, snapshot_ids=NEW),
        fact("E06000001", value=61.1, **NO_INTERVAL, snapshot_ids=OLD),
    )
    row = facts.set_index("area_code").loc["E06000099"]
    assert (row["value"], row["lower_95"], row["count"], row["note"]) == (60.04, 59, 12, "A note")
    assert row["snapshot_ids"] == f"{OLD} {NEW}"
    assert quality["kind"].tolist() == ["duplicate", "duplicate"]


def test_half_an_interval_of_each_of_two_files_is_none():
    facts, _ = assemble(
        fact(value=60.0, lower=np.nan, count=1.0, denominator=2.0, snapshot_ids=OLD),
        fact(value=60.0, upper=np.nan, snapshot_ids=NEW),
    )
    assert facts[["lower_95", "upper_95"]].isna().sum(axis=1).tolist() == [1]


def test_a_value_that_differs_beyond_rounding_is_a_conflict_and_fills_nothing_in():
    facts, quality = assemble(
        fact(value=16.71, snapshot_ids=OLD),
        fact(value=16.6, **NO_INTERVAL, count=12.0, snapshot_ids=NEW),
    )
    assert facts["value"].tolist() == [16.71]
    assert facts["count"].isna().all()
    assert facts["snapshot_ids"].tolist() == [f"{OLD} {NEW}"]
    told = quality.drop(columns="detail").to_numpy().tolist()
    assert told == [["conflict", "1", "E06000099", NEW, 1]]
    assert quality["detail"].tolist() == [
        "2022 - 24, Male, All ages: 16.71 used, 16.6 in another file"]  # fmt: skip


def test_how_a_file_rounds_is_told_by_its_other_values():
    """63.0 looks like a whole number, and is not one in a file that has 63.1."""
    rows = [
        fact(value=63.4, snapshot_ids=OLD), fact(value=63.0, **NO_INTERVAL, snapshot_ids=NEW),
        fact("E06000001", value=63.1, snapshot_ids=OLD),
        fact("E06000001", value=63.1, **NO_INTERVAL, snapshot_ids=NEW),
    ]  # fmt: skip
    _, quality = assemble(*rows)
    assert quality["kind"].tolist() == ["conflict", "duplicate"]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (63.0264712, 63.0, "duplicate"), (63.05, 63.1, "duplicate"), (63.0512, 63.0, "conflict"),
        (13.6623623, 13.66236, "duplicate"), (12345.0, 12344.0, "conflict"),
    ],
)  # fmt: skip
def test_rounding_of_the_less_precise_one(one, other, kind):
    precise = [fact("E06000001", value=1.1234567, snapshot_ids=OLD)] * 2
    rounded = [fact("E06000002", value=1.1, snapshot_ids=NEW)] * 2
    rows = [fact(value=one, snapshot_ids=OLD), fact(value=other, **NO_INTERVAL, snapshot_ids=NEW)]
    quality = assemble(*rows, *([] if one > 100 else [*precise, *rounded]))[1]
    assert quality.query("area_code == 'E06000099'")["kind"].tolist() == [kind]


def test_the_same_row_under_two_parents_is_one_fact():
    facts, quality = assemble(fact(), fact())
    assert len(facts) == 1
    assert quality["detail"].str.contains("the same fact again in the same file").all()


def test_a_blank_beside_a_value_is_no_conflict_unless_it_was_suppressed():
    blank = {"value": np.nan, **NO_INTERVAL, "snapshot_ids": NEW}
    facts, quality = assemble(
        fact(snapshot_ids=OLD), fact(**blank, status="not-available"),
        fact(sex="Female", snapshot_ids=OLD), fact(sex="Female", **blank, status="suppressed"),
    )  # fmt: skip
    assert facts["value"].tolist() == [60, 60]
    assert quality["kind"].tolist() == ["conflict", "duplicate"]
    assert quality["detail"].str.contains("no value in another file").tolist() == [True, False]


def test_the_result_does_not_depend_on_the_order_of_rows():
    rows = [
        fact(value=60.0 + n, snapshot_ids=snapshot, sex=sex)
        for n in range(3) for snapshot in (OLD, NEW) for sex in ("Male", "Female")
    ]  # fmt: skip
    facts, quality = assemble(*rows)
    again, same = assemble(*reversed(rows))
    pd.testing.assert_frame_equal(facts, again)
    order = ["area_code", "detail", "snapshot_id"]
    pd.testing.assert_frame_equal(
        quality.sort_values(order, ignore_index=True), same.sort_values(order, ignore_index=True)
    )
    assert not facts.duplicated(list(FACT_KEY)).any()


def test_the_newest_label_is_kept_and_another_is_told():
    received = {"0": "2026-01-01", "1": "2026-02-01"}
    kept, quality = assemble_published(labels_of("Worse", "Similar"), received, none_used())
    assert kept["label"].tolist() == ["Similar"]
    assert "Similar used, Worse elsewhere" in quality["detail"].item()
    kept, quality = assemble_published(labels_of("Worse", "Worse"), received, none_used())
    assert len(kept) == 1
    assert quality.empty


def concluded(*rows, **labels):
    facts, _, used = assemble_facts(facts_of(*rows), RECEIVED)
    printed = labels_of(*labels.values())
    printed["snapshot_id"] = [{"old": OLD, "new": NEW}[name] for name in labels]
    kept, quality = assemble_published(printed, RECEIVED, used)
    return facts["value"].item(), kept["label"].tolist(), quality["detail"].tolist()


def test_a_label_stands_only_beside_the_value_that_it_is_of():
    rows = fact(value=60.0, snapshot_ids=OLD), fact(value=61.0, **NO_INTERVAL, snapshot_ids=NEW)
    assert concluded(*rows, old="Similar", new="Worse") == (60.0, ["Similar"], [])
    assert concluded(*rows, new="Worse") == (60.0, [], [])


def test_of_files_that_agree_the_label_of_the_one_that_is_used_is_kept():
    rows = fact(value=60.0, snapshot_ids=OLD), fact(value=60.0, **NO_INTERVAL, snapshot_ids=NEW)
    value, label, told = concluded(*rows, old="Similar", new="Worse")
    assert (value, label) == (60.0, ["Similar"]) and told[0].endswith("Worse elsewhere")
    assert concluded(*rows, new="Worse") == (60.0, ["Worse"], [])
