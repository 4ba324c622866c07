"""`jsna cite`: a sentence to quote from a figure, and how to cite it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from jsna.commands.explain import add_figure_arguments, asked_figure

if TYPE_CHECKING:
    from jsna.commands.console import Console

NAME = "cite"
HELP = "print a sentence to quote from a figure, and its citation"


def add_arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    add_figure_arguments(parser)


def run(args: Namespace, console: Console) -> int:
    """Print the sentence and the citation, ready to paste; return the exit code."""
    figure, _ = asked_figure(args)
    sentence = figure.about["sentence"] or f"{figure.about['headline']}."
    console.say(f"{sentence}\n\n{figure.about['citation']}")
    console.result(sentence=sentence, citation=figure.about["citation"])
    return 0
