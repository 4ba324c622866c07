"""`jsna verify` on small invented files: what it finds, what it refuses, what it says."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.agreement import recompute_comparisons, recompute_trends
from jsna.cli import main
from jsna.sources.fingertips.table import COLUMNS

PARENT = "Compared to parent"
WEBSITE = {"Area Name": "AreaName", "Compared to parent": "Compared to parent value or percentiles"}


def row(code, period="2023", label="", **cells):
    return dict.fromkeys(COLUMNS, "") | {
        **{"Indicator ID": "999001", "Indicator Name": "Invented", "Area Code": code},
        **{"Area Name": "Place", "Area Type": "UA", "Sex": "Persons", "Age": "All ages"},
        **{"Time period": period, "Value": "10", "Lower CI 95.0 limit": "9"},
        **{"Upper CI 95.0 limit": "11", "Compared to England value or percentiles": label},
        **cells,
    }


def england(value, **cells):
    return row("E92000001", **{"Value": value, **cells})


def limits(value, half=1.0):
    return {
        "Value": str(value),
        "Lower CI 95.0 limit": str(value - half),
        "Upper CI 95.0 limit": str(value + half),
    }


def write(folder, rows, spelling=None, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    writer = csv.writer(text, quoting=quoting, lineterminator="\n")
    writer.writerow([(spelling or {}).get(name, name) for name in COLUMNS])
    writer.writerows([each[name] for name in COLUMNS] for each in rows)
    file = folder / "labels.csv"
    file.write_text(("\ufeff" if spelling else "") + text.getvalue(), encoding="utf-8")
    return file


JUDGED = [
    england("10"),
    row("E06000001", label="Worse", **limits(7)),
    row("E06000002", label="Similar", **limits(10.5)),
    row("E06000003", label="Better", **limits(13)),
]


def run(file, capsys, *flags):
    code = main(["verify", str(file), *flags])
    printed = capsys.readouterr()
    return code, printed.out.splitlines(), printed.err


def test_an_unknown_indicators_polarity_is_read_from_its_words(tmp_path, capsys):
    code, lines, _ = run(write(tmp_path, JUDGED), capsys)
    assert (code, lines[-1]) == (0, "3 of 3 labels agree")
    assert "  Worse: 1 of 1" in lines


def test_the_websites_spelling_is_read_too(tmp_path, capsys):
    file = write(tmp_path, JUDGED, WEBSITE, csv.QUOTE_ALL)
    assert run(file, capsys)[1][-1] == "3 of 3 labels agree"


def test_a_wrong_label_is_named_by_its_line(tmp_path, capsys):
    wrong = row("E06000004", label="Worse", **limits(14))
    code, lines, _ = run(write(tmp_path, [*JUDGED, wrong]), capsys)
    assert (code, lines[-1]) == (4, "3 of 4 labels agree")
    (differs,) = [line for line in lines if line.startswith("  line ")]
    assert differs.startswith("  line 6: 999001, E06000004")
    assert differs.endswith('published "Worse", ours "Better"')


def test_quiet_still_prints_the_result(tmp_path, capsys):
    assert run(write(tmp_path, JUDGED), capsys, "--quiet")[1] == ["3 of 3 labels agree"]


def test_what_cannot_be_judged_is_said_with_its_indicator(tmp_path, capsys):
    unclear = [
        england("10"),
        row("E06000001", label="Better", **limits(7)),
        row("E06000002", label="Better", **limits(13)),
    ]
    code, lines, _ = run(write(tmp_path, unclear), capsys)
    assert (code, lines[-1]) == (0, "0 of 0 labels agree")
    assert any("which way is good can't be told): indicator 999001" in line for line in lines)


def test_no_value_of_england_and_quintiles_are_not_counted(tmp_path, capsys):
    rows = [
        england("10"),
        row("E06000001", label="Higher", **limits(13)),
        row("E06000001", "2019", label="Higher", **limits(13)),
        row("E06000001", label="Highest quintile", Sex="Male"),
        row("E06000001", label="Similar", Sex="Male"),
    ]
    _, lines, _ = run(write(tmp_path, rows), capsys)
    assert lines[-1] == "1 of 1 labels agree"
    assert any("1 label could not be worked out (it needs what is not" in line for line in lines)
    assert any(
        "2 labels could not be worked out (no value to compare with" in line for line in lines
    )


def test_a_parents_label_is_held_to_the_parents_own_figure(tmp_path, capsys):
    beside_parent = {"Parent Code": "E12000001"}
    rows = [
        england("10"),
        row("E12000001", label="Worse", **limits(5)),
        row("E06000001", label="Worse", **limits(7), **beside_parent, **{PARENT: "Better"}),
        row("E06000002", label="Better", **limits(13), **beside_parent, **{PARENT: "Similar"}),
        row("E06000003", label="Better", **limits(13), **{"Parent Code": "E12000009"},
            **{PARENT: "Better"}),
        row("E12000001", **limits(5), **{"Parent Code": "E12000001", "Sex": "Male"},
            **{PARENT: "Similar"}),
    ]  # fmt: skip
    code, lines, _ = run(write(tmp_path, rows), capsys)
    assert (code, lines[-1]) == (4, "5 of 6 labels agree")
    assert "Compared with the parent area: 1 of 2 agree" in lines
    (differs,) = [line for line in lines if line.startswith("  line ")]
    assert differs.startswith("  line 5: 999001, E06000002")
    assert any("1 label could not be worked out (no value to compare" in line for line in lines)


def test_englands_groups_and_headline_are_told_apart(tmp_path, capsys):
    decile = england("99", **{"Category Type": "Deciles", "Category": "Most deprived"})
    rows = [decile, *JUDGED]
    assert run(write(tmp_path, rows), capsys)[1][-1] == "3 of 3 labels agree"


def test_trends_are_recomputed_from_five_years(tmp_path, capsys):
    rows = [
        row("E06000001", str(2019 + n), Count="100", Denominator="1000", **limits(10 + 3 * n))
        for n in range(5)
    ]
    rows[-1]["Recent Trend"] = "Increasing and getting worse"
    assert run(write(tmp_path, rows), capsys)[1][-1] == "1 of 1 labels agree"
    rows[-1]["Recent Trend"] = "No significant change"
    code, lines, _ = run(write(tmp_path, rows), capsys)
    assert (code, lines[-1]) == (4, "0 of 1 labels agree")
    _, lines, _ = run(write(tmp_path, rows[1:]), capsys)
    assert lines[-1] == "0 of 0 labels agree"
    assert any("fewer than five years have a count" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("a,b\n1,2\n", 3, "holds no published labels"),
        ("<html></html>", 3, "holds no published labels"),
        ("", 3, "holds no published labels"),
    ],
)
def test_another_file_is_refused_without_a_traceback(tmp_path, capsys, text, code, says):
    file = tmp_path / "other.csv"
    file.write_text(text)
    found, lines, err = run(file, capsys)
    assert (found, lines) == (code, [])
    assert says in err


def test_no_file_and_a_folder_are_refused(tmp_path, capsys):
    assert run(tmp_path / "none.csv", capsys)[0] == 2
    assert run(tmp_path, capsys)[0] == 2


def test_a_broken_fingertips_file_is_refused_with_its_line(tmp_path, capsys):
    file = write(tmp_path, JUDGED)
    file.write_text(file.read_text() + "999001,broken\n")
    code, _, err = run(file, capsys)
    assert code == 3
    assert "line 6" in err


def answers(**columns):
    return pd.DataFrame(
        {
            "indicator_id": "i", "value": [5.0, 5.0, 5.0], "lower_95": 4.0, "upper_95": 6.0,
            "lower_998": 3.0, "upper_998": 7.0, "denominator": np.nan,
            "benchmark": [5.0, 6.5, 8.0], "polarity": "", **columns,
        }
    )  # fmt: skip


def test_two_levels_and_one_strict_level_are_told_by_their_labels():
    both = recompute_comparisons(answers(published=["Similar", "Lower", "Lower 99.8"]))
    assert both["agrees"].all()
    assert set(both["rule"]) == {"single overlapping intervals, 95% and 99.8%"}
    strict = recompute_comparisons(answers(published=["Similar", "Similar", "Lower 99.8"]))
    assert strict["agrees"].all()
    assert set(strict["rule"]) == {"single overlapping interval, 99.8%"}
    spelled = recompute_comparisons(answers(published=["Similar", "Lower 95", "Lower 99.8"]))
    assert spelled["agrees"].all()


def test_a_known_rule_is_not_fitted_to_the_labels():
    rows = answers(published=["Similar", "Similar", "Lower 99.8"])
    found = recompute_comparisons(rows, known=frozenset({"i"}))
    assert not found["agrees"].all()


def test_a_known_polarity_stands_unless_the_words_are_of_another_kind():
    rows = answers(published=["Similar", "Better", "Better"])
    assert recompute_comparisons(rows.assign(polarity="low-is-good"))["agrees"].all()
    turned = recompute_comparisons(rows.assign(polarity="high-is-good"))
    assert turned["agrees"].tolist() == [True, False, False]
    assert recompute_comparisons(rows.assign(polarity="none"))["agrees"].all()


def test_a_trends_direction_and_its_judgement_are_both_held():
    points = pd.DataFrame(
        {
            "indicator_id": "i", "area_code": ["a"] * 5 + ["b"] * 5, "area_kind": "", "sex": "P",
            "age": "", "breakdown": "", "breakdown_value": "", "value_type": "", "polarity": "",
            "period": [f"{y}-01-01/P1Y" for y in range(2019, 2024)] * 2,
            "value": [1.0, 2, 3, 4, 5, 5, 4, 3, 2, 1], "count": 10.0, "denominator": 100.0,
            "published": [*[""] * 4, "Increasing and getting better", *[""] * 4, "Increasing"],
        }
    ).assign(lower_95=lambda f: f["value"] - 0.1, upper_95=lambda f: f["value"] + 0.1)  # fmt: skip
    found = recompute_trends(points)
    assert found["ours"].tolist() == [
        "Increasing and getting better",
        "Decreasing and getting worse",
    ]
    assert found["agrees"].tolist() == [True, False]
