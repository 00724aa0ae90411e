"""What a roundup's text promises: every work told or named as not told, and a headline of its own terms."""

import pytest

from reader.model.cluster import Kind
from reader.model.summary import Summary
from reader.model.work import Announce, Work
from reader.settings import SummarySettings
from reader.summarise import summarise
from reader.summarise.candidates import size_of
from reader.summarise.phrases import phrases
from tests.clusters import NOW, cluster, work

SETTINGS = SummarySettings()


def papers() -> tuple[Work, ...]:
    """The five papers of the seed page: their titles are facts, the texts are our own."""
    return (
        work(
            "Revisiting Transformer Layer Parameterization Through Causal Energy Minimization",
            "The blocks of a Transformer are usually put together by habit. We introduce causal energy minimization,"
            " under which both halves of a block are steps of one descent. Training stays stable.",
            arxiv_id="2605.07588",
        ),
        work(
            "Weight-Decay Turns Transformer Loss Landscapes Villani: Functional-Analytic Foundations for Optimization"
            " and Generalization",
            "Weight decay is widely used in the training of large models. This paper proves what weight decay does to"
            " the landscape of the loss. Noisy training then mixes fast.",
            arxiv_id="2605.06599",
        ),
        work(
            "Optimal In-context Adaptivity and Distributional Robustness of Transformers",
            "We study in-context learning on tasks of mixed difficulty. In-context learning is shown to reach the best"
            " possible rate for each of them. It survives a shift of the tasks.",
            arxiv_id="2510.23254",
            announce=Announce.REPLACE_CROSS,
        ),
        work(
            "Gated Subspace Inference for Transformer Acceleration",
            "A method is presented that moves less memory during inference. A gate decides for each token whether a"
            " small subspace is enough. Answers stay the same.",
            arxiv_id="2605.03109",
        ),
        work(
            "LEAP: Layer-wise Exit-Aware Pretraining for Efficient Transformer Inference",
            "Many models cannot stop early. We propose LEAP, an objective of pretraining that makes every layer ready"
            " for an early exit. Half of the layers are then enough.",
            arxiv_id="2605.01058",
        ),
    )


def written(*works: Work, stories: dict[int, int] | None = None) -> Summary:
    return summarise(cluster(*works, kind=Kind.ROUNDUP, stories=stories), now=NOW, settings=SETTINGS)


def test_all_five_papers_of_the_seed_are_told_one_sentence_each_within_the_room() -> None:
    works = papers()
    summary = written(*works)
    assert [sentence.works for sentence in summary.sentences] == [(one.id,) for one in works]
    assert (summary.covered, summary.of_works, summary.uncovered) == (5, 5, ())
    assert sum(size_of(sentence.text) for sentence in summary.sentences) <= SETTINGS.max_words


def test_each_paper_is_told_by_what_it_brings_and_not_by_what_was_known() -> None:
    said = " ".join(sentence.text for sentence in written(*papers()).sentences)
    assert all(word in said for word in ("We introduce", "This paper proves", "is presented", "We propose"))
    assert "widely used" not in said
    assert "usually" not in said


def test_the_seeds_headline_names_what_the_papers_share_and_what_tells_them_apart() -> None:
    headline = written(*papers()).headline
    theme, _, rest = headline.partition(": ")
    terms, _, counted = rest.partition(" · ")
    assert theme == "Transformers"
    assert counted == "5 papers"
    assert "weight decay" in terms
    assert len(terms.split(", ")) == 3


def test_no_word_of_a_roundups_headline_is_invented() -> None:
    works = papers()
    terms = written(*works).headline.partition(" · ")[0].replace(":", "").replace(",", "").casefold().split()
    sources = " ".join(f"{one.title} {one.text}" for one in works).casefold().replace("-", " ")
    assert [word for word in terms if word.replace("-", " ") not in sources] == []


def test_a_roundups_terms_keep_compounds_whole() -> None:
    made = ("on-policy self-distillation", "multi-teacher cross-distillation", "GPT-4 self-distillation")
    works = [work(f"Distillation by {name}", f"We study {name}. All of {name} is new here.") for name in made]
    terms = written(*works).headline.partition(": ")[2].partition(" · ")[0]
    assert terms.split(", ")
    for term in terms.split(", "):
        assert any(term in name and f"-{term}" not in name and f"{term}-" not in name for name in made), term


def test_long_sentences_give_way_so_that_every_work_is_told() -> None:
    long = "We present {0}, " + "which is told here at a length that nobody needs " * 4 + "for {0}."
    works = [
        work(f"On {name}", f"{long.format(name)} {name} is shown to work.") for name in "Ape Bee Cat Dog Elk".split()
    ]
    summary = written(*works)
    assert summary.uncovered == ()
    assert sum(size_of(sentence.text) for sentence in summary.sentences) <= SETTINGS.max_words


def test_a_work_whose_text_is_cut_off_is_told_by_its_title() -> None:
    works = [*papers()[:2], work("A third thing about Transformers", "We show that this third thing was cut by…")]
    summary = written(*works)
    last = summary.sentences[-1]
    assert (last.text, last.works, last.spans[0].field) == (works[2].title, (works[2].id,), "title")


def test_what_has_no_room_is_named_as_not_covered() -> None:
    works = [work(f"Thing {n}", f"The thing of the number {n} was presented today.") for n in range(8)]
    summary = written(*works)
    assert (summary.covered, summary.of_works) == (5, 8)
    assert summary.uncovered == tuple(one.id for one in works[5:])


def test_a_revision_gives_way_to_news() -> None:
    works = [work(f"Thing {n}", f"The thing of the number {n} was presented today.") for n in range(6)]
    again = work("Old thing", "The old thing was presented again today.", announce=Announce.REPLACE)
    assert again.id in written(again, *works).uncovered


def test_every_story_is_told_before_one_is_told_twice() -> None:
    works = [work(f"Quake in {n}", f"The ground shook in the town of {n} on Sunday.") for n in "abcdef"]
    late = work("Chip presented", "The chip of the company was presented on Monday.")
    stories = {one.id: 1 for one in works} | {late.id: 2}
    assert late.id not in written(*works, late, stories=stories).uncovered


def test_a_story_inside_a_roundup_is_told_in_the_main_language() -> None:
    chinese = work("小镇地震", "周日，小镇发生地震，没有人员伤亡。", language="zh", tier=1)
    english = work("Quake in town", "The ground shook in the small town on Sunday.")
    other = work("Chip presented", "The chip of the company was presented on Monday.")
    summary = written(chinese, english, other, stories={chinese.id: 1, english.id: 1, other.id: 2})
    assert [sentence.works for sentence in summary.sentences] == [(english.id,), (other.id,)]
    assert summary.language == "en"


def test_a_chinese_roundup_is_headed_by_chinese_terms() -> None:
    summary = written(
        work(
            "面向大模型的权重衰减理论分析",
            "权重衰减被广泛使用。本文提出了权重衰减的分析理论，并证明了收敛性。",
            language="zh",
        ),
        work("大模型上下文学习的最优速率", "本文证明了上下文学习在分布偏移下仍有最优速率。", language="zh"),
        work("用提前退出加速大模型推理", "推理成本很高。我们提出一种提前退出方法，速度提高一倍。", language="zh"),
    )
    assert summary.headline == "大模型：权重衰减、上下文学习、提前退出 · 3 篇文章"
    assert summary.uncovered == ()


@pytest.mark.parametrize(("language", "rest"), [("en", "and 2 more"), ("de", "und 2 weitere"), ("zh", "另有 2 篇")])
def test_without_terms_a_title_stands_for_the_rest(language: str, rest: str) -> None:
    works = [work(title, language=language) for title in ("A", "B", "C")]
    assert written(*works).headline == f"A · {rest}"


def test_a_lone_word_is_a_term_only_as_a_name() -> None:
    """A title's capitals name nothing; two stories may have one best term, which is named once."""
    summary = written(
        work("Solaris and the Cache: Aborted", "Solaris has a cache. We abort it."),
        work("Tersus and the Cache: Pruned", "Tersus has a cache. We prune it."),
        work("Solaris and the Cache: Trusted", "Solaris has a cache. We trust it."),
    )
    assert summary.headline == "Cache: Solaris, Tersus · 3 articles"


def test_a_name_is_a_term_without_its_possessive_and_once() -> None:
    works = [
        work("Orla Finch’s Dam Breaks", "The dam of Orla Finch broke. Orla Finch’s house stands."),
        work("Dam Waits for Orla Finch's", "The dam waits for Orla Finch's. Orla Finch's it is."),
        work("Tove Lund's Dam Holds", "The dam of Tove Lund holds. Tove Lund’s people cheer."),
    ]
    assert written(*works).headline == "Dam: Orla Finch, Tove Lund · 3 articles"


def test_a_contraction_with_either_apostrophe_is_no_term() -> None:
    for apostrophe in "'’":
        found = [phrase.text for phrase in phrases(f"The dam doesn{apostrophe}t hold water", "en")]
        assert found == ["dam", "hold", "hold water", "water"]


def test_a_title_that_goes_on_has_no_full_stop() -> None:
    assert written(work("A dam breaks."), work("B"), work("C")).headline == "A dam breaks · and 2 more"
    assert written(work("A dam breaks in the U.S."), work("B")).headline == "A dam breaks in the U.S. · and 1 more"


def test_of_a_roundup_that_lost_its_others_the_title_is_left() -> None:
    assert written(work("The dam of Orsa breaks", "The dam of Orsa broke. The dam was old.")).headline == (
        "The dam of Orsa breaks"
    )


def test_a_work_is_not_told_by_a_sentence_that_leans_on_another() -> None:
    text = "Language models now act for people. They fail in one of three calls."
    works = [work("Agents fail at tools", text), work("A dam", "The dam was presented to the people on Friday.")]
    assert written(*works).sentences[0].text == "Language models now act for people."


def test_titles_without_texts_are_not_cut_into_terms() -> None:
    """Where every word has a capital, a title alone does not say which of its words name something."""
    titles = ("Denver School Board Votes On Marijuana", "Town Acknowledges Dr Holt On Marijuana", "Marijuana Launch")
    assert written(*(work(title, "") for title in titles)).headline == f"{titles[0]} · and 2 more"


def test_a_roundup_has_no_impact_of_one_of_its_works() -> None:
    works = [work(f"On {n}", f"This will force the city of {n} to close schools next year.") for n in "abc"]
    shown = cluster(*works, kind=Kind.ROUNDUP)
    assert summarise(shown, now=NOW, settings=SummarySettings(impact_quotes=True)).impact is None
