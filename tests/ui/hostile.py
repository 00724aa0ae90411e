"""The screen on a store whose every text is an attack; run by the pty tests as `python -m tests.ui.hostile`."""

import sys
from dataclasses import replace
from pathlib import Path

from reader.model.work import Appearance
from reader.ui.app import ReaderApp
from reader.ui.library import Library
from tests.ui.fakes import FakeMarks, FakeReads, FakeStore
from tests.ui.samples import FEEDS, work
from tests.ui.screen import screened
from tests.ui.stores import feed_row

ATTACKS = (
    "\x1b]52;c;ZXZpbA==\x07clipboard",
    "\x1b[2J\x1b[31mred",
    "\x9b31mC1",
    "\x9d52;c;ZXZpbA==\x9cC1 string",
    "\x1bP+q544e\x1b\\DCS",
    "[/r/python] hi",
    "[bold]x[/] [@click=app.quit]go[/]",
    "\u202eevil\u202c \u2066x\u2069 override",
    "zero\u200bwidth\u200d\ufeff",
    "\U000e0041\U000e0042tag",
    "bell\x07 back\x08 nul\x00 del\x7f",
    "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 zalgo",
    "line\nbreak\r\ttab",
    "long " * 200_000,
)
MARK = "ZXZpbA"
"""What no byte sequence on the terminal may carry inside an escape sequence."""


def store() -> FakeStore:
    """Return stories in which headline, title, feed, author, excerpt and note are the same attack."""
    made = FakeStore(feed_rows=[replace(feed_row(FEEDS[0]), recent=ATTACKS[:5])])
    for number, text in enumerate(ATTACKS, 1):
        feed = replace(FEEDS[0], title=text, publisher=text, folder=text)
        plain = work(number, text, feed)
        entry = replace(
            plain.lead.entry, authors=(text, text), excerpt=text * 2, full_length=3, url=f"https://a.example/{text[:9]}"
        )
        made.add(text, [replace(plain, appearances=(Appearance(entry=entry, feed=feed),) * 2)])
        made.texts[number] = text
        row = feed_row(replace(feed, id=number))
        made.feed_rows.append(replace(row, health=replace(row.health, note=text, failures=1)))
    return made


if __name__ == "__main__":
    stories = store()
    library = Library(lambda: FakeReads(stories), lambda: FakeMarks(stories), Path("unused.db"))
    ReaderApp(library, screened(), [sys.executable, "-c", "import sys; sys.exit('\\x1b[2Jno \\x9b1m')"]).run()
