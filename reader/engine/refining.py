"""The best-ranked clusters put before the user's model, one by one. Decides who is asked about, never what is true."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from reader.engine.notes import MODEL
from reader.engine.options import Options
from reader.events import ClustersChanged, Event, Stage
from reader.model.cluster import Cluster
from reader.model.summary import Author, Provenance, Summary
from reader.refine.asking import Asker
from reader.refine.budget import MINUTE_USED, Budget
from reader.refine.gateway import LlmGateway
from reader.refine.writer import ANSWERS, cache_key, open_works, refine
from reader.store.write import Library
from reader.summarise import summarise
from reader.text.tokens import words

MOST = 40
"""Clusters that are put before the model, best ranked first: what a list of several screens shows. Those below keep
their extracts; at 3,000 tokens each, these 40 already are more than half of a day's budget."""

LONGEST = timedelta(minutes=5)
"""Time that one refresh gives to the model: a slow one on this machine must not keep the feeds waiting."""

LEAST_WORDS = 40
"""Words of sources below which nothing can be condensed: two sentences are shorter as they are."""

TOLD_EVERY = 3
"""Texts after which whoever watches may read again."""


@dataclass(frozen=True, slots=True)
class _Question:
    cluster: Cluster
    key: str
    former: Summary


class Refining:
    """One round of questions to the model."""

    def __init__(self, library: Library, options: Options, tell: Callable[[Event], None]) -> None:
        self._library = library
        self._options = options
        self._tell = tell
        self._settings = options.settings.summary
        noted = library.noted(MODEL)
        self._asker = Asker(
            LlmGateway(self._settings),
            self._settings,
            Budget.from_json(json.loads(noted) if noted else None),
            now=options.clock,
            rng=options.rng,
        )

    async def run(self) -> None:
        """Ask until everything is written, the budget of the minute is used, the time is up or the user stops it."""
        try:
            changed = await self._ask_all(self._questions())
        finally:
            await self._asker.gateway.close()
        if changed:
            self._tell(ClustersChanged(clusters=changed))

    def _questions(self) -> list[_Question]:
        """Return what is to be asked: texts that wait, and those of the top that no model has written."""
        ids = list(dict.fromkeys([*self._library.top(MOST), *self._library.waiting(MOST)]))
        clusters = {cluster.id: cluster for cluster in self._library.clusters(ids)}
        former = self._library.texts(ids)
        found = (
            _Question(clusters[id_], cache_key(clusters[id_], self._settings), former[id_])
            for id_ in ids
            if id_ in clusters and id_ in former
        )
        return [question for question in found if self._is_due(question)][:MOST]

    def _is_due(self, question: _Question) -> bool:
        """Whether it was never answered in these words, nor another one of the cluster just now."""
        by = question.former.summary_by
        if by.asked == question.key:
            return False
        if by.asked and by.at and by.at > self._options.clock() - self._settings.debounce:
            return False
        return _is_worth_it(question.cluster)

    async def _ask_all(self, questions: list[_Question]) -> int:
        """Ask in order; returns how many texts are others now than what was last told of."""
        until = self._options.clock() + LONGEST
        changed = 0
        for number, question in enumerate(questions, start=1):
            now = self._options.clock()
            if now > until or self._asker.budget.refusal(now, self._settings) == MINUTE_USED:
                break
            answer = await self._unless_stopped(self._answer(question))
            if answer is None:
                break
            changed += self._keep(question, answer)
            self._tell(Stage(stage="refining", done=number, of=len(questions)))
            if changed == TOLD_EVERY:
                self._tell(ClustersChanged(clusters=changed))
                changed = 0
        return changed

    async def _answer(self, question: _Question) -> Summary:
        extract = summarise(question.cluster, now=self._options.clock(), settings=self._settings)
        return await refine(question.cluster, extract, self._asker, self._settings)

    async def _unless_stopped(self, asking: Coroutine[Any, Any, Summary]) -> Summary | None:
        """Return the answer; None if the user stopped the refresh first: a model may take minutes."""
        task, stop = asyncio.create_task(asking), asyncio.create_task(self._options.stop.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            task.cancel()
            stop.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)
            self._library.note(MODEL, json.dumps(self._asker.budget.to_json()))

    def _keep(self, question: _Question, answer: Summary) -> bool:
        """Store an answer, or the extract that stands in for it; returns whether that changed what is shown."""
        by = answer.summary_by
        answered = by.author is not Author.EXTRACT or by.note in ANSWERS
        if answered:
            answer = replace(answer, summary_by=replace(by, asked=question.key))
        elif question.former.summary_by.author is not Author.EXTRACT or _same(question.former.summary_by, by):
            # A model's older text stays until there is a newer one; the line under it says what it misses.
            return False
        return self._library.keep_answer(question.cluster.id, answer, self._options.clock())


def _same(former: Provenance, by: Provenance) -> bool:
    """Whether an extract stands in for the same reason as before, and need not be stored again.

    A record that says where something was sent is not written over by a later try that sent nothing.
    """
    return former.note == by.note and not former.asked and bool(former.endpoint or not by.endpoint)


def _is_worth_it(cluster: Cluster) -> bool:
    texts = {a.entry.excerpt for work in open_works(cluster) for a in work.appearances}
    private = not texts
    return private or sum(len(words(text)) for text in texts) >= LEAST_WORDS
