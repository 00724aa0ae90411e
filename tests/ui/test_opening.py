"""Links on their way to the browser."""

import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.fakes import FakeStore
from tests.ui.samples import FEEDS, work
from tests.ui.screen import press, session
from tests.ui.stores import small_store


def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a browser that writes down what it was asked to open."""
    asked, script = tmp_path / "opened", tmp_path / "browser"
    script.write_text(f"#!{sys.executable}\nimport sys\nopen({str(asked)!r}, 'a').write(sys.argv[1] + chr(10))\n")
    script.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(script))
    return asked


def written(asked: Path) -> str:
    return asked.read_text() if asked.exists() else ""


async def opened(asked: Path, pilot: Pilot[None]) -> str:
    while not written(asked).endswith("\n"):
        await pilot.pause(0.01)
    return written(asked)


@pytest.mark.parametrize(
    ("pressed", "number"),
    [(("o",), 0), (("2",), 1), (("tab", "j", "o"), 1), (("O",), 0), (("semicolon", "down", "enter"), 1)],
)
async def test_links_go_to_the_browser_as_they_are(
    pressed: tuple[str, ...], number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = browser(tmp_path, monkeypatch)
    store = small_store()
    async with session(store) as (_app, pilot):
        await press(pilot, "j", *pressed)
        assert await opened(asked, pilot) == f"{store.stories[2][1][number].url}\n"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "-x", "https://a b/"])
async def test_a_link_that_must_not_be_opened_is_refused_in_words(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = browser(tmp_path, monkeypatch)
    store = FakeStore(feed_rows=small_store().feed_rows)
    store.add("A trap", [work(1, "A trap", FEEDS[0], url=url)])
    async with session(store) as (app, pilot):
        await press(pilot, "o")
        assert [n.severity for n in app._notifications] == ["error"]
        assert not asked.exists()
