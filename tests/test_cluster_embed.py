"""Embedders: absent with a reason, failing with a sentence, never mixed; the shipped one knows languages."""

import json
import random
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from reader.cluster.embed import ApiModel, ShippedModel, load, why_absent
from reader.cluster.space import Space, group_of, means, projected
from reader.errors import ModelError
from reader.settings import ClusterSettings
from tests.cluster_cases import Shelf, telling, work

API = ClusterSettings(embedder="api", api_base="http://127.0.0.1:9/v1/", api_model="small")


class Answers:
    """A transport that remembers what it was sent and answers as told."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.sent: list[tuple[str, dict[str, object]]] = []

    def __call__(self, url: str, body: bytes) -> bytes:
        self.sent.append((url, json.loads(body)))
        if isinstance(self.answer, OSError):
            raise self.answer
        return json.dumps(self.answer).encode()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (ClusterSettings(embedder="none"), "Switched off"),
        (ClusterSettings(embedder="api"), "api_base and api_model"),
        (ClusterSettings(embedder="api", api_base="http://x"), "needs api_model"),
    ],
)
def test_an_absent_embedder_says_why(settings: ClusterSettings, said: str) -> None:
    assert load(settings) is None
    assert said in why_absent(settings)


def test_the_shipped_model_is_there_by_default() -> None:
    assert why_absent(ClusterSettings()) == ""
    assert isinstance(load(ClusterSettings()), ShippedModel)


def test_the_api_is_asked_at_its_address_and_rows_come_back_in_order() -> None:
    rows = [{"index": 1, "embedding": [0.0, 1.0]}, {"index": 0, "embedding": [1.0, 0.0]}]
    answers = Answers({"data": rows})
    model = ApiModel(API, answers)
    assert model.embed(["a", "b"]).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert answers.sent == [("http://127.0.0.1:9/v1/embeddings", {"model": "small", "input": ["a", "b"]})]
    assert model.name == "api:small"


@pytest.mark.parametrize(
    "answer", [OSError("refused"), {}, {"data": [{"index": 0}]}, {"data": []}, {"data": [{"index": 0, "embedding": 1}]}]
)
def test_a_useless_answer_is_a_model_error_with_the_address(answer: object) -> None:
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9"):
        ApiModel(API, Answers(answer)).embed(["a"])


class Broken:
    """An embedder that never answers."""

    name = "broken"
    dimensions = 2

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise ModelError("no")


def test_a_failing_embedder_leaves_what_the_terms_placed() -> None:
    shelf = Shelf(embedder=Broken())
    with pytest.raises(ModelError):
        shelf.add([work(1, "Kestrel opens its weights today"), work(2, "Kestrel opens its weights now")])
    assert shelf.story(1) == shelf.story(2)


def test_texts_on_one_event_are_nearer_than_others_across_languages() -> None:
    texts = [
        ("en", "Earthquake of magnitude 6 hits northern Japan"),
        ("zh", "日本北部发生6级地震"),
        ("de", "Gesetz zur künstlichen Intelligenz verabschiedet"),
    ]
    plain = projected(ShippedModel.name, ShippedModel().embed([text for _, text in texts]))
    space = Space()
    quake, quake_zh, law = (
        space.centred(ShippedModel.name, group_of(language, ""), row)
        for (language, _), row in zip(texts, plain, strict=True)
    )
    assert float(quake @ quake_zh) > 0.5
    assert float(quake @ law) < 0.2
    assert float(np.linalg.norm(quake)) == pytest.approx(1, abs=0.01)


def test_the_mean_of_a_language_moves_with_its_texts_and_back() -> None:
    space, rng = Space(), np.random.default_rng(1)
    rows = rng.normal(size=(30, 8)).astype(np.float32) + 5
    for row in rows:
        space.enter("m", "en", row)
    near = space.centred("m", "en", rows[0])
    assert abs(float(near.mean())) < abs(float((rows[0] / np.linalg.norm(rows[0])).mean()))
    for row in rows:
        space.leave("m", "en", row)
    alone = space.centred("m", "en", rows[0])
    assert np.allclose(alone, rows[0] / np.linalg.norm(rows[0]), atol=1e-3)


def test_means_ship_for_the_shipped_model_alone() -> None:
    assert {"en", "de", "zh", ""} <= set(means(ShippedModel.name))
    assert means("api:small") == {}


def test_vectors_make_one_story_of_two_languages() -> None:
    shelf = Shelf(embedder=ShippedModel())
    shelf.add(
        [
            work(1, "Earthquake of magnitude 6.1 hits northern Japan", "No tsunami warning was issued on Monday."),
            work(2, "日本北部发生6.1级地震", "周一当局没有发布海啸警报。", language="zh"),
            telling(3, 1, random.Random(1)),
        ]
    )
    assert shelf.story(1) == shelf.story(2) != shelf.story(3)
