"""Settings from the user's TOML file, and where files live. Knows no setting's meaning, only its type and bounds."""

import difflib
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

from reader.errors import ConfigError
from reader.settings import Settings

PROGRAM = "pulseaugur"

UNITS = MappingProxyType({"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0})
"""Seconds in each unit of a duration as the file writes it: "90s", "15m", "18h", "7d", "2w"."""

LARGEST = 1024 * 1024
"""Bytes of the file that are read."""

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")

LONGEST = timedelta(days=3650)
"""No setting is about more than ten years; larger numbers would overflow the dates they are added to."""

MOST = 1e9
"""Largest number of those without a bound of their own: a score that adds up such weights is still a number."""

NAME = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
"""One part of a key as TOML writes it, bare or quoted."""

HEADER = re.compile(rf"\s*\[+\s*({NAME}(?:\s*\.\s*{NAME})*)\s*\]")
SETTING = re.compile(rf"\s*({NAME}(?:\s*\.\s*{NAME})*)\s*=")

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("cluster", "roundups"): ("tight", "normal", "loose", "off"),
        ("cluster", "embedder"): ("auto", "none", "api"),
        ("screen", "language"): ("auto", "en", "zh"),
        ("screen", "glyphs"): ("unicode", "ascii"),
        ("screen", "read_on"): ("dwell", "open", "manual"),
        ("screen", "notify"): ("off", "osc9", "osc777"),
    }
)
"""Settings that take one of a few words."""

BOUNDS: Mapping[tuple[str, str], tuple[float, float]] = MappingProxyType(
    {
        ("refresh", "concurrency"): (1, 64),
        ("refresh", "per_host"): (1, 64),
        ("refresh", "max_bytes"): (1024, 1 << 30),
        ("refresh", "keep_entries"): (10, 1_000_000),
        ("refresh", "deadline"): (1, 600),
        ("cluster", "window"): (3600, LONGEST.total_seconds()),
        ("rank", "freshness_half_life"): (60, LONGEST.total_seconds()),
        ("summary", "timeout"): (1, 3600),
        ("summary", "max_sentences"): (1, 20),
        ("summary", "max_words"): (20, 1000),
        ("screen", "density"): (1, 3),
    }
)
"""Smallest and largest value of a number, or of a duration in seconds; all others lie between 0 and `MOST`."""


def config_path() -> Path:
    """Return where the configuration file is looked for; it need not exist."""
    # Imported here: 10 ms that `--db` and `--config` together save.
    import platformdirs

    return platformdirs.user_config_path(PROGRAM, appauthor=False) / "config.toml"


def library_path() -> Path:
    """Return where the library is kept unless `--db` says otherwise; it need not exist."""
    import platformdirs

    return platformdirs.user_data_path(PROGRAM, appauthor=False) / "library.db"


def load(path: Path | None = None) -> Settings:
    """Return the settings of a file; the defaults when `path` is None and the usual file does not exist.

    Raises:
        ConfigError: A named file is missing, unreadable or no TOML, or holds an unknown key or impossible value.
    """
    place = path or config_path()
    try:
        with place.open("rb") as file:
            text = file.read(LARGEST).decode()
    except FileNotFoundError:
        if path is None:
            return Settings()
        raise ConfigError(f"{place}: there is no such configuration file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{place} cannot be read: {_reason(error)}.") from error
    return read(text, place)


def read(text: str, place: Path) -> Settings:
    """Return the settings that the text of a file holds.

    Raises:
        ConfigError: It is no TOML, or holds an unknown key or impossible value.
    """
    # Editors of Windows, which write into WSL, begin a file with a mark that TOML does not know.
    text = text.removeprefix("\ufeff")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{place} is not valid TOML: {error}.") from error
    except RecursionError as error:
        raise ConfigError(f"{place} is not valid TOML: its lists are nested too deeply.") from error
    except ValueError as error:  # int() raises it, and tomllib lets it through.
        raise ConfigError(f"{place} is not valid TOML: it holds a number of more than 4,300 digits.") from error
    return _File(place, text).settings(data)


def duration(text: str) -> timedelta:
    """Return the duration that "90s", "15m", "18h", "7d" or "2w" names.

    Raises:
        ValueError: It names none, or one above ten years.
    """
    found = DURATION.fullmatch(text.strip().lower())
    if found is None or (seconds := float(found[1]) * UNITS[found[2]]) > LONGEST.total_seconds():
        raise ValueError(text)
    return timedelta(seconds=seconds)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    """Return why a file could not be read, without repeating its name."""
    return error.strerror or "input/output error" if isinstance(error, OSError) else "it is not UTF-8 text"


@dataclass(frozen=True, slots=True)
class _File:
    """The configuration file: its values, and the line of each for the error that names it."""

    place: Path
    text: str

    def settings(self, data: Mapping[str, Any]) -> Settings:
        """Build the settings, refusing what no section knows."""
        sections = {f.name: getattr(Settings(), f.name) for f in fields(Settings)}
        built: dict[str, Any] = {}
        for name, values in data.items():
            if name not in sections and name != "keys":
                raise self._unknown("", name, [*sections, "keys"])
            if not isinstance(values, dict):
                raise self._wrong("", name, "a section in square brackets", values)
            if name != "keys":
                built[name] = self._section(name, sections[name], values)
        if "keys" in data:
            built["screen"] = replace(built.get("screen", sections["screen"]), keys=self._words("keys", data["keys"]))
        return Settings(**built)

    def _section(self, name: str, default: Any, values: Mapping[str, Any]) -> Any:
        # [keys] is a section of its own in the file: it is the one people look for.
        types = {key: kind for key, kind in get_type_hints(type(default)).items() if key != "keys"}
        for key in values:
            if key not in types:
                raise self._unknown(name, key, list(types))
        return replace(default, **{key: self._value(name, key, types[key], value) for key, value in values.items()})

    def _value(self, section: str, key: str, kind: Any, value: object) -> object:
        if kind == dict[str, str]:
            return self._words(f"{section}.{key}", value)
        expected, read_value = _READERS[kind]
        try:
            result = read_value(value)
        except (TypeError, ValueError, OverflowError):
            raise self._wrong(section, key, expected, value) from None
        if unmet := _unmet(section, key, result):
            raise self._wrong(section, key, unmet, value)
        return result

    def _words(self, section: str, values: object) -> dict[str, str]:
        """Read a table of words, such as keys or saved views, whose names are free."""
        if not isinstance(values, dict):
            raise self._wrong(*section.rpartition(".")[::2], "a table of words", values)
        for key, value in values.items():
            if not isinstance(value, str):
                raise self._wrong(section, key, "text in quotes", value)
        return values

    def _unknown(self, section: str, key: str, known: list[str]) -> ConfigError:
        near = difflib.get_close_matches(key, known, n=1)
        cure = f'did you mean "{near[0]}"?' if near else "it takes " + ", ".join(known) + "."
        what = f'[{section}] has no key "{key}"' if section else f'there is no section "{key}"'
        return ConfigError(f"{self.where(section, key)}: {what}; {cure}")

    def _wrong(self, section: str, key: str, expected: str, value: object) -> ConfigError:
        name = f"{section}.{key}" if section else key
        return ConfigError(f"{self.where(section, key)}: {name} must be {expected}, not {_shown(value)}.")

    def where(self, section: str, key: str) -> str:
        """Return the file, with the line that sets a key, or else its section, where there is one."""
        wanted = f"{section}.{key}".strip(".")
        lines = [*self._lines(wanted), *self._lines(section or wanted)]
        return f"{self.place}, line {lines[0]}" if lines else str(self.place)

    def _lines(self, wanted: str) -> Iterator[int]:
        """Yield the 1-based lines that set a key: tomllib keeps no positions, so the text is looked through."""
        here = ""
        for number, line in enumerate(self.text.split("\n"), 1):
            if header := HEADER.match(line):
                name = here = _bare(header[1])
            elif setting := SETTING.match(line):
                name = ".".join(part for part in (here, _bare(setting[1])) if part)
            else:
                continue
            if f"{name}.".startswith(f"{wanted}."):
                yield number


def placed(error: ConfigError, path: Path | None) -> ConfigError:
    """Return the screen's error of a setting with the file, and its line, before it."""
    place = path or config_path()
    text = place.read_text(encoding="utf-8") if place.exists() else ""
    return ConfigError(f"{_File(place, text).where(*error.setting)}: {error}")


def _bare(name: str) -> str:
    """Return a key as TOML writes it without quotes and spaces."""
    return ".".join(part.strip("\"'") for part in re.findall(NAME, name))


def _shown(value: object) -> str:
    """Return a value as the file may have it."""
    try:
        return repr(value)[:60]
    except ValueError:
        return "a number of more than 4,300 digits"


def _unmet(section: str, key: str, value: object) -> str:
    """Return in words what a value of the right type should be; empty if it is that."""
    if choices := CHOICES.get((section, key)):
        return "" if value in choices else "one of " + ", ".join(f'"{word}"' for word in choices)
    if key == "api_base" and value:
        # Imported here: of use to a file that names a server alone.
        from reader.urls import is_http

        return "" if is_http(str(value)) else 'an address such as "http://localhost:11434/v1"'
    if isinstance(value, timedelta):
        return _outside(section, key, value.total_seconds(), " seconds")
    return _outside(section, key, value) if isinstance(value, int | float) else ""


def _outside(section: str, key: str, size: float, unit: str = "") -> str:
    low, high = BOUNDS.get((section, key), (0, MOST))
    return "" if low <= size <= high else f"between {low:.0f} and {high:.0f}{unit}"


def _exactly(kind: type) -> Any:
    def take(value: object) -> object:
        if type(value) is not kind:
            raise TypeError
        return value

    return take


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _duration(value: object) -> timedelta:
    """Take "15m", or the number 0: a bare number has no unit, and 0 needs none."""
    if value == 0 and not isinstance(value, bool):
        return timedelta()
    if not isinstance(value, str):
        raise TypeError
    return duration(value)


def _command(value: object) -> tuple[str, ...]:
    """Take a command line, as one text or as a list of its arguments."""
    parts = shlex.split(value) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError
    return tuple(parts)


_READERS: Mapping[Any, Any] = MappingProxyType(
    {
        bool: ("true or false", _exactly(bool)),
        int: ("a whole number", _exactly(int)),
        float: ("a number", _number),
        str: ("text in quotes", _exactly(str)),
        timedelta: ('a duration such as "90s", "15m", "18h" or "7d"', _duration),
        tuple[str, ...]: ('a command line such as "firefox --new-tab"', _command),
    }
)
