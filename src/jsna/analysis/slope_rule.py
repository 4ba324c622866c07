"""How a slope index is to be worked out, and on which scale values vary at random."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from scipy.special import expit, logit

from jsna.analysis.intervals import BOTH

Kind = Literal["natural", "rate", "proportion"]
DRAWS: Final = 100_000


@dataclass(frozen=True)
class SlopeRule:
    """What kind of values the line is drawn through, and what is wanted of it.

    Attributes:
        kind: The scale on which values vary at random: natural (means, life expectancy), the
            logarithm (rate) or the log-odds (proportion).
        transform: Fit the line on that scale too, not only draw the random values on it.
        multiplier: Of the slope index; a negative one turns its sign and inverts the ratio.
        scale: What a proportion is per: 1, or 100 for a percentage.
        confidence: Levels of the intervals.
        method: "auto" takes the closed form for natural values and simulates the others.
        draws: Simulated sets of values an area.
        repeats: 10 adds the reliability of the simulated limits (see `slope_index`).
    """

    kind: Kind = "natural"
    transform: bool = False
    multiplier: float = 1.0
    scale: float = 1.0
    confidence: tuple[float, ...] = BOTH
    method: Literal["auto", "closed-form", "simulation"] = "auto"
    draws: int = DRAWS
    repeats: Literal[1, 10] = 1

    def __post_init__(self) -> None:
        """Refuse what does not go together."""
        if self.transform and self.kind == "natural":
            raise ValueError("natural values have no transform: say rate or proportion.")
        if self.method == "closed-form" and self.kind != "natural":
            raise ValueError(f"a {self.kind} has no closed form here: simulate it.")

    @property
    def simulated(self) -> bool:
        """Whether the limits come from simulation."""
        return self.method == "simulation" or self.kind != "natural"

    def to_scale(self, values: np.ndarray) -> np.ndarray:
        """Return values on the scale of `kind` (NaN where they have no place on it)."""
        if self.kind == "natural":
            return values
        top = 1.0 if self.kind == "proportion" else np.inf
        inside = np.where((values > 0) & (values < top), values, np.nan)
        return np.asarray(np.log(inside) if self.kind == "rate" else logit(inside))

    def from_scale(self, values: np.ndarray) -> np.ndarray:
        """Return the values back on their own scale."""
        if self.kind == "natural":
            return values
        return np.asarray(np.exp(values) if self.kind == "rate" else expit(values))
