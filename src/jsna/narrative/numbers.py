"""Numbers as printed: thousands commas, the unit, halves up, and never a 0 for a missing one."""

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NOT_AVAILABLE: Final = "not available"


def format_value(value: float | None, unit: str, decimals: int) -> str:
    """Return a value with its unit: "21.2%", "2,104.5 per 100,000", "64.8 years".

    Args:
        value: None or NaN gives "not available", never 0.
        unit: "%" stands without a space; any other unit after one; "" for none.
        decimals: Digits after the point; halves are rounded up (away from zero).
    """
    if value is None or math.isnan(value):
        return NOT_AVAILABLE
    number = format_number(value, decimals)
    return f"{number}{unit}" if unit == "%" else f"{number} {unit}".strip()


def format_number(value: float, decimals: int) -> str:
    """Return a number with thousands commas and halves rounded up, without a unit.

    repr() is rounded and not the binary fraction: 0.15 reads "0.2" as on paper.
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,.{decimals}f}"


def format_interval(lower: float | None, upper: float | None, unit: str, decimals: int) -> str:
    """Return "95% interval 51.0 to 59.2" ("%" after both limits), "" where there is none."""
    if lower is None or upper is None or math.isnan(lower) or math.isnan(upper):
        return ""
    sign = "%" if unit == "%" else ""
    low, high = (format_value(limit, sign, decimals) for limit in (lower, upper))
    return f"95% interval {low} to {high}"


def format_change(value: float, decimals: int) -> str:
    """Return a signed number: "+9.6", "-1,204", and "0" for what rounds to nothing."""
    number = format_number(value, decimals)
    return f"+{number}" if float(number.replace(",", "")) > 0 else number
