"""The map in `reader/__init__.py`, held by import contracts, and rules that a linter does not know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "reader").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 30


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_imports_obey_the_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    assert {f.name: body_lines(f) for f in functions(path) if body_lines(f) > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_outside_text_becomes_markup(path: Path) -> None:
    """Markup strings run actions and end the app: `Content(s)`, `Text(s)` and `markup=False` are the only ways."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"from_markup|markup=True|\bescape_markup\b|import webbrowser", text)


def test_the_package_does_not_name_what_only_a_checkout_has() -> None:
    assert [path.name for path in CODE if "../shared" in path.read_text(encoding="utf-8")] == []


def test_the_top_level_holds_nothing_else() -> None:
    allowed = {"pyproject.toml", "README.md", "LICENSE", "reader", "tests", "screenshots"}
    visible = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert visible - allowed <= {"build", "dist"}
