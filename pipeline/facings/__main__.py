"""`python -m facings` is the command `facings`."""

from facings.command.cli import main

if __name__ == "__main__":
    main()
