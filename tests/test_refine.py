"""A model's text over real HTTP on loopback: what reaches the summary, what does not, and what the record says."""

import json

import pytest

from reader.model.summary import Author, Summary
from tests.model_desk import FIRST, GOOD, NOW, Desk, cluster, is_extract, played, work
from tests.model_server import ModelServer, Turn, answer

pytest.importorskip("llm", reason="the extra [llm] is not installed")


async def test_a_good_answer_becomes_the_summary_with_its_record() -> None:
    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        record = written.summary_by
        assert written.headline == "Orvane Labs releases Lumen-14, a translation model"
        assert [s.works for s in written.sentences] == [(1,), (2,), (2,)]
        assert (written.covered, written.uncovered, written.of_works) == (2, (), 2)
        assert (record.author, record.model, record.endpoint) == (Author.MODEL, "fake-model", "127.0.0.1")
        assert (record.checked, record.written, record.inputs) == (3, 3, (10, 20))
        assert (record.tokens_in, record.tokens_out, record.at) == (900, 100, NOW)
        assert server.requests[0]["response_format"]["type"] == "json_schema"
        assert desk.asker.budget.tokens == 1000

    await played([Turn(content=GOOD)], check)


@pytest.mark.parametrize(
    "wrapped",
    [
        f"```json\n{GOOD}\n```",
        f"<think>The user wants {{}}.</think>\n{GOOD}",
        f'A first try: {{"sentences": []}}. No.</think>\n{GOOD}',
        f"Here you are: {GOOD} Anything else?",
    ],
    ids=["fenced", "thought", "thought by a server that opens the thought itself", "talked"],
)
async def test_a_wrapped_answer_is_read(wrapped: str) -> None:
    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert len(written.sentences) == 3

    await played([Turn(content=wrapped)], check)


@pytest.mark.parametrize("broken", [GOOD[:200], "", "I cannot help with that.", "[1, 2]", '{"sentences": 3}'])
async def test_a_broken_answer_is_asked_for_once_more_and_then_given_up(broken: str) -> None:
    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert is_extract(written)
        assert len(server.requests) == 2
        assert "What failed" in server.requests[1]["messages"][0]["content"]
        assert written.summary_by.note

    await played([Turn(content=broken)], check)


async def test_an_invented_number_does_not_reach_the_summary_and_the_record_says_why() -> None:
    text = answer(
        ("Orvane Labs released Lumen-14, a translation model with 14 billion parameters, on Tuesday.", [1]),
        ("The model covers 460 languages and scores 38.2 BLEU.", [1]),
        ("The institute will publish its test in June.", [2]),
        headline="Orvane Labs releases Lumen-14",
    )

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert [s.works for s in written.sentences] == [(1,), (2,)]
        assert not any("460" in s.text for s in written.sentences)
        (dropped,) = written.summary_by.dropped
        assert "460" in dropped.text
        assert str(dropped.why) == "the number 460 is in none of its sources"
        assert (written.summary_by.checked, written.summary_by.written) == (2, 3)

    await played([Turn(content=text)], check)


async def test_swapped_names_wrong_ids_and_over_citing_are_mended_or_dropped() -> None:
    text = answer(
        ("Tomas Rehl thanked Mara Eldin for the data.", [1]),
        ("The institute will publish its test in June.", [99, -1, 2]),
        ("The model covers 46 languages and scores 38.2 BLEU.", [2, 1]),
    )

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert [s.works for s in written.sentences] == [(2,), (1,)]
        assert [str(dropped.why) for dropped in written.summary_by.dropped] == ["its names have changed places"]

    await played([Turn(content=text)], check)


async def test_an_injected_headline_links_and_markup_are_refused() -> None:
    text = answer(
        ("Orvane Labs released Lumen-14, a translation model with 14 billion parameters, on Tuesday.", [1]),
        ("The institute will publish its test in June.", [2]),
        ("See https://evil.example/ for Lumen-14 by Orvane Labs.", [1]),
        ("[bold]The model covers 46 languages[/bold] and scores 38.2 BLEU.", [1]),
        headline="HACKED",
    )

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert written.headline == "Orvane Labs releases translation model Lumen-14"
        assert written.headline_by.author is Author.EXTRACT
        shown = " ".join(s.text for s in written.sentences)
        assert "evil" not in shown
        assert "[bold]" not in shown
        assert len(written.summary_by.dropped) == 3

    await played([Turn(content=text)], check)


async def test_control_characters_of_an_answer_are_gone() -> None:
    text = answer(
        ("Orvane Labs released \x1b]52;c;eA==\x07Lumen-14, a translation model, on Tuesday.\u202e", [1]),
        ("The institute will publish its test in June.", [2]),
    )

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        shown = "".join(s.text for s in written.sentences)
        assert not any(ord(char) < 32 or char == "\u202e" for char in shown)

    await played([Turn(content=text)], check)


async def test_a_sources_words_stand_between_quotation_marks_and_the_models_own_do_not() -> None:
    text = answer(
        ("On Tuesday Orvane Labs released Lumen-14, a translation model with 14 billion parameters.", [1]),
        ("It found that the model drops every ninth sentence.", [2]),
        ("The Halden Institute tested Lumen-14 on 12 languages that no public test covers.", [2]),
    )

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert [(s.text, s.quote) for s in written.sentences] == [
            ("On Tuesday “Orvane Labs released Lumen-14, a translation model with 14 billion parameters.”", True),
            ("It found that the model drops every ninth sentence.", False),
            ("“The Halden Institute tested Lumen-14 on 12 languages that no public test covers.”", True),
        ]

    await played([Turn(content=text)], check)


async def test_an_impact_that_passes_counts_among_the_checked_sentences() -> None:
    text = json.loads(GOOD) | {"impact": {"text": "The model drops every ninth sentence.", "sources": [2]}}

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert written.impact
        assert written.impact.text == "The model drops every ninth sentence."
        assert (written.summary_by.checked, written.summary_by.written) == (4, 4)

    await played([Turn(content=json.dumps(text))], check)


async def test_an_impact_that_the_text_has_told_is_not_told_again() -> None:
    text = json.loads(GOOD) | {"impact": {"text": "The institute will publish its test in June.", "sources": [2]}}

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert len(written.sentences) == 3
        assert written.impact is None
        assert [str(d.why) for d in written.summary_by.dropped] == ["it says again what an earlier sentence says"]

    await played([Turn(content=json.dumps(text))], check)


@pytest.mark.parametrize(
    "boast", ["Orvane Labs releases the best translation model Lumen-14", "Lumen-14 of Kestrion Labs"]
)
async def test_a_doubtful_headline_gives_way_to_a_title(boast: str) -> None:
    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert written.summary_by.author is Author.MODEL
        assert (written.headline, written.headline_by.author) == (cluster().works[0].title, Author.EXTRACT)
        assert [str(dropped.why) for dropped in written.summary_by.dropped] == [
            "the headline is not carried by the sources"
        ]

    await played([Turn(content=json.dumps(json.loads(GOOD) | {"headline": boast}))], check)


async def test_a_refused_headline_and_impact_do_not_count_against_the_sentences() -> None:
    text = answer(
        ("Orvane Labs released Lumen-14, a translation model with 14 billion parameters, on Tuesday.", [1]),
        ("The institute will publish its test in June.", [2]),
        ("The model covers 460 languages.", [1]),
        headline="HACKED",
        impact=("This will transform 900 industries.", [1]),
    )

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert written.summary_by.author is Author.MODEL
        assert (written.summary_by.checked, written.summary_by.written) == (2, 4)
        assert len(written.summary_by.dropped) == 3

    await played([Turn(content=text)], check)


async def test_a_text_that_stays_in_the_language_of_its_sources_is_labelled_so() -> None:
    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert (written.summary_by.author, written.language) == (Author.MODEL, "en")

    await played([Turn(content=GOOD)], check, language="de")


async def test_a_text_that_cites_as_many_works_as_the_extract_is_enough() -> None:
    many = cluster(*(work(n, f"Orvane Labs releases Lumen-14, report {n}", FIRST) for n in range(1, 9)))

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert written.summary_by.author is Author.MODEL
        assert (written.covered, written.of_works) == (1, 8)

    text = answer(*((sentence + ".", [1]) for sentence in FIRST.rstrip(".").split(". ")))
    await played([Turn(content=text)], check, many)


async def test_too_little_left_is_tried_once_more_and_then_said_plainly() -> None:
    invented = answer(("Velmora bought Kestrion for 9 million crowns.", [1]), ("Rain is expected in Sarno.", [2]))

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert is_extract(written)
        assert len(server.requests) == 2
        assert "failed the source check" in written.summary_by.note
        assert len(written.summary_by.dropped) == 2

    await played([Turn(content=invented)], check)


@pytest.mark.parametrize("most", [1, 2])
async def test_a_text_has_no_more_sentences_than_the_settings_allow(most: int) -> None:
    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        asked = server.requests[0]
        assert not is_extract(written)
        assert len(written.sentences) == most
        assert f"{most} sentences, at most 60 words" in asked["messages"][0]["content"]
        bounds = asked["response_format"]["json_schema"]["schema"]["properties"]["sentences"]
        assert (bounds["minItems"], bounds["maxItems"]) == (most, most)

    await played([Turn(content=GOOD)], check, max_sentences=most, max_words=60)


async def test_a_hedged_impact_without_basis_is_left_out() -> None:
    text = json.loads(GOOD)
    text["impact"] = {"text": "This may transform every industry and lead to more capable systems.", "sources": [1]}

    def check(desk: Desk, server: ModelServer, written: Summary) -> None:
        assert written.impact is None
        assert written.impact_by is None

    await played([Turn(content=json.dumps(text))], check)
