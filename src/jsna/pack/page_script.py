"""The script of a pack's pages: one text, carried by the package, that every page holds in itself.

A page's policy lets it run by its hash and nothing else; `publish/active_content.py` holds each
page to these very words.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "page_parts" / "page_script.js"


@cache
def page_script() -> str:
    """Return the script as it stands between its tags."""
    return FILE.read_text("utf-8").rstrip("\n")


def script_hash(script: str) -> str:
    """Return the word by which a content security policy lets a script run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
