"""Lists of similar areas as the ONS publishes them, for the invented country's authorities.

JSON: code -> kind of likeness -> the codes of the most alike, the most alike first. Likeness is
that of what the generator knows of an authority: how deprived it is, how old, how large.
"""

import json
from collections.abc import Sequence
from typing import Final

import numpy as np

from jsna.demo.country import Authority

MOST: Final = 20
WEIGHTS: Final = {
    "global": (1.0, 1.0, 0.5),
    "economic": (1.0, 0.2, 0.2),
    "demographic": (0.2, 1.0, 1.0),
}
"""Kind of likeness -> how much deprivation, age and size count."""


def similar_areas_json(authorities: Sequence[Authority]) -> bytes:
    """Return the file: every authority but the county, whose districts have lists of their own."""
    places = [authority for authority in authorities if authority.small_areas]
    codes = [authority.code for authority in places]
    facts = np.array([(a.deprivation, a.older, a.small_areas) for a in places], dtype="float64")
    scaled = (facts - facts.mean(axis=0)) / facts.std(axis=0)
    lists = {kind: _nearest(scaled * weights, codes) for kind, weights in WEIGHTS.items()}
    content = {code: {kind: lists[kind][code] for kind in WEIGHTS} for code in codes}
    return json.dumps(content, separators=(",", ":")).encode()


def _nearest(places: np.ndarray, codes: Sequence[str]) -> dict[str, list[str]]:
    """Return code -> the codes of the places that lie nearest, itself left out."""
    apart = np.linalg.norm(places[:, None, :] - places[None, :, :], axis=2)
    order = np.argsort(apart, axis=1, kind="stable")
    return {
        code: [codes[i] for i in near if codes[i] != code][:MOST]
        for code, near in zip(codes, order, strict=True)
    }
