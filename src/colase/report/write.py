"""Write a run as one page that stands alone, with the numbers of every figure beside it.

The folder gets ``report.html`` (styles and pictures inside, no script, nothing loaded from
anywhere) and ``figures/NAME.svg``, ``.png`` and ``.csv`` for each figure. A run that was
interrupted, finds no modes or does not lase gives a page that says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from colase.errors import InputError
from colase.plot.columns import to_csv

from .blocks import Block, Figure
from .page import Page, page
from .picture import Picture

REPORT_FILE = "report.html"
FIGURES = "figures"
_SYMBOL = re.compile(r"(?<![\w.])([A-Za-zΑ-ω])_([A-Za-z0-9]{1,5})\b")


def write(run: Any, folder: str | os.PathLike[str]) -> Path:
    """Write the report of a run into a folder and return the path of the page.

    Parameters
    ----------
    run : Run
        What `colase.study.run` returned; steps that are not finished may be None.
    folder : path
        Made if it does not exist; an older report in it is replaced.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    return save(page(run), Path(folder))


def save(content: Page, folder: Path) -> Path:
    """Write a page and the files of its figures; see `write`."""
    html = render(content)
    try:
        (folder / FIGURES).mkdir(parents=True, exist_ok=True)
        for figure in figures(content):
            (folder / FIGURES / f"{figure.name}.svg").write_text(figure.svg, encoding="utf-8")
            if isinstance(figure.svg, Picture):
                (folder / FIGURES / f"{figure.name}.png").write_bytes(figure.svg.png())
            if figure.columns:
                (folder / FIGURES / f"{figure.name}.csv").write_text(to_csv(figure.columns), encoding="utf-8")
        path = folder / REPORT_FILE
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{folder}: the report cannot be written: {error.strerror or error}.") from error
    return path


def render(content: Page) -> str:
    """Return the page as HTML; every text in it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters["runs"] = _runs
    environment.filters["subscripts"] = _subscripts
    css = (here / "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(page=content, css=css)


def _subscripts(text: str) -> Any:
    """Return text, escaped, with symbols such as σ_p and τ_XX set with a subscript."""
    from markupsafe import Markup, escape

    return Markup(_SYMBOL.sub(r"\1<sub>\2</sub>", str(escape(text))))


def figures(content: Page) -> Iterator[Figure]:
    """Yield every figure of a page, in order."""
    blocks = [*content.opening, *(b for section in content.sections for b in section.blocks)]
    return (block for block in blocks if isinstance(block, Figure))


def _runs(blocks: Iterable[Block]) -> list[list[Block]]:
    """Group neighbouring figures, so that narrow ones stand side by side."""
    return [list(group) for _, group in groupby(blocks, key=lambda b: isinstance(b, Figure))]
