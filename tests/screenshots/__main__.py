"""Drive the demo on a pseudo-terminal and write `screenshots/NAME.svg` and `.png` for each scene."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.screenshots.picture import png
from tests.screenshots.vector import svg
from tests.terminal import Terminal

FOLDER = Path(__file__).parents[2] / "screenshots"
READY = r"\A[^\n]*[1-9]\d* (unread|未读) / [^\n]*\d\d:\d\d"
"""In the top bar once the demo's first refresh is through and its end was told: stories, and the time again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What to press, and how large the terminal is."""

    name: str
    keys: tuple[str, ...] = ()
    """Names of keys; "~6" waits for six seconds."""
    columns: int = 120
    rows: int = 36
    config: str = ""
    """TOML of the configuration file."""


QUIET = 0.5
"""Seconds without output that count as rest: less than the clock's one."""

ROUNDUP = ("/", *"weight decay", "enter", "tab")
CHINESE, LIGHT = '[screen]\nlanguage = "zh"\n', '[screen]\ntheme = "pulse-light"\n'

SCENES = (
    Scene(name="main"),
    Scene(name="roundup", keys=ROUNDUP),
    Scene(name="sources", keys=("tab", "j", "enter", "j")),
    Scene(name="delta", keys=("j", "m", "R", "~6", ".", "d")),
    Scene(name="search", keys=("/", *"norlund lang:zh")),
    Scene(name="feeds", keys=("F", "j")),
    Scene(name="ledger", keys=("w",)),
    Scene(name="how", keys=("i",)),
    Scene(name="help", keys=("?",)),
    Scene(name="small", columns=80, rows=24),
    Scene(name="narrow", columns=60, rows=20),
    Scene(name="chinese", config=CHINESE),
    Scene(name="chinese-small", columns=80, rows=24, config=CHINESE, keys=ROUNDUP),
    Scene(name="light", keys=("j",), config=LIGHT),
)


def shoot(scene: Scene) -> None:
    """Write the pictures of one scene."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(scene.config, encoding="utf-8")
        command = [sys.executable, "-m", "reader", "--demo", "--config", str(config)]
        with Terminal(command, columns=scene.columns, rows=scene.rows, environment={"HOME": folder}) as terminal:
            terminal.wait_for(READY, 90)
            terminal.settle(QUIET)
            for key in scene.keys:
                if key.startswith("~"):
                    terminal.settle(float(key[1:]), float(key[1:]))
                else:
                    terminal.press(key, quiet=0.2)
            terminal.settle(QUIET)
            (FOLDER / f"{scene.name}.svg").write_text(svg(terminal.screen), encoding="utf-8")
            png(terminal.screen, FOLDER / f"{scene.name}.png")


def main(names: list[str]) -> None:
    """Shoot the named scenes, or all."""
    FOLDER.mkdir(exist_ok=True)
    for scene in SCENES:
        if not names or scene.name in names:
            shoot(scene)
            sys.stdout.write(f"screenshots/{scene.name}.png\n")


if __name__ == "__main__":
    main(sys.argv[1:])
