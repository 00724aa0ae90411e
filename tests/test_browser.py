"""The way to the browser: which one, exactly which arguments, and what is refused."""

import stat
import sys
import threading
from pathlib import Path

import pytest

from reader.browser import Browser, browse_here, choose, launch
from reader.errors import BrowserError

URL = "https://example.com/a?x=1&y=$(id)`id`;'%25"

RECORDER = """#!{python}
import os, sys
with open({log!r} + ".part", "w") as log:
    leader = "leader" if os.getsid(0) == os.getpid() else "-"
    log.write("\\n".join(sys.argv[1:] + ["tty" if os.isatty(0) else "no tty", leader]))
os.rename({log!r} + ".part", {log!r})
"""


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


def program(folder: Path, name: str, log: Path | None = None) -> Path:
    path = folder / name
    path.write_text(RECORDER.format(python=sys.executable, log=str(log or folder / f"{name}.log")))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def wait_for_browsers() -> None:
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(20)


def test_the_browser_gets_exactly_the_link_as_one_argument_and_no_terminal(tmp_path: Path, bin_folder: Path) -> None:
    log = tmp_path / "log"
    browser = choose(environ={"BROWSER": str(program(bin_folder, "mybrowser", log)), "PATH": ""})
    launch(browser, URL)
    wait_for_browsers()
    assert log.read_text().split("\n") == [URL, "no tty", "leader"]


def test_a_console_browser_runs_here_until_it_ends(tmp_path: Path, bin_folder: Path) -> None:
    log = tmp_path / "log"
    program(bin_folder, "w3m", log)
    browser = choose(environ={"PATH": str(bin_folder)}, platform="linux")
    assert browser.console
    browse_here(Browser(command=(str(bin_folder / "w3m"),)), URL)
    assert log.read_text().split("\n")[0] == URL


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (("ff",), ["ff", URL]),
        (("ff", "--new-tab"), ["ff", "--new-tab", URL]),
        (("ff", "%s", "--quiet"), ["ff", URL, "--quiet"]),
        (("ff", "--url=%s"), ["ff", f"--url={URL}"]),
    ],
)
def test_a_command_has_the_link_last_or_at_its_place(command: tuple[str, ...], arguments: list[str]) -> None:
    assert Browser(command=command).arguments(URL) == arguments


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "-x", "http://a/b c", ""])
def test_a_refused_link_starts_nothing(url: str, tmp_path: Path, bin_folder: Path) -> None:
    browser = Browser(command=(str(program(bin_folder, "mybrowser", tmp_path / "log")),))
    for way in (launch, browse_here):
        with pytest.raises(BrowserError):
            way(browser, url)
    assert not (tmp_path / "log").exists()


def test_the_configured_command_wins_over_the_environment(bin_folder: Path) -> None:
    program(bin_folder, "configured")
    program(bin_folder, "other")
    environ = {"PATH": str(bin_folder), "BROWSER": "other"}
    assert choose(("configured", "-n"), environ).command == ("configured", "-n")
    assert choose((), environ).command == ("other",)


def test_browser_variable_may_hold_arguments_quotes_and_a_list(bin_folder: Path) -> None:
    program(bin_folder, "ff")
    path = str(bin_folder)
    assert choose(environ={"PATH": path, "BROWSER": "ff -P 'my profile' %s"}).command == (
        "ff",
        "-P",
        "my profile",
        "%s",
    )
    assert choose(environ={"PATH": path, "BROWSER": "missing:ff --tab"}).command == ("ff", "--tab")
    assert choose(environ={"PATH": path, "BROWSER": "ff %s:missing %s"}).command == ("ff", "%s")
    assert choose(environ={"PATH": path, "BROWSER": "missing %s:ff %s"}).command == ("ff", "%s")
    assert choose(environ={"PATH": path, "BROWSER": "ff --proxy=http://a:1"}).command == ("ff", "--proxy=http://a:1")


def test_the_link_never_becomes_part_of_a_script(bin_folder: Path) -> None:
    program(bin_folder, "sh")
    with pytest.raises(BrowserError, match="argument of its own"):
        choose(environ={"PATH": str(bin_folder), "BROWSER": "sh -c 'firefox %s'"})


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"BROWSER": "missing"}, "not installed"),
        ({"BROWSER": "'half"}, "quotation mark"),
        ({}, "No browser was found"),
        ({"DISPLAY": ":0"}, "No browser was found"),
    ],
)
def test_a_missing_browser_is_said_in_a_sentence(environ: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(BrowserError, match=said):
        choose(environ={"PATH": str(tmp_path), **environ}, platform="linux")


def test_a_missing_configured_browser_is_not_replaced_silently(tmp_path: Path) -> None:
    with pytest.raises(BrowserError, match=r"configuration is not installed: “no\[31msuch”"):
        choose(("no\x1b[31msuch",), {"PATH": str(tmp_path), "BROWSER": "sh"})


def test_the_desktop_opener_is_used_only_where_there_is_a_desktop(bin_folder: Path) -> None:
    for name in ("xdg-open", "lynx", "open"):
        program(bin_folder, name)
    path = {"PATH": str(bin_folder)}
    assert choose(environ={**path, "WAYLAND_DISPLAY": "wayland-0"}, platform="linux").command == ("xdg-open",)
    assert choose(environ=path, platform="linux").command == ("lynx",)
    assert choose(environ=path, platform="darwin").command == ("open",)


def test_a_program_that_cannot_start_is_said_in_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/nonexistent/interpreter\n")
    broken.chmod(0o755)
    for way in (launch, browse_here):
        with pytest.raises(BrowserError, match="cannot be started"):
            way(Browser(command=(str(broken),)), URL)
