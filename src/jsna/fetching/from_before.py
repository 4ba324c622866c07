"""What became of the files of a lock that a folder of downloads does not hold.

Imports nothing heavy: an unchanged folder should cost next to nothing.
"""

from dataclasses import dataclass

from jsna.snapshots.lock import LockEntry


@dataclass(frozen=True)
class FromBefore:
    """What became of the files of an area's lock that are not among those of a folder.

    Attributes:
        kept: They are about something that the folder's new files are not.
        superseded: The folder's new files hold all that they are about.
        withdrawn: The council's own, which are taken from where they lie or not at all: what it
            took out of them is shown no more.
        lost: They are not on this machine, or can no longer be read.
    """

    kept: tuple[LockEntry, ...] = ()
    superseded: tuple[LockEntry, ...] = ()
    withdrawn: tuple[LockEntry, ...] = ()
    lost: tuple[LockEntry, ...] = ()
