"""`jsna fleet` with stages that cost nothing, as a process that a test can kill."""

import sys
from unittest.mock import patch

import fleet_stages
from jsna import cli
from jsna.commands import fleet_stages as of_commands


def main() -> int:
    """Run the command with the test's stages; they are named on the first argument."""
    with patch.object(of_commands, "STAGES", getattr(fleet_stages, sys.argv[1])):
        return cli.main(["fleet", *sys.argv[2:]])


if __name__ == "__main__":
    sys.exit(main())
