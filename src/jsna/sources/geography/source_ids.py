"""The ids under which the catalogue has the sources of geography. Imports nothing heavy."""

from typing import Final

BOUNDARIES: Final = "ons-boundaries"
LOOKUPS: Final = "ons-lookups"
