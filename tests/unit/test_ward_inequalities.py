"""The chapter of wards: what it shows of good data, of gaps, and what it never shows."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from invented_evidence import evidence
from invented_facts import england, fact, facts_of, indicator

from jsna.chapter import ward_inequalities as chapter
from jsna.chapter.ward_scans import ward_scans
from jsna.figures.bundle import ENDINGS

NAMES = {f"E0500{n:04d}": f"Ward {n:02d}" for n in range(8)}
COUNTS = [40, 40, 40, 75, 40, 12, 40, 40]


def share(id="1", **changes):
    given = {
        "title": f"Measure {id}", "short_title": f"Measure {id}", "polarity": "low-is-good",
        "unit": "%", "multiplier": 100, "value_type": "proportion", "matters": 2,
        "levels": ["england", "unitary", "ward"],
    }  # fmt: skip
    return indicator(id=id, **given | changes)


def figures(id="1", counts=COUNTS):
    """The wards' facts of one indicator, and England's."""
    stratum = {"sex": "Persons", "lower": np.nan, "upper": np.nan, "indicator_id": id}
    rows = [
        fact(code, n / 10, area_type="ward", count=float(n), denominator=1000.0,
             **stratum)
        for code, n in zip(NAMES, counts, strict=True)
    ]  # fmt: skip
    return facts_of(*rows, england(4.0, sex="Persons", indicator_id=id))


def anytown(tmp_path, facts, *indicators, **changes):
    return evidence(facts, list(indicators), NAMES, tmp_path, **changes)


def whole(found, page):
    sections = (
        chapter.at_a_glance, chapter.matrix, chapter.measures, chapter.not_tested,
        chapter.how_to_read,
    )  # fmt: skip
    return "\n\n".join(section(found, page) for section in sections)


def test_the_matrix_gives_each_value_with_a_letter_for_each_comparator(tmp_path, page):
    both = pd.concat([figures(), figures("2", counts=COUNTS[::-1])])
    found = anytown(tmp_path, both, share(), share("2", polarity="none"))
    text = chapter.matrix(found, page)
    rows = dict(re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text))
    assert list(rows) == list(NAMES.values())  # in order of name
    worse, similar = '<span class="mark worse">W</span>', '<span class="mark similar">U</span>'
    assert f">7.5 {worse} {worse}</td>" in rows["Ward 03"]
    assert f">4.0 {similar} {similar}</td>" in rows["Ward 00"]
    assert '<span class="mark lower">L</span>' in rows["Ward 02"]  # no polarity, no better
    assert "W worse, L lower, H higher, U not flagged and B better" in text
    assert "[Method: ward scan](methods.qmd#ward-scan)" in text


def test_one_measure_has_no_matrix_but_its_table_in_words(tmp_path, page):
    found = anytown(tmp_path, figures(), share())
    assert chapter.matrix(found, page) == ""
    text = chapter.measures(found, page)
    row = re.search(r'<tr><th scope="row">Ward 03</th>(<td class="n">7\.5</td><td.*?)</tr>', text)
    cells = re.findall(r"<td.*?>(.*?)</td>", row[1])
    assert cells[:2] == ["7.5", "6.0 to 9.3"]
    assert cells[2] == "Worse" and cells[5] == "Worse"
    assert cells[3] == "under 0.001" and cells[4] == "3.6"
    assert "intervals worked out here from the counts" in text
    assert "the score test (Wilson's interval), 8 tests" in text


def test_each_figure_carries_its_finding_rule_and_files(tmp_path, page):
    found = anytown(tmp_path, figures(), share(title="Obesity"))
    text = chapter.measures(found, page)
    assert "### 1 of 8 wards is worse than England and 1 is better on measure 1" in text
    assert all((page.folder / "figures" / f"area.1.funnel.{e}").is_file() for e in ENDINGS)
    about = (page.folder / "figures" / "area.1.funnel.json").read_text("utf-8")
    assert '"rule": "ward-scan"' in about and '"method": "ward-scan"' in about
    assert (
        "Obesity: in 2022 to 2024 the wards of Anytown run from 1.2% to 7.5%. 1 of 8 wards is worse"
        " than England (4.0%) and 1 is better, with false discovery held to 5%."
    ) in about


def test_without_counts_there_are_dots_and_the_page_says_why_nothing_is_tested(tmp_path, page):
    facts = figures().query("area_type == 'ward'").assign(denominator=np.nan)
    found = anytown(tmp_path, facts, share())
    text = whole(found, page)
    assert "No ward could be tested against England." in text
    assert "Wards run from 1.2% to 7.5% on measure 1: not tested" in text
    assert (page.folder / "figures" / "area.1.wards.svg").is_file()
    assert "not against England, the file used holds no value for England (8 wards)" in text
    assert "the file used holds no counts with their denominators to add up (8 wards)" in text
    assert "Without this control" not in text
    assert text.count("<table>") == 2  # the figure's own has every ward


def test_on_a_priority_s_page_what_was_not_tested_has_a_table_alone(tmp_path, page):
    both = pd.concat([figures(), figures("2").assign(denominator=np.nan)])
    found = anytown(tmp_path, both, share(), share("2"), priority=True)
    text = chapter.measures(found, page)
    assert set(re.findall(r"\(figures/([\w.]+)\.svg\)", text)) == {"first.1.funnel"}
    assert re.findall(r"\{#tbl-first-wards-(\d)\}", text) == ["1", "2"]
    assert "1 measure is not drawn." in text


def test_a_hidden_ward_hides_the_rest_of_all_and_the_page_says_so(tmp_path, page):
    facts = figures()
    hidden = facts["area_code"] == "E05000001"
    facts.loc[hidden, ["value", "count", "denominator"]] = np.nan
    facts.loc[hidden, "status"] = "suppressed"
    text = whole(anytown(tmp_path, facts, share()), page)
    assert "Of 7 tests against England" in text
    assert "No ward could be tested against the rest of Anytown." in text
    assert "the source suppressed the value (1 ward)" in text
    assert "the count of another ward is not known, so that no rest is given for any" in text
    assert "The rest of Anytown (%)" not in text


def test_a_ward_that_no_file_lists_is_shown_as_not_available(tmp_path, page):
    facts = figures().query("area_code != 'E05000006'")
    text = whole(anytown(tmp_path, facts, share()), page)
    assert "7 of 8" in text and "Not available: Ward 06." in text


@pytest.mark.parametrize("priority", [False, True])
def test_without_figures_of_wards_there_is_one_plain_sentence(tmp_path, page, priority):
    facts = facts_of(england(sex="Persons"), fact(sex="Persons"))
    found = anytown(tmp_path, facts, share(), priority=priority)
    text = whole(found, page).strip()
    start = "None of this priority's indicators has" if priority else "The data of this pack hold"
    assert text.startswith(start) and text.endswith("figures for wards of Anytown.")
    assert "\n" not in text


def test_an_indicator_that_may_not_be_shown_of_wards_is_not(tmp_path, page):
    # the build keeps no such facts; were they there, the chapter would still be silent
    both = pd.concat([figures(), figures("2")])
    secret = share("2", title="Suicide rate", levels=["england", "unitary"])
    found = anytown(tmp_path, both, share(), secret)
    assert [scan.indicator.id for scan in ward_scans(found)] == ["1"]
    assert "Suicide rate" not in whole(found, page)


def test_a_priority_shows_its_own_indicators_alone(tmp_path):
    both = pd.concat([figures(), figures("2")])
    found = anytown(tmp_path, both, share(), share("2"), priority=True)
    chosen = found.priority.model_copy(update={"indicators": ("2",)})
    assert [scan.indicator.id for scan in ward_scans(found)] == ["1", "2"]
    only = ward_scans(replace(found, priority=chosen))
    assert [scan.indicator.id for scan in only] == ["2"]


def test_a_page_that_cannot_hold_all_keeps_what_is_flagged_and_says_so(tmp_path, page, monkeypatch):
    plain = [40] * 8
    facts = pd.concat([figures("1", plain), figures("2"), figures("3", plain)])
    for limit, most in (("MOST_FIGURES", 1), ("MOST_TABLE_ROWS", 16), ("MOST_CELLS", 16)):
        monkeypatch.setattr(chapter, limit, most)
    found = anytown(tmp_path, facts, share("1"), share("2"), share("3"))
    text = chapter.measures(found, page)
    assert "2 measures are not drawn. 1 measure is not set out ward by ward" in text
    assert re.findall(r"\(figures/([\w.]+)\.svg\)\{fig-alt", text) == ["area.2.funnel"]
    assert re.findall(r"\{#tbl-area-wards-(\d)\}", text) == ["1", "2"]
    matrix = chapter.matrix(found, page)
    assert "1 measure is in the file above only." in matrix
    assert re.findall(r'<th scope="col" class="n">(.*?) \(%\)', matrix) == [
        "Measure 1", "Measure 2"]  # fmt: skip
    csv = page.folder / "figures" / "area.ward-inequalities.csv"
    chapter.at_a_glance(found, page)
    assert len(pd.read_csv(csv)) == 24 and "count" not in pd.read_csv(csv)


def test_two_measures_of_one_short_title_keep_a_column_each(tmp_path, page):
    facts = pd.concat([figures("1"), figures("2")])
    same = {"short_title": "Obesity"}
    text = chapter.matrix(anytown(tmp_path, facts, share("1", **same), share("2", **same)), page)
    assert "Obesity (1)" in text and "Obesity (2)" in text
