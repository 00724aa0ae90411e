"""The gate: what it flags of what is wrong, what it leaves alone, and its single rules."""

import random
from collections import Counter

import pytest

from reader.refine.facts import names, negations, quantities
from reader.refine.gate import Standing, Verdict, judge
from tests.gate_probes import clusters, probes, retellings

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


def test_copied_sentences_pass_with_their_place() -> None:
    for probe in probes(random.Random(3)):
        if probe.kind == "copied":
            verdict = judge(probe.text, (probe.cited,), AMONG[probe.cited], language=probe.language)
            assert (verdict.standing, verdict.works) == (Standing.SUPPORTED, (probe.cited,)), probe.text
            assert verdict.spans[0].entry_id == probe.cited


def test_most_honest_retellings_pass() -> None:
    standings = Counter(judge(p.text, (p.cited,), AMONG[p.cited], language=p.language).standing for p in retellings())
    assert standings[Standing.SUPPORTED] / standings.total() >= 0.85


def test_a_number_of_another_sentence_does_not_lend_itself() -> None:
    verdict = told("The model covers 512 languages and scores 38.2 BLEU on the group's own test set.")
    assert verdict.standing is Standing.UNSUPPORTED
    assert "512" in verdict.why


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
    assert "another language" in right.why


@pytest.mark.parametrize(
    ("text", "value"),
    [("40 %", "0.4"), ("40%", "0.4"), ("3.5 million", "3500000"), ("3,500,000", "3500000"), ("1.2万", "12000"),
     ("twelve", "12"), ("两款", "2"), ("96GB", "96")],
)  # fmt: skip
def test_numbers_are_compared_by_value(text: str, value: str) -> None:
    assert value in [quantity.value for quantity in quantities(text)]


def test_names_are_more_than_the_head_of_a_sentence() -> None:
    assert names("Researchers at Tarn University call GPT-9 open. Another group, led by Ilse Brandt, does not.") == (
        "tarn", "university", "gpt-9", "ilse", "brandt",
    )  # fmt: skip


def test_negations_are_counted_in_four_languages() -> None:
    assert [negations(text) for text in ("It isn't so.", "Es ist nicht so.", "No es así.", "这不是真的，不断发展")] == [
        1,
        1,
        1,
        1,
    ]
