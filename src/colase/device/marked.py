"""A Markdown page with a generated part between two marks, so that the prose around it stays."""

from __future__ import annotations

from colase.errors import InputError


def filled(page: str, start: str, end: str, text: str) -> str:
    """Return a page with what stands between its two marks replaced by a text.

    Raises
    ------
    InputError
        If the page lacks a mark.
    """
    before, first, rest = page.partition(start)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise InputError(f"the page needs the lines {start} and {end}; what is generated goes between them.")
    return f"{before}{start}\n\n{text}\n{end}{after}"
