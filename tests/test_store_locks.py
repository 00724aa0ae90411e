"""What the screen's process holds open keeps its locks, so that no other process tidies up under it."""

import subprocess
import sys
from pathlib import Path

from reader.store.marks import Marks
from reader.store.place import state
from reader.store.read import Reader
from reader.store.write import Library

REFRESHER = """
import sys
from pathlib import Path
from reader.store.write import Library
with Library.open(Path(sys.argv[1])) as library:
    library.note("refreshed_at", "2026-05-04T12:00:00+00:00")
"""


def test_a_refresher_that_leaves_does_not_remove_the_log_under_an_open_screen(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library.open(path).close()
    with Reader(path) as reader, Marks(path):
        reader.version()
        state(path)
        subprocess.run([sys.executable, "-c", REFRESHER, str(path)], check=True, timeout=60)
        assert path.with_name("library.db-wal").exists()
        assert reader.noted("refreshed_at").startswith("2026")
