"""How large an archive or a workbook becomes when it is unpacked, before anything unpacks it.

A few megabytes can stand for gigabytes. The sizes are those of the archive's own list; what it
says too little of is cut off by whoever reads it.
"""

import io
import zipfile
from typing import Final

LARGEST_BYTES: Final = 2 << 30
"""No archive that is read comes near: the largest, a postcode directory, is about 1.3 GB."""
SUSPECT_BYTES: Final = 256 << 20
MOST_TIMES: Final = 100
"""What is larger than SUSPECT_BYTES and packed tighter than this holds nothing but repetition."""


def why_too_large(content: bytes) -> str:
    """Return why an archive is not unpacked, as the end of a sentence; "" if it may be.

    Args:
        content: Any file's bytes.
    """
    if not content.startswith(b"PK"):
        return ""
    unpacked = unpacked_bytes(content)
    if unpacked > LARGEST_BYTES or unpacked > max(SUSPECT_BYTES, MOST_TIMES * len(content)):
        size, packed = f"{unpacked / 1e9:,.1f} GB", f"{len(content) / 1e6:,.1f} MB"
        return (
            f"it is an archive of {packed} that unpacks to {size}, which no file that is read does"
        )
    return ""


def unpacked_bytes(content: bytes) -> int:
    """Return how many bytes an archive says it holds; 0 if it can't be read as one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return 0
