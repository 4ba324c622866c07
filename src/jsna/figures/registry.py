"""Every figure kind below `jsna/figures/kinds`, found by discovery: a module with a `KIND`."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import jsna.figures.kinds
from jsna.figures.kind import FigureKind
from jsna.figures.spec import FigureSpec


@cache
def figure_kinds() -> Mapping[str, FigureKind[Any]]:
    """Return every figure kind by its id, in the order of ids.

    Raises:
        TypeError: a module below `kinds` has no `KIND`.
        ValueError: two kinds share an id.
    """
    below = pkgutil.iter_modules(jsna.figures.kinds.__path__, "jsna.figures.kinds.")
    kinds = sorted((_kind(module.name) for module in below), key=lambda kind: kind.id)
    if twice := sorted({one.id for one, other in pairwise(kinds) if one.id == other.id}):
        raise ValueError(f"two figure kinds share an id: {', '.join(twice)}")
    return {kind.id: kind for kind in kinds}


def kind_of(spec: FigureSpec) -> FigureKind[Any]:
    """Return the kind that `spec` is of.

    Raises:
        ValueError: there is no such kind.
    """
    kinds = figure_kinds()
    if spec.kind not in kinds:
        raise ValueError(f"figure {spec.id!r}: no kind {spec.kind!r} among {', '.join(kinds)}")
    return kinds[spec.kind]


def _kind(module: str) -> FigureKind[Any]:
    kind = getattr(importlib.import_module(module), "KIND", None)
    if not isinstance(kind, FigureKind):
        raise TypeError(f"{module} has no KIND; every module below jsna/figures/kinds is a kind")
    return kind
