"""The gate: what it flags of what is wrong, what it leaves alone, and its single rules."""

import random
from collections import Counter

import pytest

from reader.model.summary import Span
from reader.refine.evidence import Passage, Source
from reader.refine.facts import names
from reader.refine.gate import Standing, Verdict, judge
from reader.refine.polarity import negations
from reader.refine.quantities import dates, quantities
from tests.gate_probes import clusters, probes, retellings
from tests.gate_twists import TURNED, twists

AMONG = clusters()
ORVANE = 1
PORT = 2


def told(text: str, *cited: int, home: int = ORVANE, language: str = "en") -> Verdict:
    return judge(text, cited or (home,), AMONG[home], language=language)


@pytest.mark.parametrize(
    ("kind", "least"),
    [("foreign", 0.99), ("number", 0.95), ("borrowed", 0.95), ("swapped", 0.98), ("replaced", 0.98), ("negated", 0.85)],
)
def test_what_is_wrong_is_flagged(kind: str, least: float) -> None:
    wrong = [probe for probe in probes(random.Random(11)) if probe.kind == kind]
    flagged = sum(
        judge(p.text, (p.cited,), AMONG[p.cited], language=p.language).standing < Standing.SUPPORTED for p in wrong
    )
    assert len(wrong) > 10
    assert flagged / len(wrong) >= least


@pytest.mark.parametrize("kind", [*TURNED, "speaker"])
def test_one_word_turned_is_flagged(kind: str) -> None:
    turned = [probe for probe in twists() if probe.kind == kind]
    verdicts = [judge(p.text, (p.cited,), AMONG[p.cited], language=p.language) for p in turned]
    flagged = sum(verdict.standing < Standing.SUPPORTED for verdict in verdicts)
    assert len(turned) >= 7
    assert flagged / len(turned) >= 0.8


def test_copied_sentences_pass_with_their_place() -> None:
    for probe in probes(random.Random(3)):
        if probe.kind == "copied":
            verdict = judge(probe.text, (probe.cited,), AMONG[probe.cited], language=probe.language)
            assert (verdict.standing, verdict.works) == (Standing.SUPPORTED, (probe.cited,)), probe.text
            assert verdict.spans[0].entry_id == probe.cited


def test_most_honest_retellings_pass() -> None:
    standings = Counter(judge(p.text, (p.cited,), AMONG[p.cited], language=p.language).standing for p in retellings())
    assert standings[Standing.SUPPORTED] / standings.total() >= 0.95


def of_one(*sentences: str, language: str = "en") -> dict[int, Source]:
    """A source with these sentences."""
    here = Span(entry_id=1, start=0, end=1)
    return {1: Source(work_id=1, passages=tuple(Passage(text=s, span=here, language=language) for s in sentences))}


@pytest.mark.parametrize(
    ("said", "claimed", "language"),
    [
        ("Kestrion paid $5 million to the city of Selm in May.", "Kestrion paid €5 million to Selm in May.", "en"),
        ("Kestrion paid 5 million dollars to Selm in May.", "Kestrion paid €5 million to Selm in May.", "en"),
        ("Kestrion sold 5 million units in Selm in May.", "Kestrion sold units for $5 million in Selm in May.", "en"),
        ("售价为3500元，比上一代低500元。", "售价为3500美元，比上一代低500元。", "zh"),
        ("The shop opens at 6 a.m. on Monday in Selm.", "The shop opens at 6 p.m. on Monday in Selm.", "en"),
        ("In Selm it was -5 degrees on Monday.", "In Selm it was 5 degrees on Monday.", "en"),
        ("The court convicted Orr of fraud on Monday.", "The court acquitted Orr of fraud on Monday.", "en"),
        ("Lumen-14 is a model for 46 languages.", "Lumen-14 is the best model for 46 languages.", "en"),
        ("奥凡发布了覆盖四十六种语言的模型。", "奥凡发布了最大的覆盖四十六种语言的模型。", "zh"),
        ("The licence allows commercial use in Selm.", "The licence forbids commercial use in Selm.", "en"),
        ("Orvane is in talks to buy Kestrion from Selm.", "Orvane bought Kestrion from Selm.", "en"),
        ("特斯拉起诉比亚迪侵犯其电池专利并索赔，法院周一受理了此案。",
         "比亚迪起诉特斯拉侵犯其电池专利并索赔，法院周一受理了此案。", "zh"),
    ],
)  # fmt: skip
def test_a_small_turn_of_a_true_sentence_is_flagged(said: str, claimed: str, language: str) -> None:
    home = of_one(said, language=language)
    assert judge(said, (1,), home, language=language).standing is Standing.SUPPORTED
    assert judge(claimed, (1,), home, language=language).standing < Standing.SUPPORTED


@pytest.mark.parametrize(
    ("said", "told", "language"),
    [
        ("Five people were killed in the fire in Selm on Monday.", "The fire in Selm killed 5 people on Monday.", "en"),
        ("Orvane made Lumen, a 14B-parameter model.", "Orvane made Lumen, a model with 14 billion parameters.", "en"),
        ("Kestrion has a 3-year deal for 5 million euros.", "Kestrion has a deal over 3 years for €5 million.", "en"),
        ("Die Firma zahlt 5 Mio. Euro an Selm.", "Die Firma zahlt an Selm 5 Millionen Euro.", "de"),
        ("The shop opens at 6am on Monday.", "The shop opens at 6 a.m. on Monday.", "en"),
        ("Prices in Selm rose 3%-5% in May.", "In Selm, prices rose 3% to 5% in May.", "en"),
        ("周二，奥凡实验室在北京发布了覆盖四十六种语言的新模型。",
         "奥凡实验室周二在北京发布了覆盖四十六种语言的新模型。", "zh"),
    ],
)  # fmt: skip
def test_an_honest_retelling_in_other_signs_passes(said: str, told: str, language: str) -> None:
    assert judge(told, (1,), of_one(said, language=language), language=language).standing is Standing.SUPPORTED


def test_a_number_of_another_sentence_does_not_lend_itself() -> None:
    verdict = told("The model covers 512 languages and scores 38.2 BLEU on the group's own test set.")
    assert verdict.standing is Standing.UNSUPPORTED
    assert "512" in str(verdict.why)


def test_the_number_of_cited_works_may_be_counted_in_letters() -> None:
    two = "Two groups report: Orvane Labs released Lumen-14 on Tuesday, and Clarion counts no misses."
    assert "2" in [quantity.value for quantity in quantities(two)]
    assert told("Three labs, Orvane Labs among them, released Lumen-14 on Tuesday.").standing is Standing.UNSUPPORTED


def test_a_wrong_citation_is_replaced_by_the_source_that_carries_the_sentence() -> None:
    verdict = told("Brightquay restored 19 of them by 6 a.m. and expects the rest on Wednesday.", ORVANE, home=PORT)
    assert verdict.works == (PORT,)


def test_over_citing_is_pruned() -> None:
    everyone = tuple(AMONG[PORT])
    verdict = told("Operator Brightquay restored 19 of them by 6 a.m.", *everyone, home=PORT)
    assert verdict.works == (PORT,)


def test_unknown_citations_are_ignored() -> None:
    assert told("Orvane Labs released Lumen-14 under a permissive licence on Tuesday.", 999).works == (ORVANE,)


def test_a_long_copied_run_is_a_quotation() -> None:
    source = AMONG[ORVANE][ORVANE].passages[1].text
    assert told(source).quote
    assert not told("On Tuesday, Orvane Labs released the model Lumen-14.").quote


def test_an_opposite_is_dropped() -> None:
    verdict = judge(
        "Reserve purchases rose by 90 megawatts on windy days, but rose during two heat waves.", (5,), AMONG[5]
    )
    assert verdict.standing is Standing.UNSUPPORTED


def test_an_english_clause_does_not_ride_on_a_copied_chinese_one() -> None:
    chip = 13
    copied = AMONG[chip][chip].passages[1].text
    glued = f"{copied.rstrip('。')}, while secret buyers quietly doubled their orders."
    assert judge(copied, (chip,), AMONG[chip], language="zh").standing is Standing.SUPPORTED
    assert judge(glued, (chip,), AMONG[chip], language="zh").standing is Standing.UNSUPPORTED


def test_another_script_is_never_more_than_weak() -> None:
    same = told("Orvane Labs 周二发布了 Lumen-14，拥有 14 亿参数的翻译模型。", language="zh")
    assert same.standing is Standing.UNSUPPORTED
    right = told("Orvane Labs 周二发布了翻译模型 Lumen-14，覆盖 46 种语言。", language="zh")
    assert right.standing is Standing.WEAK
    assert right.foreign
    assert "another language" in str(right.why)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [("40 %", "en", "0.4"), ("40%", "en", "0.4"), ("3.5 million", "en", "3500000"), ("3,500,000", "en", "3500000"),
     ("1.2万", "zh", "12000"), ("为2万片", "zh", "20000"), ("三成", "zh", "0.3"), ("3,5 Millionen", "de", "3500000"),
     ("1.250 Kisten", "de", "1250"), ("1.250 points", "en", "1.25"), ("twelve", "en", "12"), ("两款", "zh", "2"),
     ("96GB", "en", "96")],
)  # fmt: skip
def test_numbers_are_compared_by_value(text: str, language: str, value: str) -> None:
    assert [quantity.value for quantity in quantities(text, language)] == [value]


def test_a_date_is_the_same_in_every_language() -> None:
    assert {dates(text) for text in ("on Tuesday", "am Dienstag", "el martes", "周二")} == {frozenset({"Tuesday"})}
    assert {dates(text) for text in ("in May", "im Mai", "五月", "5月")} == {frozenset({"May"})}
    assert dates("It may march.") == frozenset()


def test_a_date_that_no_source_has_is_dropped_in_another_script_too() -> None:
    right, wrong = (
        told(f"Orvane Labs {day}发布了翻译模型 Lumen-14，覆盖 46 种语言。", language="zh") for day in ("周二", "周三")
    )
    assert right.standing is Standing.WEAK
    assert (wrong.standing, str(wrong.why)) == (Standing.UNSUPPORTED, "the date Wednesday is in none of its sources")


def test_names_are_more_than_the_head_of_a_sentence() -> None:
    assert names("Researchers at Tarn University call GPT-9 open. Another group, led by Ilse Brandt, does not.") == (
        "tarn", "university", "gpt-9", "ilse", "brandt",
    )  # fmt: skip


def test_negations_are_counted_in_four_languages() -> None:
    texts = {"en": "It isn't so.", "de": "Es ist nicht so.", "es": "No es así.", "zh": "这不是真的，不断发展"}
    assert [negations(text, language) for language, text in texts.items()] == [1, 1, 1, 1]


def test_a_negation_of_what_a_sentence_leaves_out_is_not_missed() -> None:
    source = "The telescope collected 90 terabytes in 26 weeks and never failed before."
    home = of_one(source)
    assert judge("The telescope collected 90 terabytes in 26 weeks.", (1,), home).standing is Standing.SUPPORTED
    assert judge("The telescope failed before.", (1,), home).standing < Standing.SUPPORTED


def test_a_summary_of_sources_in_another_latin_language_is_compared_by_figures_dates_and_names() -> None:
    text = "Die Stadtwerke Ulmbach haben am Dienstag 340 Wohnungen im Viertel Nordhang angeschlossen."
    passage = Passage(text=text, span=Span(entry_id=1, start=0, end=len(text)), language="de")
    home = {1: Source(work_id=1, passages=(passage,))}
    right = judge("On Tuesday, Stadtwerke Ulmbach connected 340 homes in Nordhang.", (1,), home, language="en")
    assert (right.standing, right.foreign) == (Standing.WEAK, True)
    wrong = "On Tuesday, Stadtwerke Ulmbach connected {} homes in {}."
    for number, name in ((430, "Nordhang"), (340, "Lindau")):
        verdict = judge(wrong.format(number, name), (1,), home, language="en")
        assert (verdict.standing, verdict.foreign) == (Standing.UNSUPPORTED, False)
    # A model that stays in the language of its sources is held to all of it.
    assert judge(text, (1,), home, language="en").standing is Standing.SUPPORTED
