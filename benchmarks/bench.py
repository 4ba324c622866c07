"""One run of the benchmarks: where it builds and what it has measured."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measure import Measured, measure

ROOT = Path(__file__).resolve().parents[1]
AREA, STRATEGY = "exampleshire", "exampleshire-hws"


@dataclass
class Bench:
    """What was measured, stage by stage.

    Attributes:
        work: The folder that is built in at the moment.
        quarto: The quarto command, or None to leave it out.
        cold: Each stage in an empty folder.
        unchanged: Each stage again, in the same order.
        plain: The stages that can be done by hand.
        single: What has an aim of its own.
        notes: What a reader of the numbers should know.
    """

    work: Path
    quarto: str | None
    cold: list[Measured] = field(default_factory=list)
    unchanged: list[Measured] = field(default_factory=list)
    plain: list[Measured] = field(default_factory=list)
    single: dict[str, float] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """The environment that points the commands to the checkout and the folder."""
        return {**os.environ, "JSNA_WORK": str(self.work), "JSNA_HOME": str(ROOT)}

    @property
    def pack(self) -> Path:
        """The demonstration pack."""
        return self.work / "reports" / "packs" / AREA / STRATEGY

    def jsna(self, name: str, *words: str) -> Measured:
        """Return what one of our commands takes."""
        return measure(name, [sys.executable, "-m", "jsna.cli", *words], self.env, ROOT)

    def move_to(self, folder: Path) -> None:
        """Build in another, empty folder from here on."""
        folder.mkdir()
        self.work = folder
