"""Refreshes with a model configured: a process of its own, feeds and a model on loopback."""

import ast
import asyncio
import inspect
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reader.engine.notes import MODEL
from reader.engine.options import Options
from reader.engine.refresh import refresh
from reader.events import Event, Finished
from reader.model.summary import Author
from reader.refine import answer as answering
from reader.refine import gate, gateway, vetting
from reader.refine.budget import REFUSALS
from reader.refine.writer import ANSWERS
from reader.settings import ClusterSettings, Settings, SummarySettings
from reader.store.read import Reader
from reader.store.write import Library
from reader.ui.render.provenance import NOTES, REASONS
from tests.commandline import asked
from tests.farm import FakeWeb
from tests.loopback import Loopback
from tests.loopback import answer as served
from tests.model_server import ModelServer, Turn, answer

pytest.importorskip("llm", reason="the extra [llm] is not installed")

TITLE = "Orvane Labs releases translation model Lumen-14"
FIRST = (
    "Orvane Labs released Lumen-14, a translation model with 14 billion parameters, on Tuesday. "
    "The model covers 46 languages and scores 38.2 BLEU. Mara Eldin thanked Tomas Rehl for the data."
)
SECOND = (
    "Orvane Labs released Lumen-14, a translation model with 14 billion parameters, and will sell hosting. "
    "The model covers 46 languages, the company said. It will publish the training code in June."
)
THIRD = (
    "Orvane Labs released Lumen-14, a translation model with 14 billion parameters, under a free licence. "
    "The Halden Institute will test the model on 12 languages."
)
SECRET = (
    "Kestrion pays Orvane Labs for Lumen-14, a translation model with 14 billion parameters, an internal memo says."
)


def feed(name: str, *items: tuple[str, str]) -> bytes:
    listed = "".join(
        f"<item><title>{title}</title><link>https://{name}.example/{number}</link><guid>{name}-{number}</guid>"
        f"<description>{text}</description></item>"
        for number, (title, text) in enumerate(items)
    )
    return f"<rss version='2.0'><channel><title>{name}</title>{listed}</channel></rss>".encode()


def echo(body: dict[str, Any]) -> Turn:
    """Answer with the first sentence of the first source that the request holds, and the last of each."""
    found = re.findall(r'<source-\w+ id="(\d+)">\n(.*?)\n</source', body["messages"][-1]["content"], re.DOTALL)
    first = found[0][1].split("\n")[1]
    last = [(text.split("\n")[-1], [int(number)]) for number, text in found]
    return Turn(content=answer((first, [1]), *last, headline=TITLE))


def inventing(body: dict[str, Any]) -> Turn:
    said = json.loads(echo(body).content)
    said["sentences"] = [*said["sentences"][-4:], {"text": "The model covers 460 languages.", "sources": [1]}]
    return Turn(content=json.dumps(said))


class Desk:
    """A library whose feeds and model are on loopback."""

    def __init__(self, folder: Path, web: Loopback, model: str) -> None:
        self.folder, self.web = folder, web
        self.config(f'model = "fake"\napi_base = "{model}"\n')

    def config(self, summary: str) -> None:
        """Write the configuration; a text may be written again at once."""
        text = f'[cluster]\nembedder = "none"\n[summary]\ndebounce = "0s"\ntimeout = "20s"\n{summary}'
        (self.folder / "config.toml").write_text(text)

    async def run(self, *words: str) -> str:
        place = ("--db", str(self.folder / "library.db"), "--config", str(self.folder / "config.toml"))
        done = await asked(*place, *words)
        assert (done.status, done.error) == (0, ""), done
        return done.out

    async def subscribe(self, name: str, *options: str) -> None:
        await self.run("add", f"{self.web.base}/{name}", "--publisher", f"{name}.example", *options)

    async def refresh(self) -> list[dict[str, Any]]:
        told = await self.run("refresh", "--events", "--force")
        return [json.loads(line) for line in told.splitlines()]

    async def story(self) -> dict[str, Any]:
        """Return the story with the most works."""
        rows = json.loads(await self.run("list", "--json"))
        top = max(rows, key=lambda row: row["works"])
        story: dict[str, Any] = json.loads(await self.run("show", str(top["id"]), "--json"))
        return story

    async def open(self, *names: str) -> None:
        """Serve two feeds on one event and subscribe to them."""
        self.web.serve("/ada", served(body=feed("ada", (TITLE, FIRST)), content_type="application/rss+xml"))
        self.web.serve(
            "/bob",
            served(body=feed("bob", (f"{TITLE} for hosting", SECOND)), content_type="application/rss+xml"),
        )
        for name in names or ("ada", "bob"):
            await self.subscribe(name)

    def serve(self, name: str, *items: tuple[str, str]) -> None:
        self.web.serve(f"/{name}", served(body=feed(name, *items), content_type="application/rss+xml"))


def sentences(story: dict[str, Any]) -> str:
    return " ".join(sentence["text"] for sentence in story["summary"]["sentences"])


def prompts(server: ModelServer) -> Sequence[str]:
    return [request["messages"][-1]["content"] for request in server.requests]


async def test_a_good_answer_is_shown_with_who_wrote_it_and_an_unchanged_story_is_not_asked_about_again(
    tmp_path: Path,
) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, server.base)
        await desk.open()
        assert server.requests == []
        told = await desk.refresh()
        story = await desk.story()
        by = story["summary"]["summary_by"]
        assert (by["author"], by["model"], by["endpoint"], by["note"]) == ("model", "fake", "127.0.0.1", "")
        assert len(by["inputs"]) == 2
        assert by["checked"] == by["written"] == len(story["summary"]["sentences"])
        assert story["provenance"].startswith("AI summary · fake · ")
        assert "from 2 sources" in story["provenance"]
        assert [e["done"] for e in told if e.get("stage") == "refining"] == [1]
        assert [e["event"] for e in told[-2:]] == ["clusters-changed", "finished"]
        times = len(server.requests)
        await desk.refresh()
        assert len(server.requests) == times
        assert await desk.story() == story | {key: (await desk.story())[key] for key in ("ledger", "score", "ranked")}


async def test_an_invented_number_is_gone_and_the_record_says_why(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(inventing) as server:
        desk = Desk(tmp_path, web, server.base)
        await desk.open()
        await desk.refresh()
        story = await desk.story()
        assert story["summary"]["summary_by"]["author"] == "model"
        assert "460" not in sentences(story)
        (dropped,) = story["summary"]["summary_by"]["dropped"]
        assert dropped["why"] == "the number 460 is in none of its sources"
        shown = await desk.run("show", str(story["id"]))
        assert "Left out by the source check: “The model covers 460 languages.”" in shown


async def test_without_the_model_the_extract_stands_and_says_so_until_the_model_answers(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, "http://127.0.0.1:9/v1")
        await desk.open()
        await desk.refresh()
        story = await desk.story()
        by = story["summary"]["summary_by"]
        assert (by["author"], by["asked"]) == ("extract", "")
        assert by["note"].startswith("model not reachable")
        assert "Extracts (model not reachable)" in story["provenance"]
        assert "not reachable" in await desk.run("doctor")
        with Reader(tmp_path / "library.db") as reader:
            rests = json.loads(reader.noted(MODEL))
        assert rests["failures"] == 3
        desk.config(f'model = "fake"\napi_base = "{server.base}"\n')
        await desk.refresh()
        assert server.requests == [], "the breaker holds over processes"
        assert (await desk.story())["summary"]["summary_by"]["note"] == by["note"], "what was sent where stays told"
        assert by["endpoint"] == "127.0.0.1"


async def test_a_failed_source_check_is_told_and_not_paid_for_twice(tmp_path: Path) -> None:
    foreign = answer(("Velmora bought Kestrion for 9 million crowns.", [1]), ("Rain is expected in Sarno.", [2]))
    async with Loopback() as web, ModelServer([Turn(content=foreign)]) as server:
        desk = Desk(tmp_path, web, server.base)
        await desk.open()
        await desk.refresh()
        story = await desk.story()
        assert story["provenance"].startswith("Extracts (the model's text failed the source check) · ")
        assert story["summary"]["summary_by"]["endpoint"] == "127.0.0.1", "something was sent all the same"
        assert story["summary"]["summary_by"]["tokens_in"] == 1800
        assert len(server.requests) == 2
        await desk.refresh()
        assert len(server.requests) == 2


async def test_a_new_work_leaves_the_models_text_until_the_model_writes_again(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, server.base)
        await desk.open()
        await desk.refresh()
        before = await desk.story()
        desk.serve("cy", (f"{TITLE} under a free licence", THIRD))
        await desk.subscribe("cy")
        story = await desk.story()
        assert (len(story["sources"]), story["stale"]) == (3, 1)
        assert sentences(story) == sentences(before)
        assert "written from 2 of 3 sources (1 newer)" in story["provenance"]
        assert "0 texts to write" in await desk.run("doctor")
        await desk.refresh()
        story = await desk.story()
        assert story["stale"] == 0
        assert "Halden Institute" in sentences(story)
        assert "from 3 sources" in story["provenance"]
        with Reader(tmp_path / "library.db") as reader:
            assert [len(revision.works) for revision in reader.revisions(story["id"])][-2:] == [2, 3]


async def test_a_models_text_stays_while_the_model_is_away_and_goes_when_none_is_configured(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, server.base)
        await desk.open()
        await desk.refresh()
        desk.config('model = "fake"\napi_base = "http://127.0.0.1:9/v1"\n')
        desk.serve("cy", (f"{TITLE} under a free licence", THIRD))
        await desk.subscribe("cy")
        await desk.refresh()
        story = await desk.story()
        assert story["summary"]["summary_by"]["author"] == "model"
        assert "written from 2 of 3 sources (1 newer)" in story["provenance"]
        desk.config("")
        await desk.refresh()
        story = await desk.story()
        assert story["provenance"].startswith("Extracts from the sources, no AI")
        assert story["stale"] == 0


async def test_what_a_private_feed_says_never_leaves_the_machine(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, server.base)
        await desk.open()
        desk.serve("memo", (f"{TITLE} with Kestrion", SECRET), ("Kestrion memo", "Nobody may know of it. " * 12))
        await desk.subscribe("memo", "--private")
        await desk.refresh()
        assert prompts(server)
        assert not any("Kestrion" in text or "Nobody may know" in text for text in prompts(server))
        story = await desk.story()
        assert (len(story["sources"]), len(story["summary"]["summary_by"]["inputs"])) == (3, 2)
        assert "from 2 of 3 sources" in story["provenance"]
        times = len(server.requests)
        desk.serve("memo", (f"{TITLE} with Kestrion", SECRET), (f"{TITLE} and Kestrion", SECRET + " So it does."))
        await desk.refresh()
        assert len(server.requests) == times, "nothing else would be asked"


async def test_requests_beyond_the_minutes_budget_wait_for_a_later_refresh(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, server.base)
        desk.config(f'model = "fake"\napi_base = "{server.base}"\nrequests_per_minute = 1\n')
        other = "The harbour of Sarno closes for two years, its council decided. " + "Ferries move to Velm by May. " * 8
        desk.serve("ada", (TITLE, FIRST + " " + SECOND), ("Sarno closes its harbour", other))
        await desk.subscribe("ada")
        await desk.refresh()
        await desk.refresh()
        assert len(server.requests) == 1
        with Reader(tmp_path / "library.db") as reader:
            assert len(json.loads(reader.noted(MODEL))["asked"]) == 1


async def test_a_stop_does_not_wait_for_the_model_and_what_came_is_kept(tmp_path: Path) -> None:
    stop = asyncio.Event()

    def hanging(_: dict[str, Any]) -> Turn:
        stop.set()
        return Turn(hang=True)

    web = FakeWeb()
    async with ModelServer(hanging) as server:
        summary = SummarySettings(model="fake", api_base=server.base, timeout=timedelta(minutes=10))
        settings = Settings(summary=summary, cluster=ClusterSettings(embedder="none"))
        told: list[Event] = []
        with Library.open(tmp_path / "library.db") as library:
            library.add_feeds([web.serve("https://ada.example/feed", feed("ada", (TITLE, FIRST + " " + SECOND)))])
            await refresh(library, Options(settings=settings, source=lambda: web, stop=stop), told.append)
            (text,) = library.texts(library.top(10)).values()
            assert len(json.loads(library.noted(MODEL))["asked"]) == 1
        assert isinstance(told[-1], Finished)
        assert told[-1].stopped
        assert (text.summary_by.author, text.summary_by.note) == (Author.EXTRACT, "")


async def test_without_a_model_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    async with Loopback() as web, ModelServer(echo) as server:
        desk = Desk(tmp_path, web, server.base)
        desk.config("")
        await desk.open()
        done = await asked(
            "--db", str(tmp_path / "library.db"), "--config", str(tmp_path / "config.toml"), "refresh", "--force",
            env={"PYTHONVERBOSE": "1"},
        )  # fmt: skip
        assert "import 'reader.engine.refresh'" in done.error
        assert "reader.refine" not in done.error
        assert "import 'llm'" not in done.error
        assert server.requests == []


def test_the_screen_has_words_for_every_reason() -> None:
    assert {*REFUSALS, *ANSWERS} == NOTES.keys()


def said_by(module: ModuleType) -> set[str]:
    """Return the sentences that stand in a module's code: words in small letters, no docstrings."""
    tree = ast.parse(inspect.getsource(module))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    docs = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    texts = {node.value for node in found if isinstance(node.value, str) and node not in docs}
    return {text for text in texts if re.fullmatch(r"[a-z][\w ,:'“”{}()]+", text) and " " in text}


def test_the_screen_has_words_for_every_detail() -> None:
    """Both ways: none is missing, none is left over."""
    details = set().union(*map(said_by, (gate, vetting, answering, gateway)))
    assert details == set(REASONS)
