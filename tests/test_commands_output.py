"""What commands write: whole, as documents should be, to a file, a pipe, a full disk and to nobody."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commandline import fails, in_shell, said


@pytest.mark.parametrize("form", ["md", "html", "json", "rss"])
def test_a_brief_is_the_same_until_there_is_news(demo: Path, form: str, tmp_path: Path) -> None:
    out = tmp_path / "brief"
    words = ["--db", str(demo), "brief", "--top", "3", "--format", form]
    assert said(*words, "--out", str(out)).status == 0
    assert out.read_text() == said(*words).out
    assert "Kestrel-2" in out.read_text()


def test_the_brief_is_valid_in_its_format(demo: Path) -> None:
    import feedparser

    words = ["--db", str(demo), "brief", "--top", "4", "--since", "7d", "--format"]
    parsed = feedparser.parse(said(*words, "rss").out)
    assert not parsed.bozo
    assert len({item.id for item in parsed.entries}) == 4
    assert len(json.loads(said(*words, "json").out)) == 4


def test_output_into_a_closed_pipe_is_no_error(demo: Path) -> None:
    command = f"{sys.executable} -m reader --db {demo} brief --top 50 --since 7d --format html | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("command", ["list --json", "export", "doctor", "list --help", "--help"])
def test_output_that_nothing_takes_is_one_sentence_or_nothing(demo: Path, command: str) -> None:
    full = in_shell(f"--db {demo} {command} > /dev/full")
    assert (full.returncode, full.stderr) == (1, "pulseaugur: the output: No space left on device.\n")
    closed = in_shell(f"--db {demo} {command} >&-")
    assert (closed.returncode, closed.stderr) == (0, "")


def test_a_refresh_to_which_nobody_listens_any_more_goes_on(tmp_path: Path, db: Sequence[str]) -> None:
    done = in_shell(f"{' '.join(db)} --demo refresh --events | head -n 1")
    assert done.stderr == ""
    assert json.loads(done.stdout)["event"] == "started"
    assert len(json.loads(said(*db, "list", "--json").out)) > 20


def test_a_file_is_replaced_whole_and_a_device_is_written_to(demo: Path, tmp_path: Path) -> None:
    device = Path("/dev/null").stat()
    assert said("--db", str(demo), "export", "/dev/null").status == 0
    assert Path("/dev/null").stat().st_rdev == device.st_rdev
    kept = tmp_path / "kept.opml"
    link = tmp_path / "link.opml"
    kept.write_text("old")
    link.symlink_to(kept)
    assert said("--db", str(demo), "export", str(link)).status == 0
    assert kept.read_text().startswith("<?xml")
    assert link.is_symlink()
    fails(said("--db", str(demo), "export", str(tmp_path)), 1, str(tmp_path))
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    fails(said("--db", str(demo), "export", str(loop)), 1, str(loop))
    loop.unlink()
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.is_file()) == [".opml", ".opml"]


@pytest.mark.parametrize(
    "words", ["list --json", "feeds --json", "show 1 --json", "export", "marks export -", "brief --since 7d --top 99"]
)
def test_a_document_is_in_utf8_whatever_the_locale(demo: Path, words: str) -> None:
    usual = said("--db", str(demo), *words.split())
    odd = said("--db", str(demo), *words.split(), env={"PYTHONIOENCODING": "ascii"})
    assert (odd.status, odd.out) == (0, usual.out)
    assert not odd.out.isascii()


def test_who_may_read_a_written_file_is_as_usual_or_as_before(demo: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for umask, before, after in (("027", None, 0o640), ("077", 0o644, 0o644)):
        if before:
            page.chmod(before)
        command = f"umask {umask}; exec {sys.executable} -m reader --db {demo} brief --out {page}"
        subprocess.run(["/bin/sh", "-c", command], check=True, timeout=60)
        assert page.stat().st_mode & 0o777 == after
