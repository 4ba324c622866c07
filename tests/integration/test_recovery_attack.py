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
