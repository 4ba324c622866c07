"""What a notebook calls: a chapter's sections, each shown as one piece of Markdown."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsna.chapter.chapter import Chapter
    from jsna.chapter.opening import open_chapter

__all__ = ["Chapter", "open_chapter"]


def __getattr__(name: str) -> Any:
    """Import what is asked for: a pack that has not changed needs the words of chapters alone."""
    from importlib import import_module

    homes = {"Chapter": "jsna.chapter.chapter", "open_chapter": "jsna.chapter.opening"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(homes[name]), name)
