"""Registers of places held against the outlines of their area."""

from dataclasses import replace

import pandas as pd

from jsna.analysis.register_findings import together
from jsna.analysis.register_places import place_findings
from jsna.strategy_registers.registers import Registers


def names_places(registers: Registers) -> bool:
    """Return whether any of the registers says where on a map its rows stand."""
    return any(table.kind.on_map and len(table.rows) for table in registers.tables)


def with_places(registers: Registers, wards: pd.DataFrame, area_name: str) -> Registers:
    """Return the registers, their findings with those on places that do not fit the area.

    Args:
        registers: Of a strategy.
        wards: The area's, one row each, geography: code, name and geometry.
        area_name: What the area is called.
    """
    found = together(
        place_findings(table, table.kind.on_map, wards, area_name)
        for table in registers.tables
        if table.kind.on_map and len(table.rows)
    )
    return replace(registers, misplaced=found)
