"""Bring the table of settings on a Markdown page in step: ``python -m colase.device.symbol_page PAGE``."""

import sys
from pathlib import Path

from colase.device.generated import symbol_table
from colase.errors import InputError

START, END = "<!-- generated: make schema -->", "<!-- end of generated -->"


def fill(page: str) -> str:
    """Return a page with the text between its two marks replaced by the table.

    Raises
    ------
    InputError
        If the page lacks a mark.
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise InputError(f"the page needs the lines {START} and {END}; the table goes between them.")
    return f"{before}{START}\n\n{symbol_table()}\n\n{END}{after}"


if __name__ == "__main__":
    _path = Path(sys.argv[1])
    _path.write_text(fill(_path.read_text(encoding="utf-8")), encoding="utf-8")
