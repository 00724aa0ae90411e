"""The one door to language models: the `llm` library. Knows how to ask; knows nothing of clusters or truth."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from reader.errors import ModelError
from reader.fetch.headers import retry_at
from reader.record import record
from reader.refine.prompt import Prompt
from reader.settings import SummarySettings
from reader.text.clean import clean
from reader.urls import host_of

LOCAL = ("localhost", "127.0.0.1", "::1")
LOCAL_PATIENCE = 3
"""A server on this machine gets this many times the time: it computes on our own cores."""

TOKENS_A_WORD = 8
"""Tokens allowed for each word of a summary: 1.5 of English or 4 of Chinese are usual; headline, impact, citations and
JSON double that."""

THINKING = 2048
"""Tokens allowed beside the answer, for a model that thinks aloud first. One that rambles ends here, and the server is
free again: at 25 tokens a second, which two cores give a small model, within two minutes."""

LONGEST_REST = timedelta(days=1)
"""The most of what a server asks to wait that is heeded: one that names a year would never be asked again."""

CHARACTERS_A_TOKEN = 3
"""For servers that count no tokens, whose texts would otherwise cost the day's budget nothing: English has about 4
characters a token, Chinese 1.5."""


class Dialect(StrEnum):
    """How strictly an endpoint can be held to the answer's form; tried from the top, remembered per endpoint."""

    SCHEMA = "json_schema"
    OBJECT = "json_object"
    PLAIN = "plain"


@record
class Reply:
    """What came back."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0


class Gateway(Protocol):
    """Someone to ask."""

    @property
    def model(self) -> str:
        """Model id as configured."""

    @property
    def endpoint(self) -> str:
        """Host the text is sent to, or the provider's name."""

    @property
    def patience(self) -> timedelta:
        """Time that all questions about one cluster may take together."""

    def load(self) -> None:
        """Make ready to ask; sends nothing.

        Raises:
            ModelError: The library or the model is not there.
        """

    async def ask(self, prompt: Prompt, dialect: Dialect, until: float) -> Reply:
        """Return the answer of a model that is loaded.

        Args:
            prompt: The question.
            dialect: How strictly the answer's form is asked for.
            until: The event loop's time at which waiting ends.

        Raises:
            ModelError: None came, or not in time; carries the status and the wait that the server asks for.
        """

    async def close(self) -> None:
        """Give back what asking took."""


def _told(error: Exception) -> ModelError:
    """Turn a provider's exception into ours; its text may quote the key, so only its kind and status are told."""
    status = getattr(error, "status_code", 0)
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    now = datetime.now(UTC)
    until = retry_at(headers.get("retry-after", ""), now) or now
    wait = min(until - now, LONGEST_REST).total_seconds()
    if isinstance(status, int) and status:
        return ModelError("the model answered with HTTP {code}", status=status, retry_after=wait, code=f"{status}")
    return ModelError("the model could not be reached ({kind})", retry_after=wait, kind=type(error).__name__)


def _tokens(text: str) -> int:
    return 1 + len(text) // CHARACTERS_A_TOKEN


def _counted(create: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return the question with usage in every answer: `llm` takes it for granted, and some servers do not count."""

    async def counted(**given: Any) -> Any:
        answer = await create(**given)
        if answer.usage is None:
            from openai.types import CompletionUsage

            answer.usage = CompletionUsage(prompt_tokens=0, completion_tokens=0, total_tokens=0)
        return answer

    return counted


class LlmGateway:
    """A model of the `llm` library, or any OpenAI-compatible server by its address."""

    def __init__(self, settings: SummarySettings) -> None:
        self._settings = settings
        self._model: Any = None
        self._client: Any = None

    @property
    def model(self) -> str:
        """Model id as configured."""
        return self._settings.model

    @property
    def endpoint(self) -> str:
        """Host of `api_base`, else the model's provider as `llm` names it."""
        if self._settings.api_base:
            return host_of(self._settings.api_base)
        return self.model.partition("/")[0]

    @property
    def patience(self) -> timedelta:
        """Time that all questions about one cluster may take together."""
        return self._settings.timeout * (LOCAL_PATIENCE if self.endpoint in LOCAL else 1)

    def _server(self) -> Any:
        from llm.default_plugins.openai_models import AsyncChat

        secret, gateway = os.environ.get(self._settings.api_key_env, ""), self

        class Server(AsyncChat):
            """An OpenAI-compatible server by its address; retries are ours to count."""

            needs_key = None  # type: ignore[assignment]  # how llm says that no key of its own is wanted

            def get_client(self, key: str | None, *, async_: bool = False) -> Any:
                if gateway._client is None:
                    client = super().get_client(key, async_=async_)  # type: ignore[no-untyped-call]
                    gateway._client = client.with_options(max_retries=0, **({"api_key": secret} if secret else {}))
                    completions = gateway._client.chat.completions
                    completions.create = _counted(completions.create)
                return gateway._client

        return Server(  # type: ignore[no-untyped-call]
            self.model, model_name=self.model, api_base=self._settings.api_base, supports_schema=True, can_stream=False
        )

    def load(self) -> None:
        """Load the library and the model, once; see `Gateway.load`."""
        if self._model is not None:
            return
        try:
            # 0.3 to 2.4 s with plugins: only the engine's process comes here, and only when a model is configured.
            import llm
        except ImportError as error:
            raise ModelError(
                "a model is configured but the extra is missing: {command}",
                command="pip install '.[llm]'",
            ) from error
        try:
            self._model = self._server() if self._settings.api_base else llm.get_async_model(self.model)
        except Exception as error:  # plugins raise what they like: UnknownModelError, ImportError, their own
            raise ModelError(
                "the model “{model}” could not be loaded ({kind})",
                model=clean(self.model, 80),
                kind=type(error).__name__,
            ) from error

    async def ask(self, prompt: Prompt, dialect: Dialect, until: float) -> Reply:
        """Return the answer; see `Gateway.ask`."""
        begun = time.monotonic()
        try:
            async with asyncio.timeout_at(until):
                return await self._answer(prompt, dialect, begun)
        except TimeoutError as error:
            seconds = f"{self.patience.total_seconds():.0f}"
            raise ModelError("the model did not answer within {seconds} s", seconds=seconds) from error
        except Exception as error:  # providers' exceptions leak through llm unwrapped; this is their one door
            raise _told(error) from error

    async def close(self) -> None:
        """Close the connections of a server by its address."""
        if self._client is not None:
            await self._client.close()

    async def _answer(self, prompt: Prompt, dialect: Dialect, begun: float) -> Reply:
        form: dict[str, Any] = {}
        if dialect is Dialect.SCHEMA:
            form["schema"] = dict(prompt.schema)
        elif dialect is Dialect.OBJECT and self._settings.api_base:
            form["json_object"] = True
        # The plain form holds nothing that a server could refuse; plugins have bounds of their own, by other names.
        if dialect is not Dialect.PLAIN and self._settings.api_base:
            form["max_tokens"] = THINKING + TOKENS_A_WORD * self._settings.max_words
        response = self._model.prompt(prompt.user, system=prompt.system, stream=False, **form)
        text = await response.text()
        usage = await response.usage()
        return Reply(
            text=text,
            tokens_in=usage.input or _tokens(prompt.system + prompt.user),
            tokens_out=usage.output or _tokens(text),
            seconds=time.monotonic() - begun,
        )
