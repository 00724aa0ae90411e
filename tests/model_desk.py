"""A story, and a desk from which a model server on loopback is asked about it. For tests."""

import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from reader.model.cluster import Cluster, Kind
from reader.model.feed import Feed
from reader.model.summary import Author, Sentence, Summary
from reader.model.work import Appearance, Entry, Work
from reader.refine.asking import Asker
from reader.refine.budget import Budget
from reader.refine.gateway import LlmGateway
from reader.refine.writer import refine
from reader.settings import SummarySettings
from tests.model_server import ModelServer, Turn, answer

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
FIRST = (
    "Orvane Labs released Lumen-14, a translation model with 14 billion parameters, on Tuesday. "
    "The model covers 46 languages and scores 38.2 BLEU. Mara Eldin thanked Tomas Rehl for the data."
)
SECOND = (
    "The Halden Institute tested Lumen-14 on 12 languages that no public test covers. "
    "It found that the model drops every ninth sentence. The institute will publish its test in June."
)
GOOD = answer(
    ("Orvane Labs released Lumen-14, a translation model with 14 billion parameters, on Tuesday.", [1]),
    ("The Halden Institute tested Lumen-14 on 12 languages that no public test covers.", [2]),
    ("The institute will publish its test in June.", [2]),
    headline="Orvane Labs releases Lumen-14, a translation model",
)


def work(number: int, title: str, text: str, *, private: bool = False) -> Work:
    feed = Feed(id=number, url=f"https://feed{number}.example/", private=private)
    entry = Entry(id=number * 10, key=str(number), title=title, excerpt=text, language="en", first_seen=NOW)
    return Work(id=number, key=str(number), appearances=(Appearance(entry=entry, feed=feed),))


def cluster(*works: Work) -> Cluster:
    some = works or (
        work(1, "Orvane Labs releases translation model Lumen-14", FIRST),
        work(2, "Institute tests Lumen-14", SECOND),
    )
    return Cluster(id=7, kind=Kind.STORY, works=some)


def extract_of(one: Cluster) -> Summary:
    first = one.works[0]
    return Summary(headline=first.title, sentences=(Sentence(text=first.text, works=(first.id,)),), language="en")


class Patience:
    """Waits for nobody and remembers for how long it was asked to."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


class Desk:
    """One model server and what is needed to ask it."""

    def __init__(self, server: ModelServer, **changes: object) -> None:
        base = SummarySettings(model="fake-model", api_base=server.base, timeout=timedelta(seconds=30))
        self.settings = replace(base, **changes)  # type: ignore[arg-type]  # fields by name, checked by the dataclass
        self.patience = Patience()
        self.gateway = LlmGateway(self.settings)
        self.asker = Asker(
            self.gateway, self.settings, Budget.from_json(None),
            now=lambda: NOW, rng=random.Random(5), pause=self.patience,
        )  # fmt: skip

    async def write(self, one: Cluster | None = None) -> Summary:
        one = one or cluster()
        return await refine(one, extract_of(one), self.asker, self.settings)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.close()


Check = Callable[[Desk, ModelServer, Summary], Awaitable[None] | None]


async def played(turns: Sequence[Turn], check: Check, about: Cluster | None = None, **settings: object) -> None:
    async with ModelServer(turns) as server, Desk(server, **settings) as desk:
        written = await desk.write(about)
        outcome = check(desk, server, written)
        if outcome:
            await outcome


def is_extract(summary: Summary) -> bool:
    return summary.summary_by.author is Author.EXTRACT and summary.sentences[0].text == FIRST
