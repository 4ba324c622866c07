"""Each PDF says that it is accessible (PDF/UA-1): tagged, titled, in order, pictures described."""

from pathlib import Path
from typing import Final

CLAIM: Final = b"pdfuaid:part"


def pdf_standard_faults(site: Path) -> list[str]:
    """Return one sentence for each PDF that was written without PDF/UA-1.

    A renderer writes the claim only when it holds: what stands in its way, such as a heading
    that skips a level, is then a fault of the page too.
    """
    return [
        f"{file.name}: is not PDF/UA-1, so its web page is the only accessible version"
        for file in sorted(site.glob("*.pdf"))
        if CLAIM not in file.read_bytes()
    ]
