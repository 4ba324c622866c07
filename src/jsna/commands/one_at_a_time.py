"""Who works on an area's data, and on a pack: one command at a time, the next one waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from jsna.commands.console import Console
from jsna.settings.project import Project
from jsna.snapshots.work_lock import at_work


@contextmanager
def area_alone(project: Project, console: Console) -> Iterator[None]:
    """Hold an area's files and facts for the block, to change them."""
    slug = project.area.slug
    with at_work(project.paths.at_work(slug), f"the data of {slug}", console.note):
        yield


@contextmanager
def pack_alone(project: Project, console: Console) -> Iterator[None]:
    """Hold a pack for the block, to change it, and keep its area's facts from being changed."""
    slug, file = project.area.slug, project.paths.at_work(project.area.slug)
    with (
        pack_claimed(project, console),
        at_work(file, f"the data of {slug}", console.note, shared=True),
    ):
        yield


@contextmanager
def pack_claimed(project: Project, console: Console) -> Iterator[None]:
    """Hold a pack for the block, and let its area's facts be changed meanwhile."""
    area, strategy = project.area.slug, project.strategy.slug
    what = f"the pack of {area} and {strategy}"
    with at_work(project.paths.at_work(area, strategy), what, console.note):
        yield
