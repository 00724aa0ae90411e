"""The command line as a person or a script uses it: real processes, their output, their exit status."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.commands.table import COMMANDS
from reader.commands.words import age
from reader.store.lock import library_lock
from tests.commandline import fails, in_shell, said


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    found = said(command, "--help")
    assert found.status == 0
    assert "example:\n  pulseaugur " in found.out
    assert COMMANDS[command].example in found.out


def test_the_program_lists_its_commands_and_its_version() -> None:
    found = said("--help")
    assert all(f"  {name} " in found.out for name in COMMANDS)
    assert said("--version").out.startswith("PulseAugur Reader ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lsit"], "did you mean `list`"),
        (["list", "--sort", "sideways"], "sideways"),
        (["refresh", "--per-host", "0"], "between 1 and 64"),
        (["add"], "URL"),
        (["add", "file:///etc/passwd"], "http"),
        (["add", "exec:rm"], "http"),
        (["cluster"], "--dry-run"),
        (["cluster", "merge", "1"], "CLUSTER CLUSTER"),
        (["--config", "/nowhere.toml", "list"], "/nowhere.toml"),
        (["list", "--view", "mine"], "mine"),
        (["list", "is:unread", "tier:9"], "“tier:9” cannot be asked for; tier: takes 1 to 4"),
        (["brief", "--since", "soon"], "24h"),
        (["brief", "--top", "501"], "between 1 and 500"),
        (["list", "--limit", "-1"], "between 0 and"),
        (["list", "--limit", "9" * 5000], "between 0 and"),
        (["list", "--limit", "²"], "between 0 and"),
        (["show", "9" * 30], "a number from a list"),
        (["open", "1", "0"], "a number from a list"),
        (["edit", "9" * 30, "--pause"], "a number from a list"),
        (["remove", "x"], "a number from a list"),
        (["refresh", "--feed", "9" * 30], "a number from a list"),
        (["cluster", "merge", "1", "9" * 30], "a number from a list"),
        (["import", "/nowhere.opml"], "/nowhere.opml"),
    ],
)
def test_misuse_is_one_sentence_and_status_2(words: list[str], sentence: str, db: Sequence[str]) -> None:
    fails(said(*db, *words), 2, sentence)


def test_a_mistyped_setting_names_file_line_and_the_nearest_key(tmp_path: Path, db: Sequence[str]) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[refresh]\nevery = '5m'\nconcurency = 3\n")
    fails(said(*db[:2], "--config", str(config), "list"), 2, f"{config}, line 3", 'did you mean "concurrency"')


@pytest.mark.parametrize(
    "words",
    ["list", "show 1", "feeds", "marks export x", "open 1", "edit 1 --pause", "remove 1", "cluster --dry-run",
     "cluster undo", "doctor --repair"],
)  # fmt: skip
def test_without_a_library_commands_that_need_one_say_so_and_make_none(words: str, db: Sequence[str]) -> None:
    fails(said(*db, *words.split()), 1, "there is no library")
    assert list(Path(db[1]).parent.glob("library.db*")) == []


def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.write_bytes(b"SQLite format 3\0 of someone else")
    before = path.read_bytes()
    for words in (["list"], ["refresh"], ["add", "https://ada.example/feed"], ["import", "--starter"]):
        fails(said("--db", str(path), *words), 1, str(path))
    assert path.read_bytes() == before


def test_a_saved_view_keeps_its_order_until_another_is_asked_for(demo: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[screen.views]\nnews = "tier:1 sort:latest"\n', encoding="utf-8")

    def newest(*words: str) -> list[str]:
        asked = said("--db", str(demo), "--config", str(config), "list", "--json", "--view", "news", *words)
        return [row["newest"] for row in json.loads(asked.out)]

    assert newest() == sorted(newest(), reverse=True)
    assert newest("--sort", "top") != newest()


def test_list_and_show_tell_the_same_in_words_and_in_json(demo: Path) -> None:
    rows = json.loads(said("--db", str(demo), "list", "--json").out)
    lines = said("--db", str(demo), "list").out.splitlines()
    assert len(rows) == len(lines) > 20
    assert all(f"#{row['id']})" in line and row["headline"] in line for row, line in zip(rows, lines, strict=True))
    top = rows[0]
    story = json.loads(said("--db", str(demo), "show", str(top["id"]), "--json").out)
    text = said("--db", str(demo), "show", str(top["id"])).out
    assert story["summary"]["headline"] in text
    assert story["reason"] in text
    assert story["score"] == pytest.approx(sum(term["points"] for term in story["ledger"]["terms"]))
    assert [source["number"] for source in story["sources"]] == list(range(1, top["works"] + 1))
    assert {source["tier_word"] for source in story["sources"]} <= {"primary", "press", "specialist", "aggregator"}
    cited = {number for numbers in story["summary"]["citations"] for number in numbers}
    assert cited
    assert cited | set(story["summary"]["not_covered"]) == set(range(1, top["works"] + 1))
    assert all(f"[{number}]" in text for number in cited)


def test_a_search_finds_and_finding_nothing_is_no_failure(demo: Path) -> None:
    assert "Kestrel" in said("--db", str(demo), "list", "kestrel").out
    every = json.loads(said("--db", str(demo), "list", "--json", "--limit", "0").out)
    without = json.loads(said("--db", str(demo), "list", "--json", "--limit", "0", "--", "-kestrel").out)
    assert 0 < len(without) < len(every)
    nothing = said("--db", str(demo), "list", "xyzzyplugh")
    assert (nothing.status, nothing.out) == (0, "")
    assert "No story matches “xyzzyplugh”." in nothing.error


def test_feeds_as_json_tell_their_health(demo: Path) -> None:
    feeds = json.loads(said("--db", str(demo), "feeds", "--json").out)
    assert len(feeds) == 16
    assert {feed["state"] for feed in feeds} == {"ok"}
    assert all(feed["last_success"] and feed["next_fetch"] > feed["last_success"] and feed["entries"] for feed in feeds)
    wanted = {"id", "url", "title", "status", "note", "failures", "tier", "tier_word", "publisher", "language"}
    assert wanted <= feeds[0].keys()


def test_the_demo_runs_before_any_command_without_network_or_trace(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[cluster]\nembedder = "none"\n')
    found = said(
        "--demo", "--config", str(tmp_path / "config.toml"), "list", "--limit", "3", env={"TMPDIR": str(tmp_path)}
    )
    assert found.status == 0, found
    assert len(found.out.splitlines()) == 3
    assert [path.name for path in tmp_path.iterdir() if "demo" in path.name] == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_demo_that_is_ended_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "reader", "--demo", "serve", "--port", "1"]
    environment = {**os.environ, "TMPDIR": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "none")}
    # Whoever runs the tests may have had this signal ignored, as nohup does, and children inherit that.
    before = signal.signal(number, signal.SIG_DFL)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        signal.signal(number, before)
        try:
            for _ in range(2000):
                if any(tmp_path.glob("pulseaugur-demo-*/library.db")):
                    break
                threading.Event().wait(0.01)
            # It refreshes now, before it would serve.
            process.send_signal(number)
            _, error = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, error) == (128 + number, "")
    assert list(tmp_path.glob("pulseaugur-demo-*")) == []


def test_the_folder_in_which_the_user_stands_gives_the_program_no_code(tmp_path: Path, db: Sequence[str]) -> None:
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    (trap / "reader").mkdir(parents=True)
    for name in ("reader/__init__.py", "json.py", "numpy.py", "feedparser.py"):
        (trap / name).write_text(f"open({str(sprung)!r}, 'w')\n")
    # As the installed command starts: -m alone would put this very folder first.
    command = [sys.executable, "-P", "-m", "reader", "--demo", *db[2:], "list", "--limit", "1"]
    done = subprocess.run(command, cwd=trap, capture_output=True, text=True, check=False, timeout=90)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)
    assert not sprung.exists()


def test_the_demo_takes_no_library_that_is_not_its_own(tmp_path: Path, db: Sequence[str]) -> None:
    assert said(*db, "add", "--force", "https://ada.example/feed").status == 0
    fails(said(*db, "--demo", "refresh"), 2, "a library of your own")


def test_a_demo_address_leads_nowhere_outside_the_demo(demo: Path, db: Sequence[str]) -> None:
    fails(said(*db, "add", "demo:tessaline"), 2, "http")


def test_a_dry_run_changes_nothing(demo: Path) -> None:
    before = said("--db", str(demo), "list", "--json").out
    found = said("--db", str(demo), "cluster", "--dry-run", "--roundups", "off", "--since", "7d")
    assert found.status == 0
    assert "split" in found.out
    assert said("--db", str(demo), "list", "--json").out == before


def test_marks_go_out_and_come_back(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "marks.jsonl"
    assert said("--db", str(demo), "marks", "export", str(out)).status == 0
    assert said("--db", str(demo), "marks", "export", "-").out == out.read_text(encoding="utf-8")
    assert all(json.loads(line) for line in out.read_text().splitlines())
    assert said("--db", str(tmp_path / "other.db"), "prepare").status == 0
    assert said("--db", str(tmp_path / "other.db"), "marks", "import", str(out)).status == 0


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(59, "0 min"), (3599, "59 min"), (3600, "1 h"), (172799, "47 h"), (172800, "2 d"), (-5, "0 min")],
)
def test_an_age_is_told_in_whole_units_that_have_passed(seconds: int, told: str) -> None:
    now = datetime(2026, 1, 9, tzinfo=UTC)
    assert age(now - timedelta(seconds=seconds), now) == told


def test_doctor_finds_nothing_bad_in_a_sound_library(demo: Path) -> None:
    found = said("--db", str(demo), "doctor")
    assert found.status == 0
    assert "the file is whole" in found.out
    levels = {
        finding["about"]: finding["level"] for finding in json.loads(said("--db", str(demo), "doctor", "--json").out)
    }
    assert "bad" not in levels.values()


def test_the_screen_without_a_terminal_is_refused_and_does_not_wait_for_keys(demo: Path) -> None:
    fails(said("--db", str(demo)), 2, "needs a terminal")
    assert "needs a terminal" in in_shell(f"--db {demo} <&-").stderr


def test_doctor_says_which_configuration_holds(tmp_path: Path) -> None:
    library, home = str(tmp_path / "library.db"), {"XDG_CONFIG_HOME": str(tmp_path)}
    usual = tmp_path / "pulseaugur" / "config.toml"
    assert f"{usual} is not there, so every default holds" in said("--db", library, "doctor", env=home).out
    named = tmp_path / "mine.toml"
    named.write_text("[refresh]\nevery = '5m'\n", encoding="utf-8")
    lines = said("--db", library, "--config", str(named), "doctor", env=home).out.splitlines()
    assert any(line.endswith(f" {named}") for line in lines)


def test_a_library_that_was_emptied_is_rebuilt_as_the_error_tells_to(tmp_path: Path, db: Sequence[str]) -> None:
    library = tmp_path / "library.db"
    assert said(*db, "add", "--force", "https://ada.example/feed").status == 0
    library.write_bytes(b"")
    fails(said(*db, "list"), 1, "`pulseaugur doctor --repair` rebuilds")
    assert said(*db, "doctor", "--repair").status == 0
    assert said(*db, "list").status == 0


def test_what_a_repair_did_does_not_stand_in_the_json(db: Sequence[str]) -> None:
    assert said(*db, "prepare").status == 0
    found = said(*db, "doctor", "--repair", "--json")
    assert {finding["level"] for finding in json.loads(found.out)} <= {"fine", "odd"}
    assert "counted again" in found.error


def test_who_holds_the_library_is_said_in_a_sentence(tmp_path: Path, db: Sequence[str]) -> None:
    assert said(*db, "prepare").status == 0
    with library_lock(tmp_path / "library.db", "a refresh, process 7"):
        fails(said(*db, "doctor", "--repair"), 1, "the library is in use by a refresh, process 7; try again")


def test_doctor_offers_a_repair_only_where_it_would_not_refuse(tmp_path: Path) -> None:
    foreign, damaged = tmp_path / "foreign.db", tmp_path / "damaged.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE theirs (id)")
    assert said("--db", str(damaged), "prepare").status == 0
    damaged.write_bytes(damaged.read_bytes()[:100] + b"x" * 4000)
    for path, offers in ((foreign, False), (damaged, True)):
        found = said("--db", str(path), "doctor")
        assert found.status == 1
        assert ("--repair` mends" in found.error) == offers
        assert (said("--db", str(path), "doctor", "--repair").error == "") == offers


def test_a_command_line_without_the_screen_stays_light() -> None:
    """What the screen's process must never hold is not brought by the command line around it."""
    heavy = ("httpx", "feedparser", "numpy", "sqlite_utils", "textual")
    code = f"import sys, reader.__main__; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
