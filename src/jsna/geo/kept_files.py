"""What the files of an area's geography are called, beside its facts. Imports nothing heavy."""

from typing import Final

NOTE: Final = "geography.json"
LOOKUP: Final = "lookup.parquet"
SECTORS: Final = "sectors.parquet"
