"""Indices out of a fitted line, with limits in closed form or by simulation.

A value at the most deprived end and a slope are weighted sums of the groups' values, so that for
natural values their variances and covariance are known without simulation, and the limits of the
ratio of two such sums are Fieller's.
"""

from typing import Final

import numpy as np

from jsna.analysis.intervals import levels, z_score
from jsna.analysis.slope_rule import SlopeRule

BLOCK: Final = 20_000_000
"""Most random numbers held at once."""

Numbers = dict[str, np.ndarray]


def closed_form(
    values: np.ndarray,
    errors: np.ndarray,
    weights: np.ndarray,
    rule: SlopeRule,
    rng: np.random.Generator | None = None,
) -> Numbers:
    """Return indices and limits of natural values: a normal interval, and Fieller's for ratios.

    Limits of a ratio are NaN where its lower part could be 0: no bounded interval then exists.

    Args:
        values: Areas x groups.
        errors: Their standard errors.
        weights: From `slope_index.line_weights`.
        rule: Multiplier and confidence are used.
        rng: Not used.
    """
    numbers = _indices(_line(values, weights), rule)
    ends = np.stack([weights[..., 0], weights.sum(axis=2)], axis=2)
    fitted = np.einsum("aqk,aq->ak", ends, values)
    spread = np.einsum("aqk,aqm,aq->akm", ends, ends, errors**2)
    slope_error = np.sqrt(((weights[..., 1] * errors) ** 2).sum(axis=1))
    for suffix, level in levels(rule.confidence).items():
        z = z_score(level)
        reach = z * slope_error * abs(rule.multiplier)
        numbers |= _pair("sii", suffix, numbers["sii"] - reach, numbers["sii"] + reach)
        times = _fieller(fitted, spread, z, 0, 1)
        rii = times if rule.multiplier < 0 else _fieller(fitted, spread, z, 1, 0)
        numbers |= _pair("rii", suffix, *rii)
        told = ~np.isnan(numbers["times"])
        numbers |= _pair("times", suffix, *(np.where(told, limit, np.nan) for limit in times))
    return numbers


def simulated(
    values: np.ndarray,
    errors: np.ndarray,
    weights: np.ndarray,
    rule: SlopeRule,
    rng: np.random.Generator | None,
) -> Numbers:
    """Return indices and the percentiles of those of randomly drawn values.

    Args:
        values: Areas x groups, on the scale of the rule's kind.
        errors: Their standard errors on that scale.
        weights: From `slope_index.line_weights`.
        rule: Kind, transform, multiplier, confidence, draws, repeats.
        rng: Seeded by the caller.
    """
    assert rng is not None
    size = max(1, BLOCK // (rule.draws * rule.repeats * values.shape[1]))
    # blocks of areas only bound the memory
    blocks = [slice(n, n + size) for n in range(0, max(len(values), 1), size)]
    parts = [_limits(values[b], errors[b], weights[b], rule, rng) for b in blocks]
    limits = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    fitted = values if rule.transform else rule.from_scale(values)
    return _indices(_line(fitted, weights), rule) | limits


def _limits(
    values: np.ndarray,
    errors: np.ndarray,
    weights: np.ndarray,
    rule: SlopeRule,
    rng: np.random.Generator,
) -> Numbers:
    areas, groups = values.shape
    noise = rng.standard_normal((areas, rule.repeats * rule.draws, groups))
    drawn = values[:, None, :] + errors[:, None, :] * noise
    if not rule.transform:
        drawn = rule.from_scale(drawn)
    sets = _indices(np.matmul(drawn, weights), rule)
    wanted = levels(rule.confidence)
    tails = [tail for level in wanted.values() for tail in ((1 - level) / 2, (1 + level) / 2)]
    numbers: Numbers = {}
    for name in ("sii", "rii", "times"):
        batches = sets[name].reshape(areas, rule.repeats, rule.draws)
        cut = np.quantile(batches, tails, axis=2)
        for place, suffix in enumerate(wanted):
            numbers |= _pair(name, suffix, cut[2 * place, :, 0], cut[2 * place + 1, :, 0])
        if rule.repeats > 1 and name != "times":
            away = np.abs(cut[:2, :, 1:] - cut[:2, :, :1])
            numbers[f"{name}_mad"] = away.mean(axis=(0, 2))
    return numbers


def _line(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(np.einsum("aqk,aq->ak", weights, values))


def _indices(line: np.ndarray, rule: SlopeRule) -> Numbers:
    """Indices of lines (most deprived end, slope) on the last axis; ends back on their scale."""
    most, least = line[..., 0], line[..., 0] + line[..., 1]
    if rule.transform:
        most, least = rule.from_scale(most), rule.from_scale(least)
    scale = rule.scale if rule.kind == "proportion" else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        rii = most / least if rule.multiplier < 0 else least / most
        times = np.where((most > 0) & (least > 0), most / least, np.nan)
    return {
        "sii": (least - most) * scale * rule.multiplier,
        "rii": rii,
        "times": times,
        "intercept": most * scale,
        "slope": (least - most) * scale,
    }


def _fieller(fitted: np.ndarray, spread: np.ndarray, z: float, top: int, base: int) -> np.ndarray:
    """Fieller's limits of fitted[top] ÷ fitted[base]: lower and upper, NaN if unbounded."""
    n, d = fitted[:, top], fitted[:, base]
    a = d**2 - z**2 * spread[:, base, base]
    b = n * d - z**2 * spread[:, top, base]
    c = n**2 - z**2 * spread[:, top, top]
    inner = np.where((a > 0) & (b**2 >= a * c), b**2 - a * c, np.nan)
    bounded = np.where(a > 0, a, np.nan)
    return np.stack([(b - np.sqrt(inner)) / bounded, (b + np.sqrt(inner)) / bounded])


def _pair(name: str, suffix: str, lower: np.ndarray, upper: np.ndarray) -> Numbers:
    return {f"{name}_lower_{suffix}": lower, f"{name}_upper_{suffix}": upper}
