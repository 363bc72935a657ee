"""What the command says on standard output."""

import os
import sys

import typer


def say(text: object) -> None:
    """Print a line on standard output; a reader that has seen enough (`| head`) is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # What is still in the buffer goes nowhere, or the interpreter would try it once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None
