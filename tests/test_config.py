"""Settings from TOML: defaults, types, bounds, and the place of every mistake."""

from datetime import timedelta
from pathlib import Path

import pytest

from reader import config
from reader.errors import ConfigError
from reader.settings import Settings

FILE = Path("config.toml")


def test_an_empty_file_means_the_defaults() -> None:
    assert config.read("", FILE) == Settings()


def test_without_a_file_the_defaults_hold_but_a_named_one_must_exist(tmp_path: Path) -> None:
    assert config.load() == Settings()
    with pytest.raises(ConfigError, match="there is no such configuration file"):
        config.load(tmp_path / "none.toml")


def test_every_kind_of_value_is_read() -> None:
    found = config.read(
        """
        [refresh]
        every = "20m"
        at_start = false
        deadline = "9s"
        [rank]
        tier_weight = 3
        freshness_half_life = "1.5h"
        [screen]
        browser = "firefox --new-tab"
        dwell = 0
        [screen.views]
        papers = "tier:1"
        [keys]
        next_unread = "n,space"
        """,
        FILE,
    )
    assert found.refresh.every == timedelta(minutes=20)
    assert found.refresh.deadline == timedelta(seconds=9)
    assert not found.refresh.at_start
    assert found.rank.tier_weight == 3.0
    assert found.rank.freshness_half_life == timedelta(minutes=90)
    assert found.screen.browser == ("firefox", "--new-tab")
    assert found.screen.dwell == timedelta()
    assert found.screen.views == {"papers": "tier:1"}
    assert found.screen.keys == {"next_unread": "n,space"}
    assert found.refresh.per_host == Settings().refresh.per_host


def test_a_command_may_be_a_list_of_its_arguments() -> None:
    assert config.read('[screen]\nbrowser = ["my browser", "-x"]', FILE).screen.browser == ("my browser", "-x")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n[refresh]\nevry = 3", 3, 'did you mean "every"'),
        ("[refesh]\nevery = 3", 1, 'did you mean "refresh"'),
        ("# a\n[zzz]", 2, "it takes refresh, cluster"),
        ('[refresh]\nevery = "soon"', 2, "a duration"),
        ("[refresh]\nevery = 15", 2, "a duration"),
        ('[refresh]\nevery = "9999999d"', 2, "a duration"),
        ("[refresh]\nconcurrency = 65", 2, "between 1 and 64"),
        ("[refresh]\nconcurrency = true", 2, "a whole number"),
        ('[refresh]\nat_start = "yes"', 2, "true or false"),
        ("[rank]\ntier_weight = -1", 2, "between 0 and 1000000000, not -1"),
        ("[rank]\ntier_weight = inf", 2, "not inf"),
        ("[rank]\ntier_weight = nan", 2, "not nan"),
        ("[rank]\ntier_weight = 1e10", 2, "between 0"),
        ("[rank]\ntier_weight = 1" + "0" * 400, 2, "a number"),
        ("[screen]\ndensity = 0x" + "f" * 5000, 2, "not a number of more than 4,300 digits"),
        ("[refresh]\nmax_bytes = 5", 2, "between 1024 and 1073741824, not 5"),
        ('[cluster]\nwindow = "1m"', 2, "between 3600 and 315360000 seconds, not '1m'"),
        ('[summary]\napi_base = "localhost:11434"', 2, "an address such as"),
        ("[rank]\nfreshness_half_life = 0", 2, "seconds"),
        ('[cluster]\nroundups = "huge"', 2, '"tight", "normal", "loose", "off"'),
        ("[screen]\ntheme = 3", 2, "text in quotes"),
        ("[screen]\nbrowser = 3", 2, "a command line"),
        ("[screen.views]\n\na = 1", 3, "text in quotes"),
        ("[screen]\nviews = 1", 2, "a table of words"),
        ('[screen.views]\n\n"my view" = 1', 3, "text in quotes"),
        ('[screen]\n"views" . "my view" = 1', 2, "text in quotes"),
        ('[screen]\n\nviews = {"my view" = 1}', 3, "text in quotes"),
        ("[screen]\n# one\u2028line\ntheme = 3", 3, "text in quotes"),
        ('\ufeff[refresh]\nevery = "soon"', 2, "a duration"),
        ("[keys]\nopen = 1", 2, "text in quotes"),
        ("[screen]\nkeys = 1", 2, 'no key "keys"'),
        ("refresh = 3", 1, "a section"),
        ('refresh.every = "x"', 1, "a duration"),
    ],
)
def test_a_mistake_names_its_line_and_the_cure(text: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.read(text, FILE)
    assert str(caught.value).startswith(f"config.toml, line {line}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_toml_names_its_line() -> None:
    with pytest.raises(ConfigError, match=r"config\.toml is not valid TOML: .*line 2"):
        config.read("[refresh]\nevery 3\n", FILE)
    with pytest.raises(ConfigError, match="nested too deeply"):
        config.read("a = " + "[" * 5000, FILE)
    with pytest.raises(ConfigError, match="4,300 digits"):
        config.read("a = 1" + "0" * 5000, FILE)


def test_what_only_the_screen_knows_to_be_wrong_is_placed_too(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\n\nopn = "x"\n', encoding="utf-8")
    wrong = ConfigError("[keys] has no “opn”.", setting=("keys", "opn"))
    assert str(config.placed(wrong, path)) == f"{path}, line 3: [keys] has no “opn”."


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        config.load(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), ("1.5h", 5400), ("7d", 604800), (" 2 W ", 1209600)]
)
def test_durations_have_units(text: str, seconds: float) -> None:
    assert config.duration(text) == timedelta(seconds=seconds)


def test_paths_lie_in_the_users_own_folders() -> None:
    assert config.library_path().is_relative_to(Path.home())
    assert config.config_path().name == "config.toml"
