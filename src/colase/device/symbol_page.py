"""Bring the table of settings on a Markdown page in step: ``python -m colase.device.symbol_page PAGE``."""

import sys
from pathlib import Path

from colase.device.generated import symbol_table
from colase.device.marked import filled

START, END = "<!-- generated: make schema -->", "<!-- end of generated -->"


def fill(page: str) -> str:
    """Return a page with the text between its two marks replaced by the table."""
    return filled(page, START, END, f"{symbol_table()}\n")


if __name__ == "__main__":
    _path = Path(sys.argv[1])
    _path.write_text(fill(_path.read_text(encoding="utf-8")), encoding="utf-8")
