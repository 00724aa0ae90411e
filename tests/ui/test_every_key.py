"""Every key of the table, by every name it has, changes what it says: in the store, on the screen, or at the engine."""

import sys
from pathlib import Path

import pytest

from reader.ui import keying, keys
from tests.ui.key_cases import CASES, Listening
from tests.ui.screen import changed, opened, press

BINDINGS = [binding for table in keys.SCREENS for binding in keying.bindings(table)]


def test_every_key_of_every_table_has_a_case() -> None:
    assert {binding.id for binding in BINDINGS} == CASES.keys()


@pytest.mark.parametrize(("key", "name"), [(binding.id or "", binding.key) for binding in BINDINGS])
async def test_a_key_does_what_it_says(key: str, name: str, tmp_path: Path) -> None:
    case, asked = CASES[key], tmp_path / "asked"
    code = f"import sys; open({str(asked)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"
    app = Listening(case.store(), [sys.executable, "-c", code], asked)
    async with opened(app, size=case.size) as (_, pilot):
        for before in case.before:
            await press(pilot, before)
        if case.stir(app.store) is not None:
            await changed(app, pilot)
        assert not case.then(app)
        for pressed in (name, *case.after):
            await press(pilot, pressed)
        assert case.then(app)
