"""How large an archive or a workbook becomes when it is unpacked, before anything unpacks it.

A few megabytes can stand for gigabytes. What an archive's own list says is not believed: each
member is unpacked in small pieces, and thrown away, until it has given what it says that it holds.
Whoever reads a member afterwards would unpack all of it before cutting it to its stated size.
"""

import io
import struct
import zipfile
import zlib
from typing import Final

from jsna.http.broken_archive import BROKEN_ARCHIVE
from jsna.http.sheet_size import why_too_wide

LARGEST_BYTES: Final = 2 << 30
"""No archive that is read comes near: the largest, a postcode directory, is about 1.3 GB."""
SUSPECT_BYTES: Final = 256 << 20
MOST_TIMES: Final = 100
"""What is larger than SUSPECT_BYTES and packed tighter than this holds nothing but repetition."""
READ_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What every program that writes workbooks and every publisher packs by."""
TIGHTEST: Final = 1032
"""No byte that is packed by deflate stands for more."""
LOCAL_HEADER: Final = 30
PIECE: Final = 1 << 20


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
    return _why_not_as_said(content) or why_too_wide(content)


def unpacked_bytes(content: bytes) -> int:
    """Return how many bytes an archive says it holds; 0 if it can't be read as one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(member.file_size for member in archive.infolist())
    except BROKEN_ARCHIVE:
        return 0


def _why_not_as_said(content: bytes) -> str:
    """Return which member of an archive is not what its list says; "" if all are."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if member.compress_type not in READ_METHODS:
                    return f"it holds {member.filename}, packed in a way that is not read"
                if _holds_more_than_said(content, member):
                    return f"it holds {member.filename}, which unpacks to more than it says"
    except BROKEN_ARCHIVE:
        pass  # why it can't be read is told by whoever reads it
    return ""


def _holds_more_than_said(content: bytes, member: zipfile.ZipInfo) -> bool:
    """Unpack a member piece by piece, no further than to its stated size and one byte."""
    small = member.compress_size * TIGHTEST <= SUSPECT_BYTES
    if member.compress_type == zipfile.ZIP_STORED or small:
        return False
    at = member.header_offset
    names, extra = struct.unpack("<HH", content[at + 26 : at + LOCAL_HEADER])
    start = at + LOCAL_HEADER + names + extra
    packed = content[start : start + member.compress_size]
    inflate, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while packed and size <= member.file_size and not inflate.eof:
            size += len(inflate.decompress(packed, PIECE))
            packed = inflate.unconsumed_tail
    except zlib.error:
        return False
    return size > member.file_size
