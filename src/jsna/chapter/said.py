"""What a page has said already and says once: licence lines, reading notes, methods."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

SaidState = tuple[frozenset[str], frozenset[str]]


@dataclass
class Said:
    """The words that a page has said, openly or only where the site folds them.

    Word and PDF leave out what folds on the site: what was said there alone is said again where
    every reader sees it.
    """

    _openly: set[str] = field(default_factory=set, init=False)
    _folded: set[str] = field(default_factory=set, init=False)
    _folds: bool = field(default=False, init=False)

    def first(self, words: str) -> bool:
        """Return whether the page has not said words before, and remember that it does now."""
        known = words in self._openly or (self._folds and words in self._folded)
        (self._folded if self._folds else self._openly).add(words)
        return not known

    @contextmanager
    def folded(self) -> Iterator[None]:
        """Take what is said within as said in a block that documents leave out."""
        before, self._folds = self._folds, True
        try:
            yield
        finally:
            self._folds = before

    def state(self) -> SaidState:
        """Return all that was said so far, openly and folded."""
        return frozenset(self._openly), frozenset(self._folded)

    def take(self, state: SaidState) -> None:
        """Take what `state` returned earlier as said."""
        openly, folded = state
        self._openly, self._folded = set(openly), set(folded)

    def clear(self) -> None:
        """Begin another page."""
        self._openly.clear()
        self._folded.clear()
