"""Intervals of the invented values, by the methods that their indicators name."""

import numpy as np

Z_95, Z_998 = 1.959963984540054, 3.090232306167813
Limits = tuple[np.ndarray, np.ndarray]


def wilson(count: np.ndarray, size: np.ndarray, z: float) -> Limits:
    """Return the limits of a proportion between 0 and 1 (Wilson 1927)."""
    share = count / size
    middle = share + z**2 / (2 * size)
    half = z * np.sqrt(share * (1 - share) / size + z**2 / (4 * size**2))
    scale = 1 + z**2 / size
    return np.maximum((middle - half) / scale, 0.0), np.minimum((middle + half) / scale, 1.0)


def byar(count: np.ndarray, z: float) -> Limits:
    """Return the limits of a count (Byar's approximation; Breslow and Day 1987)."""
    safe = np.maximum(count, 1.0)
    lower = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    above = count + 1.0
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return np.where(count > 0, lower, 0.0), upper
