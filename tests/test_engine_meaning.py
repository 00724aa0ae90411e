"""Stories by meaning: after those by words, as far as the model answers, and later where it did not."""

import asyncio
import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

from reader.engine.group import SOON
from reader.engine.notes import UNREFINED
from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.events import ClustersChanged, Event
from reader.settings import ClusterSettings, Settings
from reader.store.write import Library
from tests.farm import FakeWeb, document, now, stories
from tests.loopback import Loopback, answer

NAMES = ("ada", "bob")
DIMENSIONS = 8


class Model:
    """An embedding model on loopback: a direction for each text, the same one each time. It may refuse."""

    def __init__(self, web: Loopback) -> None:
        self.texts: list[str] = []
        self.refuses = False
        self._web = web
        web.serve("/embeddings", self._answer)

    @property
    def settings(self) -> Settings:
        return Settings(cluster=ClusterSettings(embedder="api", api_base=self._web.base, api_model="eight"))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = int(self._web.requests[-1].headers["content-length"])
        texts = json.loads(await reader.readexactly(length))["input"]
        self.texts += texts
        rows = [
            {"index": place, "embedding": random.Random(text).choices((-1.0, 1.0), k=DIMENSIONS)}
            for place, text in enumerate(texts)
        ]
        writer.write(answer(503) if self.refuses else answer(body=json.dumps({"data": rows}).encode()))
        await writer.drain()


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


async def test_a_few_works_are_read_by_meaning_before_their_stories_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    async with Loopback() as web:
        told = await refreshed(path, Model(web))
    assert seen_when_shown(told) == 8
    assert vectors(path) == {"api:eight": 8}
    assert waiting(path) == ""


async def test_many_works_are_shown_by_their_words_first(tmp_path: Path) -> None:
    path, each = tmp_path / "library.db", SOON // len(NAMES) + 1
    async with Loopback() as web:
        told = await refreshed(path, Model(web), each)
    assert seen_when_shown(told) == 0
    assert vectors(path) == {"api:eight": each * len(NAMES)}
    assert waiting(path) == ""


async def test_a_model_that_does_not_answer_leaves_what_words_have_said_and_is_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    async with Loopback() as web:
        model = Model(web)
        model.refuses = True
        await refreshed(path, model)
        assert vectors(path) == {"": 8}
        assert waiting(path) == "8"
        by_words = stories(path)
        assert {len(story) for story in by_words} == {2}
        model.refuses = False
        await refreshed(path, model)
    assert vectors(path) == {"api:eight": 8}
    assert waiting(path) == ""
