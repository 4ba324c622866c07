"""Find a built figure by its id, in the runs and packs of this checkout."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsna.errors import Problem, UserFileError
from jsna.settings.paths import Paths
from jsna.settings.unknown_name import did_you_mean


@dataclass(frozen=True)
class FoundFigure:
    """A figure of a pack: whose it is, where its files are and what its JSON says."""

    area: str
    strategy: str
    folder: Path
    about: dict[str, Any]

    def table(self) -> list[list[str]]:
        """Return the values it draws, a header and one list per row, as its CSV has them."""
        with (self.folder / f"{self.about['id']}.csv").open(encoding="utf-8-sig") as file:
            return list(csv.reader(file))


def find_figure(paths: Paths, id: str, area: str = "", strategy: str = "") -> FoundFigure:
    """Return the figure with this id, of the area and strategy if they are named.

    Raises:
        UserFileError: nothing was built yet, no figure has the id (the nearest match is told),
            or figures of several packs do and none was named.
    """
    files = {
        (place[0], place[1], file.stem): file
        for place, file in _files(paths)
        if (not area or place[0] == area) and (not strategy or place[1] == strategy)
    }
    if not files:
        step = "Run `jsna run AREA STRATEGY` first."
        raise UserFileError(Problem("no figure was built here yet.", next_step=step))
    found = {key: file for key, file in files.items() if key[2] == id}
    if not found:
        raise _unknown(id, {key[2] for key in files})
    if len(found) > 1:
        raise _several(id, found)
    (key, file), *_ = found.items()
    return FoundFigure(key[0], key[1], file.parent, json.loads(file.read_text("utf-8")))


def _files(paths: Paths) -> Iterable[tuple[tuple[str, str], Path]]:
    """Each figure's JSON with its area and strategy; the runs' last, since they are newest."""
    packs = paths.pack("*", "*").relative_to(paths.work) / "figures" / "*.json"
    runs = paths.runs("*", "*").relative_to(paths.work) / "*" / "figures" / "*.json"
    for pattern, depth in ((packs, 2), (runs, 3)):
        for file in sorted(paths.work.glob(pattern.as_posix())):
            parents = file.parents
            yield (parents[depth].name, parents[depth - 1].name), file


def _unknown(id: str, known: set[str]) -> UserFileError:
    return UserFileError(
        Problem(
            f"no built figure has the id {id!r}.",
            allowed=f"{len(known)} figures are built; each page names its figures' ids under"
            ' "Cite this figure".',
            next_step=did_you_mean(id, known),
        )
    )


def _several(id: str, found: Iterable[tuple[str, str, str]]) -> UserFileError:
    places = ", ".join(f"{area} {strategy}" for area, strategy, _ in sorted(found))
    return UserFileError(
        Problem(
            f"several packs have a figure {id!r}.",
            allowed=f"They are: {places}.",
            next_step="Name the area and the strategy after the figure.",
        )
    )
