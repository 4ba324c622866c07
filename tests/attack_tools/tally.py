"""Run cases against the command line and count what comes of them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from attack_tools.cheap_attacks import digests_kept, guesses_confirmed, numbers_in_notes
from attack_tools.council_files import KEPT, REFUSED, Case, Release
from attack_tools.labels import read_label
from attack_tools.linear_model import NoTableAgreesError
from attack_tools.published_rows import Seen, cell_of, read_seen
from attack_tools.recover import Attacked, Recovery, attack
from attack_tools.rules import Rule, strictest
from attack_tools.small_cells import COMPLEMENT
from attack_tools.truth import Cell
from attack_tools.workspace import Answer, Workspace, make_workspace

AWAY = "can't be protected any more"
WHERE = re.compile(r"(ours-\d+\.csv), line (\d+): this count can't be protected any more")
EXACT = 1
"""What is narrower is one count, whatever was said of it."""


@dataclass
class Tally:
    """What came of some cases.

    Attributes:
        counts: Cases, files, rows, hidden, refusals, small cells tried, and so on.
        faults: What must not be, each with its case: the tests want none.
        given_away: What the fetch says that earlier releases tell, alone or with this one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    given_away: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts, a line each, and the faults."""
        lines = [f"{name}: {many}" for name, many in sorted(self.counts.items())]
        hidden = 100 * self.counts["hidden"] / max(self.counts["rows"], 1)
        told = [f"hidden: {hidden:.0f}% of rows", f"given away before: {len(self.given_away)}"]
        return "\n".join([*lines, *told, f"faults: {len(self.faults)}", *self.faults])


def run_cases(cases: Iterable[Case], folder: Path, setenv) -> Tally:
    """Fetch each case in a checkout of its own, and attack what it keeps."""
    tally = Tally()
    for case in cases:
        run_case(case, folder / f"case-{case.name}", setenv, tally)
    return tally


def run_case(case: Case, root: Path, setenv, tally: Tally) -> Workspace:
    """Fetch one case's releases one after the other, and attack what is kept of all of them."""
    workspace = make_workspace(root, case.geography.main)
    setenv("JSNA_HOME", str(root))
    setenv("JSNA_WORK", str(workspace.work))
    tally.counts["cases"] += 1
    kept: dict[str, int] = {}
    away: set[tuple[str, Cell]] = set()
    for number, release in enumerate(case.releases):
        before = workspace.pinned()
        answer = workspace.fetch(release.files, case.lookups)
        told = (line for line in answer.told.splitlines() if AWAY in line)
        tally.given_away += [f"{case.name}: {line}" for line in told]
        away |= set(_told_away(answer.told, release))
        new = {id: number for id in workspace.kept() if id not in kept}
        tally.counts["files"] += len(release.files)
        is_last = number == len(case.releases) - 1
        expect = case.expect if is_last else case.expect_before
        unpinned = workspace.pinned() == before
        _hold_to(expect, answer, bool(new), unpinned, f"{case.name} {case.about}", tally)
        kept |= new
        _try_hashes(workspace, release, case, tally)
    _attack_kept(case, workspace, kept, away, tally)
    return workspace


def _told_away(told: str, release: Release) -> Iterator[tuple[str, Cell]]:
    """Yield the indicator and the cell of each row of which a fetch says that it is lost."""
    for file, line in WHERE.findall(told):
        row = list(csv.DictReader(io.StringIO(release.files[file])))[int(line) - 2]
        id = row["indicator_id"]
        yield id, cell_of(read_label(row), release.truth[id])


def _hold_to(
    expect: str, answer: Answer, new: bool, unpinned: bool, name: str, tally: Tally
) -> None:
    """Note whether a fetch did what the description lets it do."""
    if answer.code:
        tally.counts["refused fetches"] += 1
        tally.counts[f"refused: {_kind(answer.told)}"] += 1
        if expect == KEPT:
            tally.faults.append(f"{name}: a sound file is refused: {answer.told[:300]}")
        if new or not unpinned:
            tally.faults.append(f"{name}: something of a refused folder is kept")
    elif expect == REFUSED:
        tally.faults.append(f"{name}: a mistaken file is taken: {answer.told[:300]}")


def _kind(told: str) -> str:
    """Return the first sentence of a refusal, without what is quoted in it."""
    first = re.sub(r"^\S*\.csv(?:, lines? [\d, -]+)?: ", "", told.strip().partition("\n")[0])
    return re.sub(r"\S*[\d/]\S*", "N", first)[:60]


def _try_hashes(workspace: Workspace, release: Release, case: Case, tally: Tally) -> None:
    guesses = [text.encode() for text in release.files.values() if _tells(text, workspace)]
    if found := guesses_confirmed(digests_kept(workspace.work), guesses):
        tally.faults.append(f"{case.name} {case.about}: a hash of a raw file is kept: {found}")


def _tells(text: str, workspace: Workspace) -> bool:
    """Return whether the file was changed before it was kept: else its hash tells nothing."""
    return all(kept.text != text for kept in workspace.kept().values())


def _attack_kept(
    case: Case,
    workspace: Workspace,
    kept: dict[str, int],
    away: set[tuple[str, Cell]],
    tally: Tally,
) -> None:
    files = workspace.kept()
    rows = [(number, row) for id, number in kept.items() for row in files[id].rows]
    for id in sorted({row["indicator_id"] for _, row in rows}):
        truths = [release.truth[id] for release in case.releases]
        rules = [strictest(release.rules[id]) for release in case.releases]
        ours = [(n, row) for n, row in rows if row["indicator_id"] == id]
        name = f"{case.name} {case.about} {id}"
        try:
            seen = [read_seen(row, truths[n], n) for n, row in ours]
        except (KeyError, ValueError) as error:
            tally.faults.append(f"{name}: a label that means nothing is kept: {error}")
            continue
        if done := _attack_one(name, seen, truths, rules, tally):
            _note_recovered(name, done, {cell for of, cell in away if of == id}, tally)


def _attack_one(
    name: str, seen: list[Seen], truths: list, rules: list[Rule], tally: Tally
) -> Attacked | None:
    tally.counts["rows"] += len(seen)
    tally.counts["hidden"] += sum(row.is_hidden for row in seen)
    try:
        done = attack(seen, truths, rules)
    except NoTableAgreesError:
        tally.faults.append(f"{name}: no table agrees with what is shown")
        return None
    tally.counts["small cells"] += done.looked_at
    tally.counts["small cells of no row"] += done.of_no_row
    tally.faults += [f"{name}: {wrong}" for wrong in done.wrong[:3]]
    tally.faults += [
        f"{name}: a note tells {note}" for note in numbers_in_notes(seen, truths, rules)
    ]
    return done


def _note_recovered(name: str, done: Attacked, away: set[Cell], tally: Tally) -> None:
    """Note what was worked out; apart, if it could not be helped and more than one count agrees."""
    for one in done.recovered:
        why = _beyond_help(one, away)
        if why and one.highest - one.lowest >= EXACT:
            tally.counts[why] += 1
            continue
        tally.counts["recovered"] += 1
        tally.faults.append(
            f"{name}: {one.small.what} {one.small.true} of {one.small.cell} is between"
            f" {one.lowest:g} and {one.highest:g} ({one.how})"
        )


def _beyond_help(one: Recovery, away: set[Cell]) -> str:
    """Return why a count may be narrowed, as the description says; blank if it may not be."""
    if one.small.cell in away:
        return "narrowed, and told so"
    if one.shown_before:
        return "narrowed, as an earlier release alone has its row"
    if one.small.what == COMPLEMENT and not one.small.in_file:
        return "narrowed, a complement of no row"
    return ""
