"""The command line: `jsna COMMAND ...`; exit codes as in `errors.py`."""

import argparse
import importlib
import io
import os
import pkgutil
import sys
from contextlib import suppress
from types import ModuleType
from typing import NoReturn

import jsna
from jsna import __version__, commands
from jsna.commands.console import Console, OutputClosed, flush_output, print_error
from jsna.commands.disk_error import disk_error
from jsna.errors import JsnaError, Problem, UserFileError

NOT_COMMANDS = (
    "arguments",
    "console",
    "disk_error",
    "ended_by_signals",
    "equity_keep",
    "equity_target",
    "fleet_stages",
    "one_at_a_time",
    "refresh_all",
)
INTERRUPTED = 130
OUT_OF_MEMORY = Problem(
    "this needs more memory than there is.",
    next_step="Close other programs, or ask for less at once (--workers 1, one strategy).",
)


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _print_any_character()
    try:
        code = _run(argv)
        flush_output()
        return code
    except OutputClosed:
        _leave_closed_output()
        return 0


def _run(argv: list[str] | None) -> int:
    args = build_parser().parse_args(argv)
    console = Console(quiet=args.quiet, as_json=args.as_json)
    try:
        code = int(args.run(args, console) or 0)
        console.finish()
        return code
    except JsnaError as error:
        return _report(error, console)
    except KeyboardInterrupt:
        print_error("Interrupted. What was complete is kept; run the same command again.")
        return INTERRUPTED
    except MemoryError:
        return _report(UserFileError(OUT_OF_MEMORY), console)
    except OSError as error:
        return _report(disk_error(error), console)


def _print_any_character() -> None:
    """Print what a terminal can't show, such as a file's name in another encoding, as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _leave_closed_output() -> None:
    """Give what is still to be printed nowhere to go, or Python would complain when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
            continue
        os.dup2(nowhere, stream.fileno())


class _Parser(argparse.ArgumentParser):
    """A parser that says how several folders are given: each with its own --from."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and end with 2."""
        _, unknown, words = message.partition("unrecognized arguments: ")
        # a word may be no name that a file can have
        if unknown and any(os.path.isdir(word) for word in words.split()):  # noqa: PTH112
            message += " (of several folders each has its own --from)"
        super().error(message)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with one sub-command per module of `jsna/commands`."""
    parser = _Parser(prog="jsna", description=jsna.__doc__)
    parser.add_argument("--version", action="version", version=f"jsna {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in _command_modules():
        sub = subparsers.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        sub.add_argument("--quiet", action="store_true", help="print errors only")
        sub.add_argument("--json", dest="as_json", action="store_true", help="print JSON")
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def _command_modules() -> list[ModuleType]:
    names = sorted(m.name for m in pkgutil.iter_modules(commands.__path__))
    names = [n for n in names if n not in NOT_COMMANDS]
    return [importlib.import_module(f"jsna.commands.{name}") for name in names]


def _report(error: JsnaError, console: Console) -> int:
    if console.as_json:
        console.result(error=[str(p) for p in error.problems], exit_code=error.exit_code)
        console.finish()
    print_error("\n".join(str(p) for p in error.problems))
    return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
