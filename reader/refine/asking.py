"""One question put to a model until it is answered: ladder of forms, retries, breaker. Judges no answer."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import datetime

from reader.errors import ModelError
from reader.refine.budget import Budget
from reader.refine.gateway import Dialect, Gateway, Reply
from reader.refine.prompt import Prompt
from reader.settings import SummarySettings

RETRIES = 2
"""Further tries after a failure that may pass."""

FIRST_WAIT = 1.0
"""Seconds before the first retry; doubled for the next, with up to as much again at random."""

LONGEST_WAIT = 20.0
"""A server that asks for more is left alone until then; the cluster keeps its extract."""

PASSING = (0, 408, 409, 425, 429, 500, 502, 503, 504)
"""Statuses worth another try; 0 is no answer at all."""

SCHEMA_REFUSED = (400, 404, 415, 422, 501)
"""What servers say to a form of answer they do not know."""

LADDER = (Dialect.SCHEMA, Dialect.OBJECT, Dialect.PLAIN)


class Asker:
    """Asks within the budget. Holds the budget's latest state; whoever made it keeps that."""

    def __init__(
        self,
        gateway: Gateway,
        settings: SummarySettings,
        budget: Budget,
        *,
        now: Callable[[], datetime],
        rng: random.Random,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.gateway, self.budget, self.rng, self.now = gateway, budget, rng, now
        self._settings, self._pause = settings, pause

    def deadline(self) -> float:
        """Return the event loop's time at which all questions about a cluster that is begun now must be over."""
        return asyncio.get_running_loop().time() + self.gateway.patience.total_seconds()

    async def ask(self, prompt: Prompt, until: float) -> Reply:
        """Return the answer.

        Args:
            prompt: The question.
            until: The cluster's `deadline`: tries and waits together end there.

        Raises:
            ModelError: The budget forbids it, every try failed, or the time is over.
        """
        for attempt in range(RETRIES + 1):
            refusal = self.budget.refusal(self.now(), self._settings)
            if refusal:
                raise ModelError(refusal)
            self._load()
            try:
                reply = await self._climb_down(prompt, until)
            except ModelError as error:
                self.budget = self.budget.failed(self.now(), self._rest(error))
                wait = max(error.retry_after, FIRST_WAIT * 2**attempt * (1 + self.rng.random()))
                late = asyncio.get_running_loop().time() + wait >= until
                if late or attempt == RETRIES or error.status not in PASSING or self.budget.rests_until:
                    raise
                await self._pause(wait)
            else:
                self.budget = self.budget.answered(self.now(), reply.tokens_in + reply.tokens_out)
                return reply
        raise AssertionError("the last attempt returns or raises")

    def _load(self) -> None:
        """Make the gateway ready; what is not installed does not come by waiting, so there is no second try."""
        try:
            self.gateway.load()
        except ModelError:
            self.budget = self.budget.failed(self.now())
            raise

    def _rest(self, error: ModelError) -> float:
        return error.retry_after if error.retry_after > LONGEST_WAIT else 0.0

    async def _climb_down(self, prompt: Prompt, until: float) -> Reply:
        """Ask in the strictest form the endpoint takes, and remember a looser one that it needed."""
        endpoint = f"{self.gateway.endpoint} {self.gateway.model}"
        start = LADDER.index(Dialect(self.budget.dialects.get(endpoint, Dialect.SCHEMA)))
        for dialect in LADDER[start:]:
            self.budget = self.budget.asking(self.now())
            try:
                reply = await self.gateway.ask(prompt, dialect, until)
            except ModelError as error:
                if error.status in SCHEMA_REFUSED and dialect is not Dialect.PLAIN:
                    continue
                raise
            self.budget = self.budget.speaking(endpoint, dialect)
            return reply
        raise AssertionError("the plain form returns or raises")
