"""Stories by meaning: after those by words, as far as the model answers, and later where it did not."""

import json
import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reader.engine.group import SOON
from reader.engine.notes import UNREFINED
from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.events import ClustersChanged, Event
from reader.settings import ClusterSettings, Settings
from reader.store.write import Library
from tests.farm import FakeWeb, document, now, stories

NAMES = ("ada", "bob")
DIMENSIONS = 8


class Model:
    """An embedding model on loopback: a direction for each text, the same one each time. It may refuse."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.refuses = False
        model = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                self.send_response(503 if model.refuses else 200)
                self.end_headers()
                self.wfile.write(json.dumps({"data": model.rows(asked["input"])}).encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
                pass

        # In a thread of its own: the engine waits for its model and hears nothing else.
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        base = f"http://127.0.0.1:{self._server.server_port}"
        self.settings = Settings(cluster=ClusterSettings(embedder="api", api_base=base, api_model="eight"))

    def rows(self, texts: list[str]) -> list[dict[str, object]]:
        self.texts += texts
        return [
            {"index": place, "embedding": random.Random(text).choices((-1.0, 1.0), k=DIMENSIONS)}
            for place, text in enumerate(texts)
        ]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def model() -> Iterator[Model]:
    made = Model()
    yield made
    made.close()


async def refreshed(path: Path, model: Model, entries: int = 4) -> list[tuple[Event, int]]:
    """Refresh two feeds; return each event with how many texts the model had seen when it was told."""
    web, told = FakeWeb(), list[tuple[Event, int]]()
    feeds = [web.serve(f"https://{name}.example/feed", document(name, entries, now=now())) for name in NAMES]
    with Library.open(path) as library:
        library.add_feeds(feeds)
        options = Options(settings=model.settings, source=lambda: web, rng=random.Random(1))
        await refresh(library, options, lambda event: told.append((event, len(model.texts))))
    return told


def vectors(path: Path) -> dict[str, int]:
    """Return how many works have a vector of each model; "" for none."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT model, COUNT(*) FROM memories GROUP BY model").fetchall())


def waiting(path: Path) -> str:
    with Library.open(path) as library:
        return library.noted(UNREFINED)


def seen_when_shown(told: list[tuple[Event, int]]) -> int:
    """Return how many texts the model had seen when stories were shown first."""
    return next(seen for event, seen in told if isinstance(event, ClustersChanged))


async def test_a_few_works_are_read_by_meaning_before_their_stories_are_shown(tmp_path: Path, model: Model) -> None:
    path = tmp_path / "library.db"
    told = await refreshed(path, model)
    assert seen_when_shown(told) == 8
    assert vectors(path) == {"api:eight": 8}
    assert waiting(path) == ""


async def test_many_works_are_shown_by_their_words_first(tmp_path: Path, model: Model) -> None:
    path, each = tmp_path / "library.db", SOON // len(NAMES) + 1
    told = await refreshed(path, model, each)
    assert seen_when_shown(told) == 0
    assert vectors(path) == {"api:eight": each * len(NAMES)}
    assert waiting(path) == ""


async def test_a_model_that_does_not_answer_leaves_what_words_have_said_and_is_asked_again(
    tmp_path: Path, model: Model
) -> None:
    path = tmp_path / "library.db"
    model.refuses = True
    await refreshed(path, model)
    assert vectors(path) == {"": 8}
    assert waiting(path) == "8"
    assert {len(story) for story in stories(path)} == {2}
    model.refuses = False
    await refreshed(path, model)
    assert vectors(path) == {"api:eight": 8}
    assert waiting(path) == ""
