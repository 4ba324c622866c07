"""The package's own modules, parsed once in a process for all tests that read code.

Whoever reads them here says `xdist_group(READ_CODE)`, so that one process is asked by all. The
trees are to be looked at, not changed.
"""

import ast
from functools import cache
from pathlib import Path

READ_CODE = "what reads the package's code"


@cache
def parsed_modules(package: Path) -> dict[str, ast.Module]:
    """Return the path below the package -> the tree of each module."""
    files = sorted(package.rglob("*.py"))
    return {f.relative_to(package).as_posix(): ast.parse(f.read_text("utf-8")) for f in files}
