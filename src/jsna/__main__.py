"""`python -m jsna COMMAND ...`: the command line where no program called `jsna` may run."""

import sys

from jsna.cli import main

if __name__ == "__main__":
    sys.exit(main())
