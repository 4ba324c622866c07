"""What a notebook calls: a chapter's sections, each shown as one piece of Markdown."""

from jsna.chapter.chapter import Chapter
from jsna.chapter.opening import open_chapter

__all__ = ["Chapter", "open_chapter"]
