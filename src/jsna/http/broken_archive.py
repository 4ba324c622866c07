"""What opening or unpacking an archive raises that is cut, damaged or locked by a password."""

import struct
import zipfile
import zlib
from typing import Final

BROKEN_ARCHIVE: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError,
)  # fmt: skip
