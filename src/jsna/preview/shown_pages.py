"""The pages that browsers look at: made once, and again when a file is saved, and numbered."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from jsna.errors import JsnaError, Problem
from jsna.pack.page_text import page_text
from jsna.pack.search_index import index_script
from jsna.preview.pages import NoSuchPage, PageMaker
from jsna.preview.served_page import faults_page, with_mark
from jsna.settings.project import open_project

LONGEST_WAIT = 20.0
"""Seconds that a browser waits for something new before it asks again."""
LONGEST_END = 2.0
"""Seconds that the end waits for a page that is being made."""
STILL = 1.5
"""Seconds that a page is looked at before it is made ready for the first save."""


@dataclass
class ShownPage:
    """A page as it was made last.

    Attributes:
        html: Its HTML without the server's marks; "" where it can't be made.
        problems: Why it can't be made.
        version: Which making this is; another one only where something differs.
    """

    html: str = ""
    problems: tuple[Problem | str, ...] = ()
    version: int = 0

    def marked(self, name: str) -> str:
        """Return what a browser is given."""
        if self.problems:
            return faults_page(self.problems, name, self.version)
        return with_mark(self.html, name, self.version)


@dataclass
class ShownPages:
    """The pages of a preview; several threads may ask, one page is made at a time."""

    maker: PageMaker
    _pages: dict[str, ShownPage] = field(default_factory=dict)
    _faults: tuple[Problem | str, ...] = ()
    _ended: bool = False
    _asked: int = 0
    _making: threading.Lock = field(default_factory=threading.Lock)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def page(self, name: str) -> ShownPage:
        """Return a page, made now if nobody has asked for it before.

        Raises:
            NoSuchPage: the pack has none of this name.
        """
        with self._making:
            if self._ended:
                raise NoSuchPage(name)
            if name not in self._pages:
                self._pages[name] = self._made(name)
            return self._pages[name]

    def ready_soon(self, name: str, still: float = STILL) -> None:
        """Make a page ready for the first save, unless another one is asked for meanwhile.

        What a chapter is made of is read and worked out then, which takes longer than a save may:
        a page of the last run needs none of it to be shown.
        """
        self._asked += 1
        timer = threading.Timer(still, self._make_ready, (name, self._asked))
        timer.daemon = True
        timer.start()

    def _make_ready(self, name: str, asked: int) -> None:
        with self._making:
            if asked != self._asked or self._ended or self._faults:
                return
            with suppress(NoSuchPage):
                self.maker.make_ready(name)

    def file(self, name: str) -> Path | None:
        """Return a file beside the pages, by its name below the site; None if there is none.

        Only what stands inside the site's folder is ever given.
        """
        site = self.maker.site.resolve()
        try:
            file = (site / name).resolve()
        except (OSError, ValueError):  # no name of a file: it holds a zero byte, or is too long
            return None
        return file if file.is_relative_to(site) and file.is_file() else None

    def search_script(self) -> str:
        """Return what a search looks through: the pages that were made, as they are now."""
        with self._making:
            made = {name: page.html for name, page in self._pages.items() if page.html}
        return index_script([page_text(f"{name}.html", html) for name, html in made.items()])

    def read_again(self, *, settings: bool = True, facts: bool = False) -> list[str]:
        """Read files again and make the pages that were asked for; return those that differ.

        Args:
            settings: Whether settings may have changed; else only words, template or notebooks.
            facts: Whether the area's tables were built anew.
        """
        with self._making:
            if settings:
                self._read_settings()
            else:
                self.maker.take(self.maker.project)
            if facts:
                self.maker.forget_facts()
            changed = [name for name in self._pages if self._again(name)]
        with self._news:
            self._news.notify_all()
        return changed

    def wait(self, name: str, version: int, seconds: float = LONGEST_WAIT) -> bool:
        """Wait until a page is another than this version, and return whether it is."""
        with self._news:
            return self._news.wait_for(lambda: self._version(name) != version, seconds)

    def end(self) -> None:
        """Let everybody who waits go, and make nothing more: the folder is given up.

        A page that is being made is waited for a little, since it would bring the folder back; what
        is made ahead is left at its next section.
        """
        self._ended = True
        self.maker.stop()
        made = self._making.acquire(timeout=LONGEST_END)
        with self._news:
            self._pages.clear()
            self._news.notify_all()
        if made:
            self._making.release()

    def _version(self, name: str) -> int:
        return self._pages[name].version if name in self._pages else -1

    def _read_settings(self) -> None:
        """Read every setting; a mistake stands in for all pages until it is mended."""
        own = self.maker.project
        try:
            self.maker.take(open_project().of(own.area.slug, own.strategy.slug))
            self._faults = ()
        except JsnaError as error:
            self._faults = tuple(error.problems)

    def _again(self, name: str) -> bool:
        before = self._pages[name]
        try:
            made = self._made(name)
        except NoSuchPage:
            made = ShownPage(problems=(f"There is no page {name} any more.",))
        if (made.html, made.problems) == (before.html, before.problems):
            return False
        made.version = before.version + 1
        self._pages[name] = made
        return True

    def _made(self, name: str) -> ShownPage:
        if self._faults:
            return ShownPage(problems=self._faults)
        try:
            return ShownPage(html=self.maker.make(name).read_text("utf-8"))
        except JsnaError as error:
            return ShownPage(problems=tuple(error.problems))
        except NoSuchPage:
            raise
        except Exception as error:
            # whatever it is, it is this page's alone: the preview goes on
            return ShownPage(problems=(f"{type(error).__name__}: {error}",))
