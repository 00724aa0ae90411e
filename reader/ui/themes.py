"""Our three themes. Contrast of every ink on every ground it meets is at least 4.5 (WCAG AA), tested."""

import os
from collections.abc import Collection, Mapping

from textual.theme import Theme

from reader.errors import ConfigError

PALETTES = {
    "background":        ("#0d1017", "#fbfaf7", "#000000"),
    "surface":           ("#12161f", "#f4f2ec", "#000000"),
    "panel":             ("#1c2230", "#e6e2d8", "#1a1a1a"),
    "foreground":        ("#d8dce4", "#1f232b", "#ffffff"),
    "primary":           ("#6cb0ff", "#174ea6", "#80c8ff"),
    "secondary":         ("#7fd6b0", "#0b5f41", "#90ffd0"),
    "accent":            ("#f4b06c", "#8a3d00", "#ffd080"),
    "warning":           ("#e6b84a", "#6f4e00", "#ffe060"),
    "error":             ("#ff8a80", "#a31515", "#ffa0a0"),
    "success":           ("#6fd98a", "#12602a", "#90ff90"),
    "scrollbar":         ("#343d52", "#c6c0b2", "#808080"),
    "scrollbar-active":  ("#6cb0ff", "#174ea6", "#ffffff"),
    "pulse-muted":       ("#98a1b3", "#575c66", "#d0d0d0"),
    "pulse-cursor":      ("#26405f", "#c5d6f2", "#003f7f"),
    "pulse-cursor-text": ("#ffffff", "#14181f", "#ffffff"),
    "pulse-idle":        ("#20283a", "#e2e4e6", "#303030"),
    "pulse-focus":       ("#6cb0ff", "#174ea6", "#ffd080"),
}  # fmt: skip
"""Part of the screen -> its colour in the dark, the light and the high-contrast theme."""


def _bars(surface: str, thumb: str, active: str) -> dict[str, str]:
    """Return the scrollbar's colours: quiet, on the list's own ground."""
    grounds = dict.fromkeys(
        ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active", "scrollbar-corner-color"),
        surface,
    )
    return {**grounds, "scrollbar": thumb, "scrollbar-hover": active, "scrollbar-active": active}


def _theme(name: str, column: int, *, dark: bool) -> Theme:
    """Return the theme of a column of the palettes."""
    colour = {part: colours[column] for part, colours in PALETTES.items()}
    bars = _bars(colour["surface"], colour["scrollbar"], colour["scrollbar-active"])
    return Theme(
        name=name,
        dark=dark,
        background=colour["background"],
        surface=colour["surface"],
        panel=colour["panel"],
        foreground=colour["foreground"],
        primary=colour["primary"],
        secondary=colour["secondary"],
        accent=colour["accent"],
        warning=colour["warning"],
        error=colour["error"],
        success=colour["success"],
        variables={**bars, **{part: value for part, value in colour.items() if part.startswith("pulse-")}},
    )


DARK, LIGHT = _theme("pulse-dark", 0, dark=True), _theme("pulse-light", 1, dark=False)
CONTRAST = _theme("pulse-contrast", 2, dark=True)
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


def named(name: str, themes: Collection[str]) -> str:
    """Return the name if it is one of the themes.

    Raises:
        ConfigError: It is not.
    """
    if name in themes:
        return name
    # Imported here: of use to a mistake alone.
    from difflib import get_close_matches

    near = get_close_matches(name, themes, n=1)
    cure = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(sorted(themes))}."
    raise ConfigError(f"screen.theme knows no “{name}”; {cure}", setting=("screen", "theme"))


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
