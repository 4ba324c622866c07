"""The claims of the project's own strategies can be read, and each says what to hold it against."""

import pytest

from jsna.claims.claims_file import read_claims
from jsna.settings.project import Project


def test_every_claims_file_of_a_strategy_can_be_read(checkout: Project) -> None:
    read = {}
    for strategy in checkout.settings.strategies.values():
        if strategy.states_claims:
            read[strategy.slug] = read_claims(checkout.of(strategy.area, strategy.slug))
    assert {"rotherham-hws-2012", "rutland-jhws-2022"} <= set(read)
    for claims in read.values():
        own_counts = claims["count"].notna()
        checkable = (claims["indicator_id"] != "") | own_counts
        # either it can be held against something, or it says why not
        assert ((claims["lacks"] != "") != checkable).all()


@pytest.mark.parametrize("strategy", ["core", "exampleshire-hws"])
def test_a_strategy_without_claims_has_no_page_for_them(checkout: Project, strategy: str) -> None:
    assert not checkout.settings.strategies[strategy].states_claims
