"""The disclosure gate: no small count can be worked out from what a pack publishes.

The pack is read back from its own files (`published_files`), by code that shares nothing with
what made them; what is found is held against the kept files and attacked with them and with all
earlier releases. What can't be looked at is a fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from jsna.disclosure.earlier_releases import EarlierFile, shown_before
from jsna.disclosure.exposure import exposed
from jsna.disclosure.homes import with_homes
from jsna.disclosure.local_disclosure import least_areas
from jsna.disclosure.measured import counted_indicators
from jsna.disclosure.parts import Least
from jsna.disclosure.placement import placement_problems
from jsna.disclosure.rules import DEFAULT, named, rules_of
from jsna.errors import JsnaError
from jsna.fetching.shown_files import OWN_FILES, shown_files
from jsna.geo.kept_files import LOOKUP, NOTE
from jsna.geo.store import open_geography
from jsna.publish.drawn_points import drawn_faults
from jsna.publish.equity_disclosure import EquityWords, equity_faults, equity_words
from jsna.publish.may_be_shown import MayBeShown, may_be_shown, read_kept
from jsna.publish.passages import Passage
from jsna.publish.published_cells import cell_faults, read_back
from jsna.publish.published_counts import PublishedFigure, named_areas, published_figures
from jsna.publish.published_files import PublishedFile, published_files
from jsna.publish.published_tables import published_tables, workbook_faults
from jsna.publish.published_words import MEMORY, PDF_MEMORY, Looker
from jsna.publish.read_through import Check, read_through
from jsna.publish.stated_numbers import stated_of
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.source import Disclosure
from jsna.snapshots.lock import read_lock
from jsna.snapshots.store import SnapshotStore


def disclosure_faults(
    manifest: Mapping[str, Any],
    area: Area,
    settings: Settings,
    paths: Paths,
    folder: Path | None = None,
) -> list[str]:
    """Return one sentence for each small count that a pack holds or gives away.

    All files of the council's own figures are attacked together, with what earlier releases showed:
    what one shows, another one can't hide. What those gave away by themselves is no fault of this
    pack: `jsna fetch` tells it. What can't be read (a lock, an earlier release, a look-up, a file
    of the pack) is a fault: nothing was held against it.

    Args:
        manifest: Names the snapshots that the pack is made of.
        area: Whose look-up tells which small areas make up which larger ones.
        settings: The rules and the catalogue.
        paths: Where the snapshots are.
        folder: Where the pack is laid out; its own place unless given.
    """
    settings = replace(settings, indicators=counted_indicators(settings, area.slug))
    folder = folder or paths.pack(area.slug, manifest["strategy"]["slug"])
    own = [s for s in manifest["snapshots"] if s["source"] == OWN_FILES]
    strange = _strange_snapshots(folder, manifest)
    runs = paths.runs(area.slug, manifest["strategy"]["slug"])
    strange += equity_faults(
        manifest,
        SnapshotStore(paths.snapshots),
        folder,
        runs,
        _own_rule(settings),
    )
    equity = equity_words(manifest, SnapshotStore(paths.snapshots))
    files = published_files(folder, runs)
    if not own:
        return [*strange, *read_through(files, [equity])]
    rows, faults = read_kept(own, SnapshotStore(paths.snapshots))
    least, unread = look_up(area, paths)
    earlier, unknown = _earlier(own, area, settings, paths)
    unplaced = [] if least else _unplaced(rows)
    told = [*strange, *faults, *unread, *unknown, *unplaced]
    if rows.empty:
        return [*told, *read_through(files, [equity])]
    found, shown = _published(files, rows, own, settings, area, equity)
    about = settings.sources[OWN_FILES]
    return [*told, *found, *exposed(shown, about, settings.indicators, least, earlier)]


def _own_rule(settings: Settings) -> Disclosure:
    """Return the rule for own files; the packaged one where no source of such files is set up."""
    about = settings.sources.get(OWN_FILES)
    return rules_of(about)[""] if about else DEFAULT


def _strange_snapshots(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each lock of the pack that can't be read or names other own files."""
    own = {s["sha256"] for s in manifest["snapshots"] if s["source"] == OWN_FILES}
    faults: list[str] = []
    for path in sorted(folder.glob("*.lock")):
        try:
            named = {entry.sha256 for entry in read_lock(path) if entry.source == OWN_FILES}
        except JsnaError as error:
            faults.append(" ".join(str(error).split()))
            continue
        if named != own:
            faults.append(f"{path.name}: names other files of the council's own than the manifest")
    return faults


def _earlier(
    own: Sequence[Mapping[str, Any]], area: Area, settings: Settings, paths: Paths
) -> tuple[tuple[EarlierFile, ...], list[str]]:
    """Return what earlier releases showed, and a sentence for each that can't be read."""
    ids = {snapshot["sha256"] for snapshot in own}
    store = SnapshotStore(paths.snapshots)
    try:
        listed = [file for file in shown_files(paths, area.slug) if file.sha256 not in ids]
    except JsnaError as error:
        return (), [str(problem) for problem in error.problems]
    read: list[EarlierFile] = []
    faults: list[str] = []
    for file in listed:
        try:
            before = shown_before([file], store, settings.indicators)
            read += before.files
            faults += map(str, before.problems)
        except (JsnaError, OSError, ValueError) as error:
            faults.append(f"{file.title}: this earlier release can't be read: {error}")
    return tuple(read), faults


def look_up(area: Area, paths: Paths) -> tuple[Least | None, list[str]]:
    """Return code of an area -> the least areas it is made of, by an area's look-up.

    None where no look-up was built, which is no fault by itself; one that stands there and can't be
    read is told.
    """
    folder = paths.facts(area.slug)
    if not (folder / NOTE).exists() and not (folder / LOOKUP).exists():
        return None, []
    try:
        return least_areas([open_geography(paths, area).lookup]), []
    except (JsnaError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{LOOKUP}: the look-up of {area.slug} can't be read, so that nothing says which"
        why = " ".join(str(error).split())
        return None, [f"{what} areas make up which: {why}. Run `jsna build {area.slug} --force`."]


def _unplaced(rows: pd.DataFrame) -> list[str]:
    """Return a sentence for each kind of area that needs a look-up, where there is none at all."""
    if rows.empty:
        return []
    placed = with_homes(rows, {})
    tables = [own.assign(line=own.index + 2) for _, own in placed.groupby("indicator_id")]
    return [str(problem) for own in tables for problem in placement_problems(own, {})]


def _published(
    files: Sequence[PublishedFile],
    rows: pd.DataFrame,
    own: Sequence[Mapping[str, Any]],
    settings: Settings,
    area: Area,
    equity: EquityWords,
) -> tuple[list[str], pd.DataFrame]:
    """Return what is wrong with what the files say, and the kept rows as the files show them."""
    kept = replace(
        may_be_shown(rows, settings.indicators, named_areas(files)),
        own=frozenset(area.codes), stated=stated_of(settings, area.slug),
    )  # fmt: skip
    ids = {snapshot["sha256"] for snapshot in own}
    figures, faults = published_figures(files, kept.indicators, ids)
    if not kept.rows.empty:
        tables, unread = published_tables(
            files, {id: kept.words[id] for id in kept.indicators}, area.code
        )
        faults += [*unread, *workbook_faults(files), *drawn_faults(files)]
    else:
        tables = []
    known = rules_of(settings.sources[OWN_FILES])
    rules = {id: named(own["disclosure_rule"], known) for id, own in kept.by_indicator.items()}
    for figure in (*figures, *tables):
        rule = rules.get(figure.indicator, known[""])
        faults += cell_faults(figure, kept, settings.indicators, rule)
    checks: list[Check] = [_own_words(figures, kept, rules), equity]
    return [*faults, *read_through(files, checks)], _as_published([*figures, *tables], kept)


@dataclass(frozen=True)
class _OwnWords:
    """Looks for hidden figures; the figures' own CSVs were read as numbers (`Check`).

    Attributes:
        looker: What looks.
        about: File without its ending -> the indicator that it is about as a whole.
        words: Every word that tells of one of the council's own.
    """

    looker: Looker
    about: Mapping[str, str]
    words: frozenset[str]

    def wants(self, file: PublishedFile) -> bool:
        return _stem(file) not in self.about or file.path.suffix != ".csv"

    def faults(self, file: PublishedFile, passages: Sequence[Passage]) -> Iterator[str]:
        start = self.about.get(_stem(file), "")
        # all that a file says at once: no word has a line's end in it
        said = "" if start else "\n".join(passage.all_words for passage in passages).lower()
        if start or any(word in said for word in self.words):
            memory = PDF_MEMORY if file.path.suffix == ".pdf" else MEMORY
            yield from self.looker.faults(passages, start, memory)


def _own_words(
    figures: Sequence[PublishedFigure], kept: MayBeShown, rules: Mapping[str, Disclosure]
) -> _OwnWords:
    about = {figure.file.rpartition(".")[0]: figure.indicator for figure in figures}
    words = frozenset(w for id in kept.indicators for w in kept.words[id])
    return _OwnWords(Looker(kept, rules), about, words)


def _stem(file: PublishedFile) -> str:
    return file.name.rpartition(".")[0]


def _as_published(figures: Sequence[PublishedFigure], kept: MayBeShown) -> pd.DataFrame:
    back = pd.concat([kept.rows.head(0), *(read_back(figure, kept) for figure in figures)])
    back = back[~back.index.duplicated()]
    return pd.concat([kept.rows.drop(index=back.index), back]).sort_index()
