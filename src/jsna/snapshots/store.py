"""The snapshots on disk: one folder per content, `<sha[:2]>/<sha>/{content,snapshot.yml}`.

A snapshot is added whole or not at all, is never overwritten, and is verified whenever it is
read: its name is the SHA-256 of its bytes.
"""

import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsna.errors import Problem, SourceError
from jsna.snapshots import digest
from jsna.snapshots.snapshot import Origin, Received, Snapshot
from jsna.snapshots.yaml_text import read_yaml, write_yaml

SYNTHETIC_ATTRIBUTION = "Invented data for demonstration. Not real statistics."
SYNTHETIC_LICENCE = "synthetic"
INCOMING = ".incoming-"
ABANDONED_AFTER_SECONDS = 3600.0
TEXTS = (
    "sha256", "source", "title", "publisher", "url", "licence", "attribution", "media_type",
)  # fmt: skip


def describe_content(content: bytes, received: Received, sha256: str = "") -> Snapshot:
    """Return the description of received bytes, with the licence and the words it asks for.

    Args:
        content: The bytes.
        received: How they came.
        sha256: Their hash, where it is known already: files are large.
    """
    source, synthetic = received.source, received.synthetic
    attribution = source.attribution.replace("{year}", str(received.retrieved.year))
    invented_by_hand = synthetic and received.origin is Origin.HAND
    return Snapshot(
        sha256=sha256 or digest.sha256(content),
        source=source.id,
        title=received.title,
        publisher=f"Invented, in the layout of {source.publisher}"
        if synthetic
        else source.publisher,
        url=received.url,
        retrieved=received.retrieved,
        licence=SYNTHETIC_LICENCE if synthetic else source.licence,
        attribution=SYNTHETIC_ATTRIBUTION if synthetic else attribution,
        size=len(content),
        media_type=received.media_type,
        origin=Origin.DEMO if invented_by_hand else received.origin,
        own_date=received.own_date,
    )


@dataclass(frozen=True)
class SnapshotStore:
    """The folder of snapshots (`Paths.snapshots`)."""

    folder: Path

    def add(self, content: bytes, received: Received, sha256: str = "") -> Snapshot:
        """Keep bytes and return their description; bytes that are kept already keep theirs.

        Arguments as `describe_content`.
        """
        snapshot = describe_content(content, received, sha256)
        if not self.place(snapshot.sha256).is_dir():
            self._write(snapshot, content)
        return self.describe(snapshot.sha256)

    def has(self, sha256: str) -> bool:
        """Return whether a snapshot with this id is kept."""
        return (self.place(sha256) / "snapshot.yml").is_file()

    def describe(self, sha256: str) -> Snapshot:
        """Return a snapshot's description; SourceError if it is missing or damaged."""
        place = self.place(sha256) / "snapshot.yml"
        try:
            return _described(place.read_bytes())
        except FileNotFoundError:
            raise _missing(sha256) from None
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            raise _damaged(sha256, "its description can't be read") from error

    def read(self, sha256: str) -> bytes:
        """Return a snapshot's bytes; SourceError if they are missing or no longer the same."""
        try:
            content = (self.place(sha256) / "content").read_bytes()
        except FileNotFoundError:
            raise _missing(sha256) from None
        if digest.sha256(content) != sha256:
            raise _damaged(sha256, "its bytes are not those that were received")
        return content

    def place(self, sha256: str) -> Path:
        """Return the folder of a snapshot, there or not."""
        return self.folder / sha256[:2] / sha256

    def _write(self, snapshot: Snapshot, content: bytes) -> None:
        """Fill a folder under a temporary name, then give it its own: never a part of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._clear_abandoned()
        incoming = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.folder))
        try:
            (incoming / "content").write_bytes(content)
            (incoming / "snapshot.yml").write_bytes(write_yaml(_as_plain(snapshot)))
            incoming.chmod(0o755)
            place = self.place(snapshot.sha256)
            place.parent.mkdir(exist_ok=True)
            incoming.rename(place)
        except OSError:
            # another process may have kept the same bytes in the meantime
            if not self.has(snapshot.sha256):
                raise
        finally:
            shutil.rmtree(incoming, ignore_errors=True)

    def _clear_abandoned(self) -> None:
        """Remove what a killed process left: never a snapshot, only space."""
        for folder in self.folder.glob(f"{INCOMING}*"):
            with suppress(FileNotFoundError):  # another process has just finished with it
                if time.time() - folder.stat().st_mtime > ABANDONED_AFTER_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)


@lru_cache(maxsize=1024)
def _described(content: bytes) -> Snapshot:
    """Return what a description says; one command asks for the same one several times."""
    return snapshot_from(read_yaml(content))


def _as_plain(snapshot: Snapshot) -> dict[str, Any]:
    retrieved, origin = snapshot.retrieved.isoformat(), str(snapshot.origin)
    return {**asdict(snapshot), "retrieved": retrieved, "origin": origin}


def snapshot_from(plain: dict[str, Any]) -> Snapshot:
    """Return a snapshot's description from its plain values, as files state them.

    Raises:
        KeyError, TypeError, ValueError: a value is missing, unknown or not a time.
    """
    texts = [*(plain[name] for name in TEXTS), plain.get("own_date", "")]
    if not all(isinstance(text, str) for text in texts) or type(plain["size"]) is not int:
        raise TypeError("a snapshot's description is of words and one size")
    retrieved = datetime.fromisoformat(plain["retrieved"]).astimezone(UTC)
    origin = Origin(plain["origin"]) if "origin" in plain else _old_origin(plain)
    return Snapshot(**{**plain, "retrieved": retrieved, "origin": origin})


def _old_origin(plain: dict[str, Any]) -> Origin:
    """The origin of a snapshot that was kept before it said so itself: its url tells it."""
    if ", downloaded by hand from " not in plain["url"]:
        return Origin.NETWORK
    return Origin.DEMO if plain["licence"] == SYNTHETIC_LICENCE else Origin.HAND


def _missing(sha256: str) -> SourceError:
    return SourceError(
        Problem(
            f"the snapshot {sha256[:12]} is not on this machine.",
            next_step="Fetch the area's files again: `jsna fetch AREA --from DIR`.",
        )
    )


def _damaged(sha256: str, why: str) -> SourceError:
    return SourceError(
        Problem(
            f"the snapshot {sha256[:12]} was changed on disk: {why}.",
            file=f"{sha256[:2]}/{sha256}",
            next_step="Delete this folder of the snapshots and fetch the file again.",
        )
    )
