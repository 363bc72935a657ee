"""One installed extension for the tests of this folder."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The extension's package, not registered."""
    from installed_extension import install

    return install(tmp_path_factory.mktemp("extension"))


@pytest.fixture
def extension(installed: Any) -> Iterator[Any]:
    """The extension, switched on."""
    installed.register()
    try:
        yield installed
    finally:
        installed.unregister()
