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

from aiohttp.test_utils import TestClient, TestServer

from reader.web.server import ReaderServer

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
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home folder of whoever serves, with a browser that leaves a trace there."""
    folder = tmp_path_factory.mktemp("home")
    browser = folder / "browser"
    browser.write_text(f"#!/bin/sh\ntouch {folder}/opened\n")
    browser.chmod(0o700)
    return folder


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[int]:
    """Serve the demo; yield the port."""
    port = free_port()
    command = [sys.executable, "-m", "reader", "--demo", "serve", "--port", str(port)]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "BROWSER": str(home / "browser")}
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


@pytest.mark.parametrize(
    ("host", "words"),
    [("0.0.0.0", "for all of them"), ("::", "for all of them"), ("a..b", "no name of a host"), ("x.invalid", "cannot")],
)
def test_a_host_that_cannot_be_is_said_in_a_sentence(host: str, words: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader", "--db", str(tmp_path / "x.db"), "serve", "--host", host]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, words in done.stderr, done.stderr.count("\n")) == (2, True, 1)


@pytest.mark.parametrize(
    ("host", "port", "named"),
    [("127.0.0.1", 8000, "127.0.0.1:8000"), ("Box", 80, "box"), ("::1", 443, "[::1]:443"), ("::1", 80, "[::1]")],
)
async def test_it_is_named_as_a_browser_will_ask_for_it(host: str, port: int, named: str) -> None:
    server = ReaderServer(["true"], host=host, port=port)
    assert server.public_url == f"http://{named}"
    # What goes on behind the check is of no concern here: a page that is not there.
    async with TestClient(TestServer(await server._make_app())) as client:
        for asked, status in ((named, 404), (f"{named}0", 403)):
            assert (await client.get("/none", headers={"Host": asked})).status == status


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


@pytest.fixture
def visitor(served: int) -> Iterator[Any]:
    """Open the page in a real browser that reaches this machine alone; yield it with the list on screen."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.route(re.compile(r"https?://(?!127\.0\.0\.1)"), lambda route: route.fulfill(body="a source"))
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{served}/")
        page.wait_for_selector("body.-first-byte", timeout=30_000)
        page.locator(".textual-terminal").click(position={"x": 900, "y": 780})
        yield page
        browser.close()


LEFT = {"x": 0, "y": 20, "width": 500, "height": 740}
"""Where the list is; the terminal draws on a canvas, so what changed is seen in pictures of it."""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_key_moves_the_selection_in_a_real_browser(visitor: Any, tmp_path: Path) -> None:
    before = steady(visitor, LEFT)
    visitor.keyboard.press("j")
    after = steady(visitor, LEFT, unlike=before)
    visitor.screenshot(path=tmp_path / "page.png")
    assert len(before) > 15_000, "the list is nearly blank"
    assert before != after


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_source_opens_in_the_visitors_browser_and_not_on_the_server(visitor: Any, home: Path) -> None:
    steady(visitor, LEFT)
    with visitor.context.expect_page(timeout=30_000) as opened:
        visitor.keyboard.press("o")
    source = opened.value
    source.wait_for_load_state()
    assert source.url.startswith("https://")
    assert source.inner_text("body") == "a source"
    assert source.evaluate("[window.opener === null, document.referrer]") == [True, ""]
    assert not (home / "opened").exists()
