"""The command line: `jsna COMMAND ...`; exit codes as in `errors.py`."""

import argparse
import importlib
import os
import pkgutil
import sys
from types import ModuleType

import jsna
from jsna import __version__, commands
from jsna.commands.console import Console, OutputClosed
from jsna.errors import JsnaError

NOT_COMMANDS = ("console", "equity_target")
INTERRUPTED = 130


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = build_parser().parse_args(argv)
    console = Console(quiet=args.quiet, as_json=args.as_json)
    try:
        code = int(args.run(args, console) or 0)
        console.finish()
        return code
    except JsnaError as error:
        return _report(error, console)
    except KeyboardInterrupt:
        print(
            "Interrupted. What was complete is kept; run the same command again.", file=sys.stderr
        )
        return INTERRUPTED
    except OutputClosed:
        # or Python would complain once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _report(_disk_error(error), console)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with one sub-command per module of `jsna/commands`."""
    parser = argparse.ArgumentParser(prog="jsna", description=jsna.__doc__)
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
    print("\n".join(str(p) for p in error.problems), file=sys.stderr)
    return error.exit_code


def _disk_error(error: OSError) -> JsnaError:
    """Return a user error for a full or read-only disk; anything else is a bug and is raised."""
    import errno

    from jsna.errors import Problem, UserFileError

    known = {
        errno.EACCES: "may not be written to",
        errno.EPERM: "may not be written to",
        errno.EROFS: "is on a read-only disk",
        errno.ENOSPC: "is on a full disk",
    }
    if error.errno not in known:
        raise error
    return UserFileError(
        Problem(
            f"{error.filename or 'The output folder'} {known[error.errno]}.",
            next_step="Free the place, or set JSNA_WORK to a folder that can be written to."
            " Nothing half-written was left behind.",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
