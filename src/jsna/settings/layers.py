"""A folder of a workspace over the same folder of the package.

A file of the first stands before one of the second: a council keeps its own files alone, and the
rest comes with the package.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layers:
    """One folder, seen through two.

    Attributes:
        own: The workspace's; need not exist.
        packaged: What the package brings; None in a checkout, whose files are the package's.
    """

    own: Path
    packaged: Path | None = None

    def __truediv__(self, name: str) -> Path:
        """Return the file of this name: the workspace's, else the package's if it has one.

        One that neither has is where the workspace's would be.
        """
        own = self.own / name
        if self.packaged is None or own.exists():
            return own
        packaged = self.packaged / name
        return packaged if packaged.exists() else own

    def files(self, pattern: str) -> dict[str, Path]:
        """Return the files that match, by their name below the folder, in its order."""
        folders = [folder for folder in (self.packaged, self.own) if folder]
        found = {
            file.relative_to(folder).as_posix(): file
            for folder in folders
            for file in folder.glob(pattern)
            if not file.is_dir()  # a pipe in a file's place is told where it is read
        }
        return dict(sorted(found.items()))
