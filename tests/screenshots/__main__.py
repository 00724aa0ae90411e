"""Drive the demo on a pseudo-terminal and write `screenshots/NAME.svg` and `.png` for each scene."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.screenshots.picture import png
from tests.screenshots.vector import svg
from tests.terminal import Terminal

FOLDER = Path(__file__).parents[2] / "screenshots"
READY = r"updated|更新于"
"""On screen once the demo's first refresh is through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What to press, and how large the terminal is."""

    name: str
    keys: tuple[str, ...] = ()
    columns: int = 120
    rows: int = 36
    config: str = ""
    """TOML of the configuration file."""


SCENES = (Scene(name="main"),)


def shoot(scene: Scene) -> None:
    """Write the pictures of one scene."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(scene.config, encoding="utf-8")
        command = [sys.executable, "-m", "reader", "--demo", "--config", str(config)]
        with Terminal(command, columns=scene.columns, rows=scene.rows, environment={"HOME": folder}) as terminal:
            terminal.wait_for(READY)
            terminal.settle(2.5)
            terminal.press(*scene.keys)
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
