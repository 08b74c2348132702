"""A machine without a browser."""

import pytest

from crawler.render import PROGRAM


@pytest.fixture
def without_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no browser be found."""
    monkeypatch.setenv(PROGRAM, "/no/such/browser")
