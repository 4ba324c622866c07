"""The registers that a release showed, kept so that the next pack can tell what changed since."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from jsna.analysis.register_table import RegisterTable
from jsna.chapter.listing import whole_csv
from jsna.chapter.register_block import file_of, whole_register
from jsna.errors import UserFileError
from jsna.pack.rendered_pack import SITE
from jsna.settings.project import Project
from jsna.strategy_registers.registers import Registers, read_registers
from jsna.strategy_registers.released import keep_release

SHOWN: Final = "figures/area.{}.csv"
"""The file of a register in a site."""


def keep_as_published(project: Project, manifest: Mapping[str, Any]) -> Path | None:
    """Keep the strategy's registers beside their files, if they still are what a pack shows.

    Args:
        project: Whose pack goes out.
        manifest: Of the pack.

    Returns:
        The folder they are kept in; None, and nothing is kept, where a register is not what the
        pack shows any more: what was never shown would be told as released.
    """
    day = date.fromisoformat(str(manifest["data_as_at"])[:10])
    try:
        registers = read_registers(project, day)
    except UserFileError:  # it could be read when the pack was made
        return None
    site = project.pack_folder / SITE
    if not all(_is_shown(project, site, registers, table) for table in registers.tables):
        return None
    return keep_release(project, registers, day)[-1].parent


def _is_shown(project: Project, site: Path, registers: Registers, table: RegisterTable) -> bool:
    file = site / SHOWN.format(file_of(table.kind))
    if table.rows.empty:
        return not file.exists()
    own = whole_csv(whole_register(table, registers.linked), project.area)
    return file.is_file() and file.read_bytes() == own
