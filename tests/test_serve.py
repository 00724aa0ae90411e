"""The screen as a web page, in a real headless browser, and the requests it refuses."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

pytest.importorskip("textual_serve", reason="the extra [web] is not installed")

BROWSER = which("chromium") or which("chromium-browser") or which("google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_listener(port: int) -> None:
    """Return once the server listens, which is a moment after it says where it will."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.05)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve the demo; yield the port."""
    port, home = free_port(), tmp_path_factory.mktemp("home")
    command = [sys.executable, "-m", "reader", "--demo", "serve", "--port", str(port)]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/" in process.stdout.readline()
        await_listener(port)
        yield port
        process.send_signal(signal.SIGINT)
        process.wait(10)


def status(port: int, path: str = "/", **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    found = connection.getresponse().status
    connection.close()
    return found


def test_only_pages_of_its_own_may_talk_to_it(served: int) -> None:
    socket_of = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13"}
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
    assert status(served) == 200
    assert status(served, Host="evil.example") == 403
    assert status(served, Origin="http://evil.example") == 403
    assert status(served, "/ws", Origin="http://evil.example", **socket_of, **key) == 403


def test_the_page_asks_nobody_else_for_anything(served: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served, timeout=5)
    connection.request("GET", "/")
    page = connection.getresponse().read().decode()
    connection.close()
    addresses = set(re.findall(r"(?:https?|wss?)://([^/\"]+)", page))
    assert addresses == {f"127.0.0.1:{served}"}


def test_a_port_that_is_taken_is_said_in_a_sentence(served: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reader", "--demo", "serve", "--port", str(served)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


def steady(page: Any, clip: dict[str, int], unlike: bytes = b"") -> bytes:
    """Return the picture of a part of the page once it holds still, and looks unlike another."""
    last = b""
    for _ in range(60):
        picture = bytes(page.screenshot(clip=clip))
        if picture == last != unlike:
            break
        last = picture
        page.wait_for_timeout(250)
    return last


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_key_moves_the_selection_in_a_real_browser(served: int, tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    # The terminal draws on a canvas: what changed is seen in pictures of it.
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"http://127.0.0.1:{served}/")
        page.wait_for_selector("body.-first-byte", timeout=30_000)
        terminal = page.locator(".textual-terminal")
        terminal.click(position={"x": 900, "y": 780})
        left = {"x": 0, "y": 20, "width": 500, "height": 740}
        before = steady(page, left)
        page.keyboard.press("j")
        after = steady(page, left, unlike=before)
        page.screenshot(path=tmp_path / "page.png")
        browser.close()
    assert len(before) > 15_000, "the list is nearly blank"
    assert before != after
