"""Who wrote a text, and what changed in it: the line, the page and the comparison, in both languages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from reader.model.cluster import Kind
from reader.model.feed import Tier
from reader.model.ledger import Ledger, Term
from reader.model.summary import Author, Dropped, Provenance, Said, Sentence, Summary
from reader.model.view import Revision, Story
from reader.ui import keying
from reader.ui.render import delta, ledger, record
from reader.ui.render.look import Look
from reader.ui.render.provenance import line
from reader.ui.render.runs import text_of
from reader.ui.render.story import Reading, sentence_runs, story_blocks
from reader.ui.render.words import Words
from tests.ui.fakes import FakeReads, FakeStore
from tests.ui.samples import NOW, feed, work

MODEL = Provenance(
    author=Author.MODEL, model="fake/one", endpoint="models.example", prompt_version="1", at=NOW, checked=5, written=5,
    tokens_in=900, tokens_out=100, seconds=1.5,
)  # fmt: skip


NO_NUMBER = Said(message="the number {value} is in none of its sources", values=(("value", "460"),))


def look(language: str = "en") -> Look:
    return Look(words=Words(language, keying.names({})), now=NOW)


def story(by: Provenance, *, works: int = 3, stale: int = 0, given: int = 3) -> Story:
    """Return a story of some works, the first of which were read for its text."""
    store = FakeStore()
    members = [work(n, f"Work {n}", feed(n, f"f{n}", f"Feed {n}", Tier.PRESS)) for n in range(1, works + 1)]
    shown = FakeReads(store).story(store.add("Headline of three words", members), NOW)
    inputs = tuple(w.appearances[0].entry.id for w in members[:given])
    by = replace(by, inputs=inputs)
    return replace(shown, stale=stale, summary=replace(shown.summary, summary_by=by, headline_by=by))


def said(shown: Story, language: str = "en") -> str:
    return text_of(line(shown, look(language))).replace("\u00a0", " ")


def page(shown: Story, model: str = "", language: str = "en") -> list[str]:
    blocks = record.page(shown, look(language), model)
    lines = [text_of((*b.lead, *b.runs, *b.right)).replace("\u00a0", " ") for b in blocks]
    # The column of the names is as wide as the widest.
    return [re.sub(" {2,}", "  ", line) for line in lines]


def test_a_models_text_names_model_sources_and_checks() -> None:
    assert "AI summary · fake/one · from 3 sources · 5 of 5 sentences checked · " in said(story(MODEL))
    assert "from 2 of 3 sources" in said(story(MODEL, given=2))
    assert "依据 3 个来源 · 5 句中 5 句已核对" in said(story(MODEL), "zh")


def test_a_text_older_than_its_works_says_how_many_it_was_written_from() -> None:
    shown = story(MODEL, works=7, stale=2, given=5)
    assert "written from 5 of 7 sources (2 newer)" in said(shown)
    assert "依据 7 个来源中的 5 个写成（另有 2 个更新）" in said(shown, "zh")


@pytest.mark.parametrize(
    ("note", "chinese"),
    [
        ("the model's text failed the source check", "核"),
        ("model not reachable", "无法连接模型"),
        ("daily budget used", "今日额度已用完"),
    ],
)
def test_extracts_in_place_of_a_model_say_why(note: str, chinese: str) -> None:
    shown = story(Provenance(note=note))
    assert said(shown).startswith(f"Extracts ({note}) · ")
    assert chinese in said(shown, "zh")


def test_extracts_say_that_no_model_was_at_work() -> None:
    assert said(story(Provenance())).startswith("Extracts from the sources, no AI · ")
    assert "No model is configured: nothing leaves this machine." in " ".join(page(story(Provenance())))
    assert "Sent to  nobody: nothing left this computer" in page(story(Provenance()))


def test_the_page_holds_the_whole_record() -> None:
    dropped = Dropped(text="It covers 460 languages.", why=NO_NUMBER)
    lines = page(story(replace(MODEL, dropped=(dropped,), checked=4)), model="fake/two")
    assert "Sent to  models.example" in lines
    assert "Model  fake/one" in lines
    assert "Prompt  1" in lines
    assert "Cost  900 tokens sent, 100 received, 1.5 s" in lines
    assert "Checks  4 of 5 sentences passed the source check" in lines
    assert "  It covers 460 languages. (the number 460 is in none of its sources)" in lines
    assert any(line.startswith("Configured  fake/two;") for line in lines)


@pytest.mark.parametrize(
    ("by", "kind", "why"),
    [
        (MODEL, Kind.STORY, "no source says it"),
        (Provenance(), Kind.STORY, "extracts have one only with [summary] impact_quotes, where a source says it"),
        (Provenance(), Kind.ROUNDUP, "separate works have no one effect"),
    ],
)
def test_the_page_says_why_there_is_no_impact(by: Provenance, kind: Kind, why: str) -> None:
    shown = replace(story(by), kind=kind)
    assert shown.summary.impact is None
    assert f"Impact  left out: {why}" in page(shown)


def test_extracts_after_a_failed_check_do_not_deny_what_was_sent() -> None:
    details = Said(message="it covers only {n} of {all} works", values=(("n", "1"), ("all", "3")))
    note = "the model's text failed the source check"
    by = replace(MODEL, author=Author.EXTRACT, note=note, details=details)
    lines = page(story(by))
    assert "Sent to  models.example" in lines
    assert "Why  it covers only 1 of 3 works" in lines
    assert "Headline  a source's title, or words of the titles; no AI" in lines


def test_the_record_speaks_the_readers_language_to_its_details() -> None:
    dropped = Dropped(text="It covers 460 languages.", why=NO_NUMBER)
    details = Said(message="the model answered with HTTP {code}", values=(("code", "500"),))
    lines = page(story(replace(MODEL, note="model not reachable", details=details, dropped=(dropped,))), language="zh")
    assert any("模型返回 HTTP 500" in line for line in lines)
    assert "  It covers 460 languages. (数字 460 不见于任何来源)" in lines


def test_what_could_be_compared_only_in_part_is_said_once_and_marks_no_sentence() -> None:
    shown = story(MODEL)
    foreign = tuple(replace(part, foreign=True) for part in shown.summary.sentences)
    shown = replace(shown, summary=replace(shown.summary, sentences=foreign))
    assert said(shown).count("only numbers, dates and names could be compared") == 1
    assert "只能核对数字、日期和名称" in said(shown, "zh")
    assert "?" not in text_of(sentence_runs(foreign[0], {1: 4}))


def test_a_doubtful_sentence_bears_a_question_mark() -> None:
    doubtful = Sentence(text="It will rain.", works=(1,), weak=True)
    assert text_of(sentence_runs(doubtful, {1: 4})).strip() == "It will rain. ?[4]"


def test_titles_that_stand_for_sentences_have_lines_of_their_own_and_sentences_flow() -> None:
    texts = ("Fan sneaks in", "Police say why.", "They said “so.”", "Star unharmed", "他说：“是。”")
    shown = story(MODEL)
    sentences = tuple(Sentence(text=text, works=(1,)) for text in texts)
    shown = replace(shown, summary=replace(shown.summary, sentences=sentences))
    blocks = [text_of(block.runs).rstrip() for block in story_blocks(shown, Reading(), look())]
    flowing = "Police say why. [1] They said “so.” [1]"
    first = blocks.index("Fan sneaks in [1]")
    assert blocks[first : first + 4] == ["Fan sneaks in [1]", flowing, "Star unharmed [1]", "他说：“是。” [1]"]


def test_the_sources_that_a_large_storys_text_leaves_out_are_named_in_short() -> None:
    shown = story(MODEL, works=40)
    uncovered = (1, *range(3, 41))
    shown = replace(shown, summary=replace(shown.summary, uncovered=uncovered, covered=1, of_works=40))
    blocks = [text_of(block.runs) for block in story_blocks(shown, Reading(), look())]
    assert "reflects 1 of 40 works · not covered: [1][3–40]" in blocks


def revision(number: int, headline: str, *sentences: str, impact: str = "", works: tuple[str, ...] = ()) -> Revision:
    return Revision(
        number=number,
        at=NOW + timedelta(minutes=number),
        summary=Summary(
            headline=headline,
            sentences=tuple(Sentence(text=text, works=(1,)) for text in sentences),
            impact=Sentence(text=impact, works=(1,)) if impact else None,
        ),
        works=tuple(enumerate(works, 1)),
    )


def compared(old: Revision | None, new: Revision) -> list[str]:
    return [text_of((*block.lead, *block.runs)).rstrip() for block in delta.page(old, new, look())]


def test_words_that_changed_are_marked_in_headline_text_and_impact() -> None:
    old = revision(
        1, "Quake of 5.4 hits Sarno", "Three people were killed in Sarno.", "Ferries wait.", works=("A", "B")
    )
    new = revision(
        2, "Quake of 5.6 hits Sarno", "Five people were killed in Sarno.", "Schools close.",
        impact="Repairs will take two years.", works=("A", "C"),
    )  # fmt: skip
    lines = compared(old, new)
    assert "~ Quake of [-5.4-] {+5.6+} hits Sarno" in lines
    assert "~ [-Three-] {+Five+} people were killed in Sarno." in lines
    assert "+ Schools close." in lines
    assert "- Ferries wait." in lines
    assert "+ Repairs will take two years." in lines
    assert lines[-4:] == ["  A", "+ C", "- B", ""]


def test_chinese_is_compared_character_by_character() -> None:
    lines = compared(revision(1, "地震造成三人死亡"), revision(2, "地震造成五人死亡"))
    assert "~ 地震造成[-三-]{+五+}人死亡" in lines


def test_a_first_text_has_no_changes() -> None:
    lines = compared(None, revision(1, "Quake hits Sarno", "Ferries wait."))
    assert not [line for line in lines if line.startswith(("+", "-", "~"))]


def test_a_ledger_names_a_tier_by_its_number_and_a_kind_by_its_name() -> None:
    terms = (
        Term(name="publishers", points=8.0, given=2, unit="publishers"),
        Term(name="tier", points=20.0, given=1, unit="tier"),
        Term(name="kind", points=-6.0, given=1, unit="roundup"),
        Term(name="kind", points=0.0, given=0, unit="roundup"),
    )
    lines = [text_of(block.runs) for block in ledger.page(replace(story(MODEL), ledger=Ledger(terms=terms)), look())]
    wanted = ["2 publishers", "tier 1", "roundup", "story"]
    assert [fact for line in lines for fact in wanted if f"  {fact}  " in line] == wanted
