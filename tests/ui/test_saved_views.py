"""Saved views in the configuration file: only their lines change."""

import sys
from pathlib import Path

import pytest

from reader.config import load
from reader.errors import ConfigError
from reader.ui.saved_views import save, with_view
from tests.terminal import Terminal

FILE = """# mine
[screen]
theme = "nord" # cold
  [screen.views] # for mornings
papers = "tier:1" # the best
"a = b" = "is:unread"

[keys]
star = "S"
"""


@pytest.mark.parametrize(
    ("name", "line", "old", "new"),
    [
        ("papers", "tier:2", 'papers = "tier:1" # the best', '"papers" = "tier:2"'),
        ("papers", None, 'papers = "tier:1" # the best\n', ""),
        ("a = b", None, '"a = b" = "is:unread"\n', ""),
        ("论文", 'feed:"a b"', '"is:unread"\n', '"is:unread"\n"论文" = "feed:\\"a b\\""\n'),
    ],
)
def test_one_line_changes_and_all_else_stays(name: str, line: str | None, old: str, new: str) -> None:
    assert with_view(FILE, name, line) == FILE.replace(old, new)


def test_a_new_file_begins_with_its_views() -> None:
    assert with_view("", "a", "tier:1") == '[screen.views]\n"a" = "tier:1"\n'


def test_what_is_saved_is_what_the_next_start_reads(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    assert save(path, {"a": "tier:1"}) == {"a": "tier:1"}
    assert save(path, {"a": None, 'b "c"\\': 'is:unread "x y" sort:latest'}) == {
        'b "c"\\': 'is:unread "x y" sort:latest'
    }
    assert load(path).screen.views == {'b "c"\\': 'is:unread "x y" sort:latest'}


def test_a_linked_file_stays_a_link_and_private(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.toml", tmp_path / "config.toml"
    kept.write_text(FILE, encoding="utf-8")
    kept.chmod(0o600)
    link.symlink_to(kept)
    save(link, {"new": "is:starred"})
    assert link.is_symlink()
    assert load(kept).screen.views["new"] == "is:starred"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("text", ['[screen]\nviews = {a = "x"}\n', '[screen]\nviews.a = "x"\n', "not toml"])
def test_a_file_that_is_written_otherwise_is_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        save(path, {"b": "tier:1"})
    assert path.read_text(encoding="utf-8") == text


def test_a_view_saved_in_the_demo_goes_with_it(tmp_path: Path) -> None:
    config = tmp_path / "pulseaugur" / "config.toml"
    config.parent.mkdir()
    mine = '[cluster]\nembedder = "none"\n[screen.views]\nmine = "is:starred"\n'
    config.write_text(mine, encoding="utf-8")
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    with Terminal([sys.executable, "-m", "reader", "--demo"], environment=environment) as terminal:
        terminal.wait_for("SOURCES")
        terminal.press("ctrl+s", "o", "f", "_", "i", "t", "enter")
        terminal.press("V")
        assert "of_it  " in terminal.text
        assert "mine  0 stories" in terminal.text
        terminal.press("esc", "q", "q")
        terminal.process.wait(10)
    assert config.read_text(encoding="utf-8") == mine
    assert list(tmp_path.glob("*demo*")) == []
