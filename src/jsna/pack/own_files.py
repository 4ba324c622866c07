"""The files that a council writes beside a strategy's settings: all their mistakes at once."""

from collections.abc import Callable, Iterable, Iterator

from jsna.errors import Problem, UserFileError
from jsna.settings.commentary import commentary_paths
from jsna.settings.load import CLAIMS, REGISTER_FILES
from jsna.settings.project import Project

FileCheck = Callable[[Project], object]


def own_files(project: Project) -> Iterator[FileCheck]:
    """Yield what reads each kind of file that the project's strategy has of its own.

    Its baseline, claims, registers and words.
    """
    strategy, files = project.strategy.slug, project.paths.strategies.files
    if files(f"{strategy}/baseline/{project.area.slug}.*"):
        from jsna.facts.baseline_file import read_baseline

        yield read_baseline
    yield from tables_of(project)
    if commentary_paths(project.paths, strategy):
        yield _check_commentary


def tables_of(project: Project) -> Iterator[FileCheck]:
    """Yield what reads the strategy's claims and its registers, if it has any."""
    strategy, files = project.strategy.slug, project.paths.strategies.files
    if files(f"{strategy}/{CLAIMS}"):
        from jsna.claims.claims_file import read_claims

        yield read_claims
    if files(f"{strategy}/{REGISTER_FILES}"):
        from jsna.strategy_registers.registers import dated_things

        yield dated_things


def check_files(checks: Iterable[FileCheck], project: Project) -> None:
    """Read files, and tell what is wrong in all of them together.

    Args:
        checks: What reads them: `own_files`, `tables_of`.
        project: Of which area and strategy.

    Raises:
        UserFileError: with one problem for each mistake.
    """
    problems: list[Problem] = []
    for check in checks:
        try:
            check(project)
        except UserFileError as error:
            problems += error.problems
    if problems:
        raise UserFileError(*problems)


def _check_commentary(project: Project) -> None:
    # facts are read for it, which most plans do without
    from jsna.chapter.commentary import commentary_of
    from jsna.chapter.commentary_check import check_files
    from jsna.chapter.opening import open_evidence

    evidence = open_evidence(project)
    check_files(evidence, commentary_of(evidence))
