"""No message is missing in any language, and none is translated into something that cannot be filled in."""

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from reader.locale import catalogue
from reader.ui import keying
from reader.ui.render.words import Words

UI = Path(catalogue.__file__).parents[1] / "ui"
CALLS = {"say": 1, "count": 2, "N_": 1, "_open": 1, "choose": 1, "_choose_story": 1, "_ask": 1, "type": 1}
"""Functions whose first arguments are message ids -> how many of them."""
PLACES = re.compile(r"{(\w+|keys\[[\w-]+\])}")
OTHERS = [code for code in catalogue.LANGUAGES if code != "en"]


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def constants(node: ast.expr) -> Iterator[str]:
    """Yield the strings an argument may be: a constant, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def used() -> Iterator[tuple[str, ...]]:
    """Yield every message id of the code: (one,) or (one, many)."""
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or called(node) not in CALLS:
                continue
            if called(node) == "count":
                one, many = node.args[:2]
                if isinstance(one, ast.Constant) and isinstance(many, ast.Constant):
                    yield str(one.value), str(many.value)
            elif node.args:
                yield from ((text,) for text in constants(node.args[0]) if text)


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(code: str) -> None:
    known = dict(catalogue.messages(resources.files(catalogue.__package__).joinpath(f"{code}.po").read_text("utf-8")))
    assert sorted({ids[0] for ids in used()} - known.keys()) == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_is_left_over(code: str) -> None:
    known = dict(catalogue.messages(resources.files(catalogue.__package__).joinpath(f"{code}.po").read_text("utf-8")))
    assert sorted(known.keys() - {ids[0] for ids in used()}) == []


@pytest.mark.parametrize("code", OTHERS)
def test_translations_name_the_values_of_their_message(code: str) -> None:
    known = dict(catalogue.messages(resources.files(catalogue.__package__).joinpath(f"{code}.po").read_text("utf-8")))
    wrong = [
        key for key, forms in known.items() for form in forms if set(PLACES.findall(form)) != set(PLACES.findall(key))
    ]
    assert wrong == []


def test_a_message_names_keys_that_the_table_has() -> None:
    named = {key for ids in used() for text in ids for key in re.findall(r"{keys\[([\w-]+)\]}", text)}
    assert named
    assert named <= keying.names({}).keys()


def test_english_has_plurals_and_chinese_needs_none() -> None:
    english, chinese = Words("en", {}), Words("zh", {})
    assert english.count("{n} work", "{n} works", 1) == "1 work"
    assert english.count("{n} work", "{n} works", 1200) == "1,200 works"
    assert chinese.count("{n} work", "{n} works", 2) == chinese.count("{n} work", "{n} works", 1).replace("1", "2")


@pytest.mark.parametrize(
    ("ago", "told"), [("刚刚", "更新于刚刚"), ("3 分钟前", "更新于 3 分钟前"), ("just now", "更新于 just now")]
)
def test_no_space_stands_between_two_chinese_characters(ago: str, told: str) -> None:
    assert Words("zh", {}).say("updated {ago}", ago=ago) == told


def test_an_unknown_message_shows_in_english() -> None:
    assert Words("zh", {}).say("never said {this}", this=7) == "never said 7"


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE"}, "en"),
        ({"LC_ALL": "en_GB", "LANG": "zh_CN"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_comes_from_the_environment(
    environment: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert catalogue.from_locale() == code
