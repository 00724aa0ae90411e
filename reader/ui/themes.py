"""Our three themes. Contrast of every ink on every ground it meets is at least 4.5 (WCAG AA), tested."""

import os
from collections.abc import Mapping

from textual.theme import Theme


def _bars(surface: str, thumb: str, active: str) -> dict[str, str]:
    """Return the scrollbar's colours: quiet, on the list's own ground."""
    grounds = dict.fromkeys(
        ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color"),
        surface,
    )
    return {**grounds, "scrollbar": thumb, "scrollbar-hover": active, "scrollbar-active": active}


DARK = Theme(
    name="pulse-dark",
    dark=True,
    background="#0d1017",
    surface="#12161f",
    panel="#1c2230",
    foreground="#d8dce4",
    primary="#6cb0ff",
    secondary="#7fd6b0",
    accent="#f4b06c",
    warning="#e6b84a",
    error="#ff8a80",
    success="#6fd98a",
    variables={
        **_bars("#12161f", "#343d52", "#6cb0ff"),
        "pulse-muted": "#98a1b3",
        "pulse-cursor": "#26405f",
        "pulse-cursor-text": "#ffffff",
        "pulse-idle": "#20283a",
        "pulse-focus": "#6cb0ff",
    },
)
LIGHT = Theme(
    name="pulse-light",
    dark=False,
    background="#fbfaf7",
    surface="#f4f2ec",
    panel="#e6e2d8",
    foreground="#1f232b",
    primary="#174ea6",
    secondary="#0b5f41",
    accent="#8a3d00",
    warning="#6f4e00",
    error="#a31515",
    success="#12602a",
    variables={
        **_bars("#f4f2ec", "#c6c0b2", "#174ea6"),
        "pulse-muted": "#575c66",
        "pulse-cursor": "#c5d6f2",
        "pulse-cursor-text": "#14181f",
        "pulse-idle": "#e2e4e6",
        "pulse-focus": "#174ea6",
    },
)
CONTRAST = Theme(
    name="pulse-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    foreground="#ffffff",
    primary="#80c8ff",
    secondary="#90ffd0",
    accent="#ffd080",
    warning="#ffe060",
    error="#ffa0a0",
    success="#90ff90",
    variables={
        **_bars("#000000", "#808080", "#ffffff"),
        "pulse-muted": "#d0d0d0",
        "pulse-cursor": "#003f7f",
        "pulse-cursor-text": "#ffffff",
        "pulse-idle": "#303030",
        "pulse-focus": "#ffd080",
    },
)
SIXTEEN = Theme(
    name="pulse-16",
    ansi=True,
    dark=True,
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    foreground="ansi_default",
    primary="ansi_bright_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_bright_red",
    success="ansi_green",
    variables={
        **_bars("ansi_default", "ansi_bright_black", "ansi_white"),
        "pulse-muted": "ansi_default",
        "pulse-cursor": "ansi_blue",
        "pulse-cursor-text": "ansi_bright_white",
        "pulse-idle": "ansi_default",
        "pulse-focus": "ansi_yellow",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
        "input-cursor-background": "ansi_white",
        "input-cursor-foreground": "ansi_black",
        "input-cursor-text-style": "none",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
        "screen-selection-background": "ansi_blue",
        "screen-selection-foreground": "ansi_bright_white",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "border-blurred": "ansi_bright_black",
    },
)
"""The terminal's own 16 colours; nothing is told by a shade of grey."""
THEMES = (DARK, LIGHT, CONTRAST, SIXTEEN)


def fallbacks(theme: Theme) -> dict[str, str]:
    """Return our own variables for a theme that lacks them, such as Textual's."""
    colours = theme.to_color_system().generate()
    return {
        "pulse-muted": colours["text-muted"],
        "pulse-cursor": colours["primary-muted"],
        "pulse-cursor-text": colours["foreground"],
        "pulse-idle": colours["panel"],
        "pulse-focus": colours["primary"],
    }


def has_few_colours(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the terminal says that it knows 16 colours at most."""
    return not environ.get("COLORTERM") and "256color" not in environ.get("TERM", "")
