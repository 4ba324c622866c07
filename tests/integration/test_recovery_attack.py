"""The second attacker of small counts: written from `docs/disclosure.md`, on random council files.

What is refused rightly, what is kept, and what can be worked out of all that is kept: nothing.
"""

from collections import Counter

import pytest

from attack_tools.council_files import KEPT, random_case
from attack_tools.naive_hiding import only_the_small
from attack_tools.published_rows import read_seen
from attack_tools.recover import attack
from attack_tools.rules import Rule, strictest
from attack_tools.tally import Tally, run_cases

FEW, MANY = 50, 1000
MOST_HIDDEN = 0.75
"""Of the rows that are kept: about a fifth of the smallest groups are small."""


def hold(tally: Tally) -> None:
    """Nothing is recovered, nothing sound refused, and not everything hidden."""
    print(tally)
    assert tally.faults == []
    assert tally.counts["small cells of no row"] > tally.counts["cases"]
    assert tally.counts["refused fetches"] < tally.counts["cases"] / 2
    assert 0 < tally.counts["hidden"] < MOST_HIDDEN * tally.counts["rows"]


def test_nothing_is_worked_out_of_what_is_kept(tmp_path, monkeypatch):
    hold(run_cases(map(random_case, range(FEW)), tmp_path, monkeypatch.setenv))


@pytest.mark.slow
def test_nothing_is_worked_out_of_many_more(tmp_path, monkeypatch):
    hold(run_cases(map(random_case, range(FEW, FEW + MANY)), tmp_path, monkeypatch.setenv))


@pytest.mark.parametrize("rounded", [False, True])
def test_the_attacker_finds_what_naive_hiding_leaves(rounded):
    """Else that nothing is recovered would say nothing."""
    found: Counter[str] = Counter()
    for case in map(random_case, range(20)):
        release = case.releases[0]
        for id, truth in release.truth.items():
            if case.expect != KEPT:
                continue
            known = strictest(release.rules[id])
            rule = known if rounded else Rule(known.lowest, known.highest, 1)
            rows = [row for text in release.files.values()
                    for row in only_the_small(text, rule, rounded=rounded)
                    if row["indicator_id"] == id]  # fmt: skip
            done = attack([read_seen(row, truth, 0) for row in rows], [truth], [rule])
            assert done.wrong == ()  # labels are read as they are meant: every number agrees
            found.update(tables=1, broken=bool(done.recovered), cells=len(done.recovered))
    assert found["broken"] > found["tables"] / 3
    assert found["cells"] > found["broken"]
