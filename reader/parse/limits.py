"""How much of one feed is taken in (R8). More than this is an attack, or nothing a reader shows."""

from datetime import UTC, datetime, timedelta

ENTRIES = 2_000
"""Entries of one document; of more, the newest are kept."""
TITLE = 500
"""Characters."""
BODY = 256 * 1024
"""Characters of a text, before and after it is made readable."""
EXCERPT = 4_000
"""Characters kept for lists, comparing and extracts."""
MADE_TITLE = 90
"""Characters of a title that is made from the body."""
URL = 4_096
"""Characters."""
KEY = 1_024
"""Characters of an entry's identity; a longer one is replaced by its hash."""
TAGS = 50
AUTHORS = 200
"""Names; the longest list on arXiv so far has some 3,000, which no screen shows."""
NAME = 200
"""Characters of an author's name, a tag, a DOI."""
LINKS = 20
"""Feeds that a page may offer."""
OLDEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No feed is older; dates before are clamped."""
AHEAD = timedelta(hours=1)
"""How far a date may lie after the fetch: clocks differ, calendars do not."""
LONGEST_TTL = timedelta(days=365)
