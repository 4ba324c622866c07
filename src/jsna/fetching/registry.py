"""Every source below `jsna/sources`, found by discovery: a module with a `SOURCE` is one."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

import jsna.sources
from jsna.errors import SourceError
from jsna.settings.indicator import Indicator
from jsna.settings.source import SourceSettings
from jsna.sources.contract import NotMine, Source
from jsna.sources.csv_text import lines_above, plain_csv
from jsna.sources.guarded import guarded_recognise


@runtime_checkable
class NeedsCatalogue(Protocol):
    """A source whose files can only be read with what the catalogue says of an indicator."""

    def for_indicators(self, indicators: Iterable[Indicator]) -> Source:
        """Return the source that knows these indicators."""
        ...


@runtime_checkable
class NeedsAddresses(Protocol):
    """A source that asks the network for what the catalogue names: layers, files."""

    def with_addresses(self, about: Mapping[str, SourceSettings]) -> Source:
        """Return the source that asks for what these settings name."""
        ...


def all_sources(
    indicators: Iterable[Indicator] = (), about: Mapping[str, SourceSettings] | None = None
) -> dict[str, Source]:
    """Return every source by its id, in the order of ids.

    Args:
        indicators: The catalogue's, for sources that need it; without them such a source reads
            what it can on its own.
        about: The catalogue's sources by id, for those that ask the network by addresses that
            stand there; without them such a source asks for nothing.
    """
    indicators = tuple(indicators)
    names = (m.name for m in pkgutil.walk_packages(jsna.sources.__path__, "jsna.sources."))
    modules = [importlib.import_module(name) for name in names]
    found = [module.SOURCE for module in modules if hasattr(module, "SOURCE")]
    if indicators:
        found = [_with_catalogue(source, indicators) for source in found]
    if about:
        found = [_with_addresses(source, about) for source in found]
    return {source.id: source for source in sorted(found, key=lambda s: str(s.id))}


def recognise(
    sources: Mapping[str, Source], name: str, content: bytes
) -> tuple[Source, str] | NotMine:
    """Return the source that can parse a file, and the file's title; or why none can.

    Raises:
        SourceError: the file is plainly some source's, is wanted, and is broken.
    """
    because = ""
    for source in sources.values():
        found = guarded_recognise(source, name, content)
        if isinstance(found, NotMine):
            because = because or found.because
        elif found:
            return source, found
    return NotMine(because or _below_title(sources, name, content))


def _below_title(sources: Mapping[str, Source], name: str, content: bytes) -> str:
    """Return how a file would be read if its header stood first; "" if it would not be either."""
    above = lines_above(content)
    if not above:
        return ""
    table = plain_csv(content).split(b"\n", above)[-1]
    try:
        known = any(guarded_recognise(source, name, table) for source in sources.values())
    except SourceError:
        known = True
    lines = "line 1" if above == 1 else f"lines 1 to {above}"
    what = f"its header stands on line {above + 1}, below a title: take {lines} out"
    return what if known else ""


def _with_catalogue(source: Source, indicators: tuple[Indicator, ...]) -> Source:
    return source.for_indicators(indicators) if isinstance(source, NeedsCatalogue) else source


def _with_addresses(source: Source, about: Mapping[str, SourceSettings]) -> Source:
    return source.with_addresses(about) if isinstance(source, NeedsAddresses) else source
