"""Spearman's rank correlation of two measures over the same areas, with its interval.

See docs/methods.md#rank-correlation. It says whether areas that are high on one are high on the
other; of areas, not of people, and never that one brings about the other.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.intervals import z_score

FEWEST: Final = 10
"""Fewer pairs than this have no correlation here: its interval would hold nearly everything."""


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's correlation, its limits and the number of areas with both values.

    Attributes:
        pairs: How many pairs of measures were tried: the limits hold 95% over all of them.
    """

    rho: float
    lower: float
    upper: float
    n: int
    pairs: int = 1

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves nought out."""
        return self.lower > 0 or self.upper < 0


def rank_correlation(x: pd.Series, y: pd.Series, pairs: int = 1) -> RankCorrelation | None:
    """Return the correlation of the ranks of areas that have both values.

    None with fewer than ten areas, or where all areas are alike in one of the two.

    Args:
        x: One measure, a value an area.
        y: The other, of the same areas.
        pairs: How many pairs of measures this one was picked from; each interval is then one of
            1 - 0.05/pairs (Bonferroni), so that at most 5% of such searches find an order where
            there is none.

    Source: Spearman 1904, ties sharing their mean rank; interval by Fisher's transformation with
    the standard error of Bonett and Wright 2000, Psychometrika 65: 23-28.
    """
    both = pd.DataFrame({"x": x.to_numpy(float), "y": y.to_numpy(float)}).dropna()
    n = len(both)
    if n < FEWEST or (both.max() == both.min()).any():
        return None
    ranks = both.rank(method="average")
    rho = float(np.corrcoef(ranks["x"], ranks["y"])[0, 1])
    # the transformation has no value for a perfect order
    inside = float(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    width = z_score(1 - 0.05 / pairs) * np.sqrt((1 + inside**2 / 2) / (n - 3))
    lower, upper = np.tanh(np.arctanh(inside) + np.array([-width, width]))
    return RankCorrelation(rho, float(lower), float(upper), n, pairs)
