"""A section of a page: what a notebook shows by name, found in the module that writes it."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

import jsna.chapter
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.errors import Problem, UserFileError
from jsna.settings.unknown_name import did_you_mean

Write = Callable[[Evidence, Page], str]


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        title: The heading above it; "" where it writes its own, or has none.
        write: Returns its Markdown in the page grammar; "" where there is nothing to show.
    """

    title: str
    write: Write

    def __call__(self, evidence: Evidence, page: Page) -> str:
        """Return the section's Markdown without its heading."""
        return self.write(evidence, page)


def section(title: str = "") -> Callable[[Write], Section]:
    """Make a function of a module of `jsna.chapter` a section that notebooks can show."""

    def made(write: Write) -> Section:
        return Section(title, write)

    return made


def find_section(name: str) -> Section:
    """Return the section `module.function` of `jsna.chapter`.

    Raises:
        UserFileError: there is none; the nearest match is told.
    """
    module, _, function = name.partition(".")
    # only the named module is imported: a kernel starts for every page
    found = _sections_in(module).get(function) if module in _modules() else None
    if found is None:
        raise _unknown(name)
    return found


def all_sections() -> dict[str, Section]:
    """Return every section by its name, in the order of the names."""
    return {
        f"{module}.{function}": found
        for module in _modules()
        for function, found in sorted(_sections_in(module).items())
    }


def _modules() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(jsna.chapter.__path__))


def _sections_in(module: str) -> dict[str, Section]:
    home = importlib.import_module(f"jsna.chapter.{module}")
    found = {name: one for name, one in vars(home).items() if isinstance(one, Section)}
    return {name: one for name, one in found.items() if one.write.__module__ == home.__name__}


def _unknown(name: str) -> UserFileError:
    return UserFileError(
        Problem(
            f"there is no section {name!r}.",
            allowed="A section is a function of src/jsna/chapter that is marked with @section,"
            " by the names of its module and its own.",
            next_step=did_you_mean(name, all_sections()),
        )
    )
