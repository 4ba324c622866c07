"""Which sections of a chapter are not available, read back from the Markdown that it shows."""

import re
from collections.abc import Iterator
from typing import Final

SECTION: Final = re.compile(
    r'^::: \{\.not-available data-section="([\w.]+)"\}\n\*\*Not available\.\*\* (.*)\n:::$', re.M
)
"""As `chapter.words.lacking` writes it."""


def lacking_sections(markdown: str) -> Iterator[dict[str, str]]:
    """Yield section and reason of each section that a chapter's Markdown says it lacks."""
    for found in SECTION.finditer(markdown):
        yield {"section": found[1], "reason": found[2].replace("\\", "")}
