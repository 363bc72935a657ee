"""How work that takes a while tells how far it is."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called as (what, done, total) while `total` things named by `what` are made; with total 0, `what` is a remark."""


def silent(what: str, done: int, total: int) -> None:
    """A `Progress` that nobody listens to."""
