"""What many tests share: a library, and the material beside the checkout, where there is any."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import settings

from reader.store.marks import Marks
from reader.store.read import Reader
from reader.store.write import Library
from tests.commandline import demo_library, own_library

# Nothing is timed in the suite. On CI the same examples each time: chance finds bugs at a desk, not at a landing.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared feeds, data and tools; skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return SHARED


@pytest.fixture(autouse=True)
def no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the home folder and away from the user's settings."""
    home = tmp_path / "home"
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("PULSEAUGUR_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Yield an empty library, open for the engine."""
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


@pytest.fixture
def reads(library: Library) -> Iterator[Reader]:
    """Yield the same library as the screen reads it."""
    with Reader(library.path) as opened:
        yield opened


@pytest.fixture
def marks(library: Library) -> Iterator[Marks]:
    """Yield the user's hand on the same library."""
    with Marks(library.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a demo library after its first refresh, for tests that only read."""
    return demo_library(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def db(tmp_path: Path) -> Sequence[str]:
    """Return the command line's options for a library of the test's own."""
    return own_library(tmp_path)
