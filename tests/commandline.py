"""The command line in processes of its own, for tests."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PRIVATE = {"PULSEAUGUR_ALLOW_PRIVATE": "127.0.0.1"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command said and how it ended."""

    status: int
    out: str
    error: str


def said(*words: str, env: dict[str, str] | None = None, stdin: str = "") -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "reader", *words],
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    return Said(status=done.returncode, out=done.stdout, error=done.stderr)


async def asked(*words: str, env: dict[str, str] | None = None) -> Said:
    """Run a command beside a server of this process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "reader", *words, stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE,
        env={**os.environ, **PRIVATE, **(env or {})},
    )  # fmt: skip
    out, error = await process.communicate()
    return Said(status=process.returncode or 0, out=out.decode(), error=error.decode())


def fails(found: Said, status: int, *words: str) -> None:
    """Assert one sentence on standard error, and nothing else."""
    assert found.status == status, found
    assert found.out == ""
    assert found.error.startswith("pulseaugur: ")
    assert found.error.count("\n") == 1
    assert "Traceback" not in found.error
    for word in words:
        assert word in found.error


def own_library(folder: Path) -> Sequence[str]:
    """Return the options for a library in a folder; stories by terms, since made-up words mean nothing to a model."""
    config = folder / "config.toml"
    config.write_text('[cluster]\nembedder = "none"\nroundups = "off"\n')
    return ("--db", str(folder / "library.db"), "--config", str(config))


def demo_library(folder: Path) -> Path:
    """Return a demo library in a folder after its first refresh."""
    path, config = folder / "library.db", folder / "config.toml"
    config.write_text('[cluster]\nembedder = "none"\n')
    found = said("--db", str(path), "--config", str(config), "--demo", "refresh")
    assert (found.status, found.out, found.error) == (0, "", "")
    return path


def in_shell(command: str) -> subprocess.CompletedProcess[str]:
    words = ["/bin/sh", "-c", f"{sys.executable} -m reader {command}"]
    # A test run may be unbuffered; whoever types a command is not.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=60)
