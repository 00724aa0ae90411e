"""Where a command works: which library, which settings, the demo or the world. Opens nothing itself."""

import os
import sys
from pathlib import Path

from reader.record import record
from reader.settings import Settings

ALLOW_PRIVATE = "PULSEAUGUR_ALLOW_PRIVATE"
"""Environment variable with the private addresses, separated by commas, that any feed may name; for tests."""


@record
class Place:
    """What every command is given."""

    library: Path
    """The library's file."""
    settings: Settings
    config: Path | None = None
    """The configuration file, if one was named."""
    demo: bool = False
    """Whether this is the demo, whose feeds need no network."""

    @property
    def allow(self) -> frozenset[str]:
        """Private addresses that may be fetched without a feed's consent."""
        return frozenset(word.strip() for word in os.environ.get(ALLOW_PRIVATE, "").split(",") if word.strip())

    def command(self, *words: str) -> list[str]:
        """Return the command line that runs `words` on the same place in a process of its own."""
        # -P: or else a folder named `reader` where the user happens to stand would run in our place. UTF-8: what is
        # printed is read by us, whatever the terminal's encoding.
        start = [sys.executable, "-P", "-X", "utf8", "-m", "reader", "--db", str(self.library)]
        named = ["--config", str(self.config)] if self.config else []
        return [*start, *named, *(["--demo"] if self.demo else []), *words]
