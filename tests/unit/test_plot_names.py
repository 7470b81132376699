"""Results draw themselves with functions that they name as text: every such name leads to a function."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "colase"
ROOMS = {p.name for p in (SOURCE / "plot").iterdir() if p.is_dir() and p.name.isidentifier()}


def texts(node):
    """Give every text that an argument of `draw` can be."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        found = [""]
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            found = [head + tail for head in found for tail in texts(inner)]
        return found
    raise AssertionError(f"a name of a picture that cannot be read: {ast.dump(node)}")


def imports_draw(node):
    """Say whether a node is ``from colase.results import draw``."""
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == "colase.results"
        and any(name.name == "draw" for name in node.names)
    )


def named():
    """Give the names of pictures that the source hands to `draw`, and the file."""
    for path in sorted(SOURCE.rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        if not any(map(imports_draw, nodes)):
            continue
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "draw":
                for text in texts(node.args[0]):
                    yield pytest.param(text, id=f"{path.stem}-{text}")


@pytest.mark.parametrize("name", list(named()))
def test_a_picture_that_a_result_names_exists(name):
    module, function = name.rsplit(".", 1)
    assert callable(getattr(import_module(f"colase.plot.{module}"), function))


def test_results_of_every_room_draw_themselves():
    assert {param.values[0].split(".")[0] for param in named()} == ROOMS - {"drawing", "__pycache__"}
