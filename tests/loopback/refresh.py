"""Fetch and build areas in a process of its own, that a test can kill.

`python -m loopback.refresh SOURCE,... AREA ...`, with the services' addresses in the environment.
"""

import sys
from datetime import UTC, datetime

from jsna.commands.build import build_area
from jsna.commands.console import Console
from jsna.commands.fetch import fetch_network
from jsna.settings.project import open_project

RECEIVED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def main(sources: str, *areas: str) -> None:
    for area in areas:
        only = sources.split(",")
        project = open_project().of(area)
        fetch_network(project, Console(quiet=True), only=only, clock=lambda: RECEIVED)
        build_area(project, Console(quiet=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
