"""Contrast of our themes: every ink on every ground it meets, by the formula of WCAG 2."""

import itertools

import pytest
from textual.color import Color
from textual.theme import Theme

from reader.ui.themes import CONTRAST, DARK, LIGHT, has_few_colours

LEAST = 4.5
INKS = ("foreground", "primary", "secondary", "accent", "warning", "error", "success")
GROUNDS = ("background", "surface", "panel")


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [part / 255 for part in Color.parse(colour).rgb]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_every_ink_is_legible_on_every_ground(theme: Theme) -> None:
    inks = [*(getattr(theme, name) for name in INKS), theme.variables["pulse-muted"]]
    grounds = [getattr(theme, name) for name in GROUNDS]
    weak = [(ink, ground, contrast(ink, ground)) for ink, ground in itertools.product(inks, grounds)]
    assert [pair for pair in weak if pair[2] < LEAST] == []


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=lambda theme: theme.name)
def test_the_row_under_the_cursor_is_legible(theme: Theme) -> None:
    variables = theme.variables
    assert contrast(variables["pulse-cursor-text"], variables["pulse-cursor"]) >= LEAST
    assert contrast(str(theme.foreground), variables["pulse-idle"]) >= LEAST
    assert contrast(str(theme.primary), variables["pulse-cursor"]) >= 3


@pytest.mark.parametrize(
    ("environment", "few"),
    [
        ({"TERM": "xterm"}, True),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False),
        ({}, True),
    ],
)
def test_sixteen_colours_are_taken_only_where_the_terminal_has_no_more(environment: dict[str, str], few: bool) -> None:
    assert has_few_colours(environment) is few
