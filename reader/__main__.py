"""The command line: finds out what is asked, builds the place, and turns every error into one sentence.

Importing it must stay cheap: without a command it becomes the screen, whose process never holds the engine's libraries.
"""

import argparse
import gc
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from reader import __version__, config
from reader.commands.output import unheard
from reader.commands.place import Place
from reader.commands.table import COMMANDS
from reader.errors import ConfigError, LibraryBusy, ReaderError, UsageError
from reader.text.clean import clean

PROGRAM = config.PROGRAM

MISUSE = UsageError.exit_status

INTERRUPTED = 128 + signal.SIGINT
"""Exit status of a program that ctrl+c ended, as shells count it."""


FRAMES = "240"
"""Frames a second that Textual may draw at most. At its own 60 the second of two frames waits up to 33 ms: of letters
typed while results of the one before are painted, the 95th percentile was seen after 37 ms, now after 14. Nothing is
drawn more often than a key or an event asks for; keys held down cost the same CPU."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence."""

    def __init__(self, **given: Any) -> None:
        formatter = argparse.RawDescriptionHelpFormatter
        super().__init__(allow_abbrev=False, formatter_class=formatter, **given)

    def error(self, message: str) -> NoReturn:
        """Raise the misuse instead of printing the usage.

        Raises:
            UsageError: Always.
        """
        raise UsageError(f"{message}; `{self.prog} --help` shows what can be asked.")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """End after help or version; what nobody takes is told here, as of any command."""
        sys.stdout.flush()
        super().exit(status, message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status: 0 done, 1 failed, 2 misuse, 130 interrupted."""
    for name in ("stdout", "stderr"):
        # Nothing is there if the shell closed it; what is opened next would take its number and get what is printed.
        stream = getattr(sys, name) or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        # A terminal that cannot show a character gets a question mark, not a traceback.
        stream.reconfigure(errors="replace")
        setattr(sys, name, stream)
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except ReaderError as error:
        busy = isinstance(error, LibraryBusy)
        said = f"the library is in use by {error}; try again when that has ended." if busy else str(error)
        sys.stderr.write(f"{PROGRAM}: {clean(said, 1000)}\n")
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        unheard()
        return 1
    except OSError as error:
        # What the system refuses where no step expects it, such as the disk under the output being full.
        unheard()
        sys.stderr.write(f"{PROGRAM}: {clean(str(error.filename or 'the output'))}: {error.strerror or error}.\n")
        return 1


def _run(arguments: Sequence[str]) -> int:
    given = _top().parse_args(arguments)
    given.command, *rest = given.words or [None]
    if given.command is None:
        with _place(given) as place:
            try:
                return _screen(place)
            except ConfigError as error:
                # The user's own file, of which a demo has a copy.
                raise config.placed(error, given.config) from error
    command = COMMANDS.get(given.command)
    if command is None:
        import difflib

        near = difflib.get_close_matches(given.command, COMMANDS, n=1)
        cure = f"did you mean `{near[0]}`?" if near else f"`{PROGRAM} --help` lists the commands."
        raise UsageError(f"there is no command “{given.command}”; {cure}")
    # numpy's libraries read this when they are imported: threads of theirs would compete with the screen for a core.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    module = importlib.import_module(command.module)
    parser = Parser(
        prog=f"{PROGRAM} {given.command}", description=command.does, epilog=f"example:\n  {command.example}"
    )
    module.arguments(parser)
    _global_options(parser, default=argparse.SUPPRESS)
    given = parser.parse_args(rest, namespace=given)
    with _place(given) as place:
        status = module.run(given, place)
        sys.stdout.flush()
    return int(status)


def _top() -> Parser:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:{width}}  {command.does}" for name, command in COMMANDS.items())
    parser = Parser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [options] [command …]",
        description="A reader whose unit is the story. Without a command it opens the screen.",
        epilog=f"commands:\n{commands}\n\nexamples:\n  {PROGRAM} --demo\n  {PROGRAM} add --help",
    )
    _global_options(parser, default=None)
    parser.add_argument("--version", action="version", version=f"PulseAugur Reader {__version__}")
    # As one: an argument of its own for the command would swallow the "--" behind it.
    parser.add_argument("words", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser


def _global_options(parser: Parser, default: Any) -> None:
    options = parser.add_argument_group("options of every command") if default else parser
    options.add_argument("--db", metavar="PATH", type=Path, default=default, help="the library's file")
    options.add_argument("--config", metavar="PATH", type=Path, default=default, help="the configuration file")
    options.add_argument(
        "--demo", action="store_true", default=default, help="work on invented feeds, without the network"
    )


@contextmanager
def _place(given: argparse.Namespace) -> Iterator[Place]:
    """Yield where to work; the demo's library and configuration go with the command unless they are named."""
    settings = config.load(given.config)
    if not given.demo:
        yield Place(library=given.db or config.library_path(), settings=settings, config=given.config)
    elif given.db and given.config:
        yield Place(library=given.db, settings=settings, config=given.config, demo=True)
    else:
        import tempfile

        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _leave)
        with tempfile.TemporaryDirectory(prefix=f"{PROGRAM}-demo-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            library, file = given.db or folder / "library.db", given.config or _copied(folder)
            place = Place(library=library, settings=settings, config=file, demo=True)
            # A command on the demo needs what a refresh brings; the screen and the refresh bring it themselves.
            if not given.db and given.command not in (None, "refresh", "prepare"):
                _child(place.command("refresh"))
            yield place


def _leave(number: int, _: FrameType | None) -> NoReturn:
    """End by way of what is to be cleaned up: the demo's folder goes with its terminal, too."""
    sys.exit(128 + number)


def _copied(folder: Path) -> Path:
    """Return a copy of the user's configuration: a view that is saved in the demo goes with it."""
    usual, copy = config.config_path(), folder / "config.toml"
    copy.write_bytes(usual.read_bytes() if usual.exists() else b"")
    return copy


def _screen(place: Place) -> int:
    # Without a terminal Textual would wait for keys for ever, at a core's full speed. A web page is one, too.
    if not (os.environ.get("TEXTUAL_DRIVER") or (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())):
        raise UsageError(f"the screen needs a terminal; `{PROGRAM} list` prints the stories.")
    # Nothing that a start imports and builds is garbage, but looking for it takes a tenth of the start's CPU. The app
    # turns the collector on again once it is ready.
    gc.disable()
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    # The one import of the screen, which brings Textual; no command needs it.
    from reader.store.place import State, state
    from reader.ui.app import run

    if place.demo or state(place.library) is not State.READY:
        # Making the tables needs sqlite-utils, which must not enter the screen's process.
        _child(place.command("prepare"))
    run(place.library, place.settings, place.command(), place.config)
    return 0


def _child(command: Sequence[str]) -> None:
    """Run another process of this program, quietly.

    Raises:
        ReaderError: It failed; the message is what it said. A UsageError if it was misused.
    """
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").removeprefix(f"{PROGRAM}: ").strip()
        kind = UsageError if done.returncode == MISUSE else ReaderError
        raise kind(said or "the library could not be prepared.")


if __name__ == "__main__":
    sys.exit(main())
