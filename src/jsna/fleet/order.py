"""What travels between the command and its workers: plain values, each with one meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jsna.settings.paths import Paths
from jsna.settings.project import Project

if TYPE_CHECKING:
    from jsna.pack.rendered_pack import RendererName


@dataclass(frozen=True)
class Wishes:
    """What is wanted of every area.

    Attributes:
        strategy: Slug of the strategy.
        formats: Of html, docx, pdf.
        renderer: As in `jsna render`.
        folders: Of downloaded files, absolute; none asks the network.
        locked: Take what the locks pin already.
        kernels: Chapters side by side within one area.
        cold_kernels: Start each kernel from nothing.
    """

    strategy: str
    formats: tuple[str, ...] = ("html",)
    renderer: "RendererName" = "auto"
    folders: tuple[str, ...] = ()
    locked: bool = False
    kernels: int = 1
    cold_kernels: bool = False


@dataclass(frozen=True)
class Made:
    """What came of one area's chapters and pages.

    Attributes:
        unchanged: Whether the pack stood there already for the same chapters.
        not_available: The chapters that a page shows as not available.
        failed_checks: The checks that the pack does not pass; none without which it may be shown.
            That something is not available is told by the two others.
        lacking: For each reason why sections are not available, how many and the reason.
    """

    unchanged: bool
    not_available: tuple[str, ...] = ()
    failed_checks: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stages:
    """The steps of one area, as functions that a worker can import; each raises JsnaError.

    Attributes:
        fetch: Takes the area's files and pins them in its lock.
        build: Builds its facts.
        chapters: Runs its chapters, lays them out and checks the pack.
    """

    fetch: Callable[[Project, Wishes], None]
    build: Callable[[Project, Wishes], None]
    chapters: Callable[[Project, Wishes], Made]


@dataclass(frozen=True)
class Order:
    """One area's work.

    Attributes:
        area: Its slug.
        wishes: What is wanted.
        paths: The folders of the command.
        token: What stands in the fleet's folder: a worker that reads it there shares the disk.
        code: Digest of the package and of the libraries that decide what a page's bytes are.
        memory: Bytes that a worker may take with its chapters; 0 is what it was started with.
        content: Where the worker shares no disk: name -> SHA-256 of every file that it needs.
    """

    area: str
    wishes: Wishes
    paths: Paths
    token: str
    code: str
    memory: int = 0
    content: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Failure:
    """Why an area has no new pack.

    Attributes:
        why: In one line.
        exit_code: As the command line's.
        details: For whoever mends it; "" where the line says it all.
    """

    why: str
    exit_code: int
    details: str = ""


@dataclass(frozen=True)
class Lacking:
    """A worker without the command's disk lacks files: which, and who it is.

    Attributes:
        worker: Its address.
        names: The files; None where it does not know yet what it needs.
    """

    worker: str
    names: tuple[str, ...] | None


@dataclass(frozen=True)
class Built:
    """What came of an area's build.

    Attributes:
        failure: Why there are no facts, if there are none.
        seconds: Wall time.
        processor_seconds: Processor time of the worker and of all that it started.
        files: Where the worker shares no disk: name -> bytes of what was built.
    """

    failure: Failure | None = None
    seconds: float = 0.0
    processor_seconds: float = 0.0
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True)
class Outcome:
    """What came of an area.

    Attributes:
        made: Its pack; None if it failed.
        failure: Why it failed, if it did.
        seconds: Wall time of build and chapters.
        processor_seconds: Processor time of the worker and of all that it started.
        peak: Bytes that the worker and all that it started took at most.
        files: Where the worker shares no disk: name -> bytes of what was made.
    """

    made: Made | None = None
    failure: Failure | None = None
    seconds: float = 0.0
    processor_seconds: float = 0.0
    peak: int = 0
    files: Mapping[str, bytes] | None = field(default=None, repr=False)
