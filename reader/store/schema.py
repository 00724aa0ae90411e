"""The tables, as append-only migrations. Knows no model objects and no files.

Times are ISO 8601 text in UTC, so that they sort as they are read; lists are JSON; a flag is 0 or 1. What a list row
shows (`works`, `unread`, `new_publisher`, …) stands on `clusters` and is counted again in the transaction that changes
works or marks: a page of rows is then one look-up an id.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("reader")

FEEDS = (
    """CREATE TABLE feeds (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL DEFAULT '',
        site TEXT NOT NULL DEFAULT '',
        publisher TEXT NOT NULL DEFAULT '',
        tier INTEGER NOT NULL DEFAULT 4,
        language TEXT NOT NULL DEFAULT '',
        folder TEXT NOT NULL DEFAULT '',
        private INTEGER NOT NULL DEFAULT 0,
        allow_private INTEGER NOT NULL DEFAULT 0,
        paused INTEGER NOT NULL DEFAULT 0,
        removed INTEGER NOT NULL DEFAULT 0, -- unsubscribed; entries and marks stay
        words TEXT NOT NULL DEFAULT '' -- what feed: searches
    )""",
    """CREATE TABLE health (
        feed_id INTEGER PRIMARY KEY REFERENCES feeds(id),
        state TEXT NOT NULL DEFAULT 'new',
        status INTEGER NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT '',
        fetched TEXT,
        succeeded TEXT,
        due TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        etag TEXT NOT NULL DEFAULT '',
        modified TEXT NOT NULL DEFAULT '',
        digest TEXT NOT NULL DEFAULT '',
        moved_to TEXT NOT NULL DEFAULT '',
        moved_seen INTEGER NOT NULL DEFAULT 0,
        entries INTEGER NOT NULL DEFAULT 0 -- how many are stored
    )""",
    """CREATE TABLE feed_days (
        feed_id INTEGER NOT NULL REFERENCES feeds(id),
        day TEXT NOT NULL,
        entries INTEGER NOT NULL,
        PRIMARY KEY (feed_id, day)
    ) WITHOUT ROWID""",
)

ENTRIES = (
    """CREATE TABLE entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        feed_id INTEGER NOT NULL REFERENCES feeds(id),
        work_id INTEGER, -- NULL until it is placed
        rule TEXT NOT NULL DEFAULT '', -- what put it into its work
        listed INTEGER NOT NULL DEFAULT 1, -- stood in the feed's last document
        key TEXT NOT NULL,
        link TEXT NOT NULL, -- the URL without tracking parameters
        digest TEXT NOT NULL, -- of everything the feed says
        dated TEXT NOT NULL, -- what it is sorted by
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        raw_title TEXT NOT NULL,
        authors TEXT NOT NULL,
        published TEXT,
        updated TEXT,
        first_seen TEXT NOT NULL,
        language TEXT NOT NULL,
        language_from TEXT NOT NULL,
        language_confidence REAL NOT NULL,
        excerpt TEXT NOT NULL,
        full_length INTEGER NOT NULL,
        arxiv_id TEXT NOT NULL,
        arxiv_version INTEGER NOT NULL,
        announce TEXT NOT NULL,
        doi TEXT NOT NULL,
        tags TEXT NOT NULL,
        comments_url TEXT NOT NULL,
        suspect INTEGER NOT NULL,
        UNIQUE (feed_id, key)
    )""",
    "CREATE INDEX entries_by_feed ON entries(feed_id, dated, work_id)",
    "CREATE INDEX entries_by_work ON entries(work_id, feed_id)",
    "CREATE INDEX entries_unplaced ON entries(id) WHERE work_id IS NULL",
    "CREATE TABLE full_texts (entry_id INTEGER PRIMARY KEY REFERENCES entries(id), body TEXT NOT NULL)",
)

WORKS = (
    """CREATE TABLE works (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        story_id INTEGER NOT NULL DEFAULT 0,
        roundup_id INTEGER NOT NULL DEFAULT 0,
        cluster_id INTEGER NOT NULL DEFAULT 0, -- what the screen shows: the roundup, else the story
        reason TEXT NOT NULL DEFAULT '',
        theme TEXT NOT NULL DEFAULT '',
        joined TEXT, -- when it came into its cluster
        read_at TEXT,
        pending INTEGER NOT NULL DEFAULT 1, -- 1 new or edited, 2 corrected: to be grouped (again)
        corrected INTEGER NOT NULL DEFAULT 0 -- number of the user's last change to its place
    )""",
    "CREATE INDEX works_by_cluster ON works(cluster_id, read_at)",
    "CREATE INDEX works_by_story ON works(story_id)",
    "CREATE INDEX works_by_joined ON works(joined, cluster_id)",
    "CREATE INDEX works_pending ON works(pending) WHERE pending > 0",
    "CREATE INDEX works_corrected ON works(corrected) WHERE corrected > 0",
    "CREATE TABLE work_keys (key TEXT PRIMARY KEY, work_id INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX work_keys_by_work ON work_keys(work_id)",
    "CREATE TABLE work_aliases (id INTEGER PRIMARY KEY, work_id INTEGER NOT NULL)",
    """CREATE TABLE memories (
        work_id INTEGER PRIMARY KEY,
        dated TEXT NOT NULL,
        features BLOB NOT NULL,
        vector BLOB NOT NULL,
        model TEXT NOT NULL
    )""",
    "CREATE INDEX memories_by_date ON memories(dated)",
    # Own content, not contentless: rows of a contentless index cannot be taken out before SQLite 3.43.
    """CREATE VIRTUAL TABLE search USING fts5(
        title, people, body, feeds, tokenize = "unicode61 remove_diacritics 2", prefix = '1'
    )""",
)

CLUSTERS = (
    """CREATE TABLE clusters (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        headline TEXT NOT NULL DEFAULT '',
        language TEXT NOT NULL DEFAULT '',
        works INTEGER NOT NULL DEFAULT 0,
        entries INTEGER NOT NULL DEFAULT 0,
        feeds INTEGER NOT NULL DEFAULT 0,
        publishers INTEGER NOT NULL DEFAULT 0,
        unread INTEGER NOT NULL DEFAULT 0, -- works
        new_publisher INTEGER NOT NULL DEFAULT 0,
        tier INTEGER NOT NULL DEFAULT 4, -- the nearest
        languages TEXT NOT NULL DEFAULT '', -- of its works: ' en zh '
        newest TEXT NOT NULL DEFAULT '',
        first_seen TEXT NOT NULL DEFAULT '',
        updated TEXT NOT NULL, -- last change of works
        starred INTEGER NOT NULL DEFAULT 0,
        hidden INTEGER NOT NULL DEFAULT 0,
        muted_until TEXT NOT NULL DEFAULT '', -- '' = not muted
        shown INTEGER NOT NULL DEFAULT 0, -- in the list: has works, is neither hidden nor muted
        pinned INTEGER NOT NULL DEFAULT 0, -- the user corrected it
        seen_at TEXT, -- when the user last left it
        stale INTEGER NOT NULL DEFAULT 1, -- 1 its text is older than its works, 2 and waits for a model
        score REAL NOT NULL DEFAULT 0,
        ranked TEXT,
        written TEXT,
        revision INTEGER NOT NULL DEFAULT 0
    )""",
    # Not a generated column: an index on one does not cover, and counting what is unread took four times as long.
    """CREATE TRIGGER clusters_shown AFTER UPDATE OF works, hidden, muted_until ON clusters
        WHEN NEW.shown <> (NEW.works > 0 AND NEW.hidden = 0 AND NEW.muted_until = '')
        BEGIN UPDATE clusters SET shown = 1 - shown WHERE id = NEW.id; END""",
    "CREATE INDEX clusters_top ON clusters(shown, score DESC, id, unread)",
    "CREATE INDEX clusters_latest ON clusters(shown, newest DESC, id, unread)",
    "CREATE INDEX clusters_covered ON clusters(shown, publishers DESC, works DESC, id, unread)",
    "CREATE INDEX clusters_stale ON clusters(score DESC, id) WHERE stale = 1 AND works > 0",
    "CREATE INDEX clusters_marked ON clusters(id) WHERE starred = 1 OR hidden = 1 OR pinned = 1",
    "CREATE INDEX clusters_muted ON clusters(id) WHERE muted_until > ''",
    "CREATE TABLE cluster_aliases (id INTEGER PRIMARY KEY, cluster_id INTEGER NOT NULL)",
    "CREATE INDEX cluster_aliases_by_target ON cluster_aliases(cluster_id)",
    "CREATE TABLE ledgers (cluster_id INTEGER PRIMARY KEY, ledger TEXT NOT NULL, inputs TEXT NOT NULL)",
    """CREATE TABLE revisions (
        cluster_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        summary TEXT NOT NULL,
        works TEXT NOT NULL,
        PRIMARY KEY (cluster_id, number)
    )""",
)

MARKS = (
    """CREATE TABLE rules (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        want TEXT NOT NULL,
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        until TEXT,
        made TEXT NOT NULL,
        UNIQUE (want, field, value)
    )""",
    """CREATE TABLE corrections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL, -- together, apart
        a TEXT NOT NULL,
        b TEXT NOT NULL,
        made TEXT NOT NULL
    )""",
    # Marks on works that are not here yet: imported, or rebuilt from the journal before the feeds came back.
    """CREATE TABLE waiting (
        mark TEXT NOT NULL, -- read, star, hide
        key TEXT NOT NULL,
        at TEXT NOT NULL,
        batch INTEGER NOT NULL DEFAULT 0, -- one star is on several works: the first that comes takes it
        PRIMARY KEY (mark, key)
    ) WITHOUT ROWID""",
    """CREATE TABLE undo (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        session TEXT NOT NULL,
        words TEXT NOT NULL,
        steps TEXT NOT NULL,
        made TEXT NOT NULL
    )""",
)

FACTS = (
    "CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE sequences (name TEXT PRIMARY KEY, next INTEGER NOT NULL, stop INTEGER NOT NULL) WITHOUT ROWID",
)


@migrations()
def m001_library(db: Database) -> None:
    """The whole library."""
    for statement in (*FEEDS, *ENTRIES, *WORKS, *CLUSTERS, *MARKS, *FACTS):
        db.execute(statement)
    # Not the count of migrations but a number of its own: the screen compares it without sqlite-utils.
    db.execute("PRAGMA user_version = 1")
