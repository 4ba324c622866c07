"""The figure bundle: `<id>.svg .png .csv .json`, the same bytes for the same facts."""

from dataclasses import dataclass
from pathlib import Path

from jsna.figures.spec import FigureSpec


@dataclass(frozen=True)
class FigureBundle:
    """Where a figure's files are and what its JSON says."""

    id: str
    folder: Path
    headline: str
    subtitle: str
    alt: str
    source: str
    citation: str

    def file(self, ending: str) -> Path:
        return self.folder / f"{self.id}.{ending}"


def write_bundle(spec: FigureSpec, folder: Path, citation: str) -> FigureBundle:
    """Draw `spec` and write its bundle into `folder`; see the module's docstring."""
    raise NotImplementedError
