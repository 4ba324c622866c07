"""What the values of a council's own measures mean, as the catalogue says it of an indicator.

So that the rules for small counts read both alike, whoever hides, keeps or looks for them.
"""

from collections.abc import Mapping
from typing import Final

from jsna.settings.indicator import Indicator, SourceReference, ValueType
from jsna.settings.load import Settings
from jsna.settings.own_measures import OwnMeasure

VALUE_TYPES: Final[dict[str, ValueType]] = {
    "count": "count",
    "share": "proportion",
    "rate": "rate",
    "mean": "mean",
}
"""Kind of a measure -> the type of an indicator's value."""
LOCAL: Final = "local-csv"


def counted_indicators(settings: Settings, area: str) -> Mapping[str, Indicator]:
    """Return the catalogue and, as indicators, the measures of an area's own strategies.

    Args:
        settings: Every setting of the checkout.
        area: The area's slug.
    """
    own = {id: as_indicator(one) for id, one in settings.own_measures_of(area).items()}
    return {**settings.indicators, **own} if own else settings.indicators


def as_indicator(measure: OwnMeasure) -> Indicator:
    """Return a measure as an indicator: its words, and what its value is made of."""
    kind: ValueType = "other" if measure.counts == "things" else VALUE_TYPES[measure.kind]
    return Indicator(
        id=measure.id,
        title=measure.title,
        short_title=measure.title,
        measures=measure.title,
        unit=measure.unit,
        decimals=measure.decimals,
        multiplier=measure.multiplier,
        polarity=measure.polarity,
        value_type=kind,
        year_type="financial",
        interval_method="none",
        comparison_method="none",
        matters=1,
        theme="own-measures",
        source=SourceReference(source=LOCAL, id=measure.id),
        levels=(),
        allowed_range=(0, float("inf")),
    )
