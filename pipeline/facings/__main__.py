"""`python -m facings` is the command `facings`."""

from facings.process.surroundings import restart


def main() -> None:
    """The entry point: the command in a process that takes nothing from its surroundings."""
    restart()
    # Not before: whatever is imported could come from the current folder.
    from facings.command.cli import main as command

    command()


if __name__ == "__main__":
    main()
