"""What a rank promises: publishers once, news only, and a sum that is the score."""

import json
from dataclasses import replace
from datetime import timedelta
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.cluster import Cluster, Counts, Kind
from reader.model.ledger import Ledger
from reader.model.work import Announce, Work
from reader.rank import Inputs, inputs, ledger, ledger_of
from reader.reason import number, parts, sentence
from reader.settings import RankSettings
from tests.clusters import NOW, also, cluster, work

SETTINGS = RankSettings()
WORKS = st.builds(
    work,
    st.sampled_from(["Chip maker sues ministry", "推理芯片发布", "A model in a phone"]),
    publisher=st.sampled_from(["a.example", "b.example", "c.example", "d.example"]),
    tier=st.integers(1, 4),
    hours=st.none() | st.floats(-1, 400),
    announce=st.sampled_from(Announce),
)
CLUSTERS = st.builds(
    lambda works, kind: cluster(*works, kind=kind), st.lists(WORKS, min_size=1, max_size=8), st.sampled_from(Kind)
)


def ranked(*works: Work, kind: Kind = Kind.STORY, follows: tuple[str, ...] = ()) -> Ledger:
    return ledger(cluster(*works, kind=kind), now=NOW, settings=SETTINGS, follows=follows)


def points(ledger: Ledger) -> dict[str, float]:
    return {term.name: term.points for term in ledger.terms}


@given(CLUSTERS)
def test_the_terms_sum_to_the_score_to_the_digit_that_is_shown(shown: Cluster) -> None:
    found = ledger(shown, now=NOW, settings=SETTINGS)
    assert found.score == fsum(term.points for term in found.terms)
    tenths = sum(round(float(number(term.points)) * 10) for term in found.terms)
    assert round(float(number(found.score)) * 10) == tenths


@given(CLUSTERS)
def test_no_term_goes_beyond_its_cap(shown: Cluster) -> None:
    found = ledger(shown, now=NOW, settings=SETTINGS, follows=["model", "chip", "芯片", "sues"])
    assert [term.name for term in found.terms if abs(term.points) > term.cap + 1e-9] == []


@given(CLUSTERS, st.sampled_from([Announce.CROSS, Announce.REPLACE, Announce.REPLACE_CROSS]))
def test_a_revision_or_a_cross_list_raises_nothing(shown: Cluster, announce: Announce) -> None:
    news = work("The founder's own news", hours=30)
    again = work("Announced again", publisher="new.example", tier=1, hours=0, announce=announce)
    before = cluster(news, *shown.works, kind=shown.kind)
    for after in (
        cluster(news, *shown.works, again, kind=shown.kind),
        cluster(also(news, again), *shown.works, kind=shown.kind),
    ):
        assert ledger(after, now=NOW, settings=SETTINGS) == ledger(before, now=NOW, settings=SETTINGS)


@given(CLUSTERS)
def test_inputs_survive_json_and_give_the_same_ledger(shown: Cluster) -> None:
    plain = json.loads(json.dumps(inputs(shown).plain()))
    assert ledger_of(Inputs.of_plain(plain), now=NOW, settings=SETTINGS) == ledger(shown, now=NOW, settings=SETTINGS)


@given(CLUSTERS, st.floats(0, 500))
def test_a_score_never_rises_by_waiting(shown: Cluster, hours: float) -> None:
    later = ledger(shown, now=NOW + timedelta(hours=hours), settings=SETTINGS)
    assert later.score <= ledger(shown, now=NOW, settings=SETTINGS).score


@given(CLUSTERS)
def test_the_order_of_works_does_not_matter(shown: Cluster) -> None:
    turned = replace(shown, works=shown.works[::-1])
    turned_ledger = ledger(turned, now=NOW, settings=SETTINGS)
    assert turned_ledger.score == ledger(shown, now=NOW, settings=SETTINGS).score


def test_feeds_and_entries_of_one_publisher_count_once() -> None:
    one = ranked(work("A", publisher="arxiv.org", hours=5))
    many = ranked(*(work("A", publisher="arxiv.org", hours=5 + n) for n in range(12)))
    assert many == one


def test_one_more_publisher_adds_exactly_what_the_ledger_says() -> None:
    works = [work("A", hours=50) for _ in range(4)]
    few, more = ranked(*works[:3]), ranked(*works)
    promised = next(term.more for term in few.terms if term.name == "publishers")
    assert more.score - few.score == pytest.approx(promised)


def test_one_more_hour_takes_exactly_what_the_ledger_says() -> None:
    shown = cluster(work("A", hours=5))
    now, later = (ledger(shown, now=NOW + timedelta(hours=h), settings=SETTINGS) for h in (0, 1))
    promised = next(term.more for term in now.terms if term.name == "freshness")
    assert later.score - now.score == pytest.approx(promised)


def test_freshness_halves_in_a_half_life_and_looks_at_the_newest_new_work() -> None:
    half = SETTINGS.freshness_half_life.total_seconds() / 3600
    assert points(ranked(work("A", hours=half), work("B", hours=200)))["freshness"] == SETTINGS.freshness_cap / 2


def test_telling_an_old_work_again_in_another_feed_makes_it_no_newer() -> None:
    told = also(work("A", hours=40), work("A", publisher="aggregator.example", tier=4, hours=1))
    assert points(ranked(told))["freshness"] == points(ranked(work("A", hours=40)))["freshness"]


@pytest.mark.parametrize("hours", [0, 3, 23])
def test_an_unknown_date_does_not_win_over_a_date_of_the_last_day(hours: float) -> None:
    assert ranked(work("A", hours=None)).score < ranked(work("A", hours=hours)).score


def test_a_work_without_news_says_so_and_is_not_fresh() -> None:
    found = ranked(work("A", hours=1, announce=Announce.REPLACE))
    assert points(found)["freshness"] == 0
    assert "only revisions" in sentence(parts(found, Counts.of(cluster(work("A")))))


def test_a_roundup_ranks_below_a_story_of_equal_size() -> None:
    works = [work("A"), work("B")]
    assert ranked(*works, kind=Kind.ROUNDUP).score < ranked(*works).score


@pytest.mark.parametrize(
    ("rule", "title", "met"),
    [
        ("gpt", "GPT模型发布", True),
        ("gpt", "Gptoid worms found", False),
        ("weight decay", "Why Weight Decay helps", True),
        ("芯片", "国产推理芯片", True),
        ("publisher:a.example", "Anything", True),
        ("publisher:example", "Anything", False),
        ("", "Anything", False),
    ],
)
def test_what_the_user_follows_ranks_higher(rule: str, title: str, met: bool) -> None:
    followed = ranked(work(title, publisher="a.example"), follows=(rule,))
    assert (points(followed)["follow"] > 0) is met


def seed_like() -> tuple[Ledger, Counts]:
    feeds = [work("P", publisher="arxiv.org", tier=1, hours=2 + n) for n in range(3)]
    works = (also(feeds[0], work("P", publisher="arxiv.org", tier=1, hours=4)), *feeds[1:])
    shown = cluster(*works, kind=Kind.ROUNDUP)
    return ledger(shown, now=NOW, settings=SETTINGS), Counts.of(shown)


def test_the_reason_is_the_arithmetic() -> None:
    found, counts = seed_like()
    assert sentence(parts(found, counts, tiers=[1, 1], new=5)) == (
        "4 entries of 3 works in 4 feeds, 1 publisher; all tier 1; newest 3 h ago; 5 new since you last looked. "
        "Score 48.7 = publishers 8 + tier 20 + freshness 26.7 − roundup 6; one more publisher = +4.7."
    )


def test_the_reason_in_chinese_has_the_same_numbers() -> None:
    found, counts = seed_like()
    said = parts(found, counts, tiers=[1, 1], new=5)
    assert sentence(said, "zh") == (
        "4 条，出自 3 篇作品、4 个源、1 家发布方；全部为第 1 级；最新 3 小时前；上次查看后新增 5 篇。"
        "得分 48.7 = 发布方 8 + 级别 20 + 新鲜度 26.7 − 综述 6；每多一家发布方 +4.7。"
    )


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.5, "newest 30 min ago"),
        (47, "newest 47 h ago"),
        (72, "newest 3 days ago"),
        (None, "undated, first seen 0 h ago"),
    ],
)
def test_an_age_is_told_in_the_unit_that_tells(hours: float | None, said: str) -> None:
    assert said in sentence(parts(ranked(work("A", hours=hours)), Counts.of(cluster(work("A")))))
