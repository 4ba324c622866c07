from datetime import date

import pytest

from jsna.settings.release_rule import months_of, next_by_rule


@pytest.mark.parametrize(
    ("rule", "months"),
    [("yearly", ()), ("yearly, May", (5,)), ("monthly", ()),
     ("quarterly, February, May, August and November", (2, 5, 8, 11))],
)  # fmt: skip
def test_the_months_that_a_rule_names(rule, months):
    assert months_of(rule) == months


@pytest.mark.parametrize(
    "rule", ["", "often", "yearly,May", "yearly, Mai", "yearly, May and June", "monthly, May",
             "quarterly, May", "yearly, ", "May"],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_what_is_allowed(rule):
    with pytest.raises(ValueError, match="allowed are"):
        months_of(rule)


@pytest.mark.parametrize(
    ("rule", "today", "due"),
    [("yearly, May", date(2026, 5, 31), date(2026, 5, 31)),
     ("yearly, May", date(2026, 6, 1), date(2027, 5, 31)),
     ("yearly, February", date(2027, 12, 1), date(2028, 2, 29)),
     ("quarterly, February, May, August and November", date(2026, 9, 1), date(2026, 11, 30)),
     ("yearly", date(2026, 1, 1), None)],
)  # fmt: skip
def test_figures_are_due_by_the_end_of_the_next_such_month(rule, today, due):
    assert next_by_rule(rule, today) == due
